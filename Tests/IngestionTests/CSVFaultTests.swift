import CZlib
import Glibc
import Testing

@testable import Ingestion

/// Files that cannot be read: the whole text of every fault.
@Suite("A file that cannot be read")
struct CSVFaultTests {
    private func expect(
        _ file: TemporaryFile, _ layout: CSVLayout = CSVLayout(), says words: String,
        at location: SourceLocation = #_sourceLocation
    ) {
        expect(file.path, layout, says: words, at: location)
    }

    private func expect(
        _ path: String, _ layout: CSVLayout = CSVLayout(), says words: String,
        at location: SourceLocation = #_sourceLocation
    ) {
        do {
            _ = try CSVFile(path: path, layout: layout, digest: true).reading(threads: 2)
            Issue.record("nothing was thrown", sourceLocation: location)
        } catch {
            #expect("\(error)" == path + words, sourceLocation: location)
        }
    }

    @Test("is missing") func missing() {
        expect(
            "/nowhere/students.csv",
            says: ": cannot open the file: No such file or directory. Check the path, or ask the district for the file."
        )
    }

    @Test("is a directory") func directory() {
        expect("/tmp", says: ": is a directory, not a file. Name the CSV file inside it.")
    }

    @Test("is a pipe that nobody writes to, or a device that never ends") func pipe() {
        let pipe = TemporaryFile("")
        unlink(pipe.path)
        #expect(mkfifo(pipe.path, 0o600) == 0)
        for path in [pipe.path, "/dev/zero"] {
            expect(path, says: ": is a pipe or a device, not a file. Write the data to a file first.")
        }
    }

    @Test("is empty") func empty() {
        let remedy = "Send the file with its header row, even where there are no records."
        expect(TemporaryFile(""), says: ": no header row: the file is empty. \(remedy)")
        expect(TemporaryFile(" \n\n"), says: ": no header row: the file is empty. \(remedy)")
        expect(
            TemporaryFile("title\n"), CSVLayout(rowsToSkip: 1),
            says: ": no header row: the file is empty below its first 1 line. \(remedy)")
        expect(
            TemporaryFile("title\n"), CSVLayout(rowsToSkip: 2),
            says: ": no header row: the file is empty below its first 2 lines. \(remedy)")
    }

    @Test("is UTF-16") func utf16() {
        expect(
            TemporaryFile([0xff, 0xfe, 0x61, 0]),
            says: ": the file is UTF-16 (little-endian), not UTF-8. Save the file as UTF-8.")
        expect(
            TemporaryFile([0xfe, 0xff, 0, 0x61]),
            says: ": the file is UTF-16 (big-endian), not UTF-8. Save the file as UTF-8.")
    }

    @Test("has a malformed header") func malformedHeader() {
        expect(
            TemporaryFile([0x61, 0xe9, 0x0a]),
            says: ":1: the header row: not UTF-8 (byte 0xE9 at column 2). Save the file as UTF-8.")
        expect(
            TemporaryFile("\na\0\n"),
            says: ":2: the header row: a NUL byte at column 2. Export the file again as text in UTF-8.")
        expect(
            TemporaryFile("a,\"b\n1,2\n"),
            says: ":1: the header row: a quoted field is never closed. Close the quote, or remove it.")
    }

    @Test("names a column twice") func duplicateColumn() {
        expect(
            TemporaryFile("title\nid,year, id\n"), CSVLayout(rowsToSkip: 1),
            says: ":2: the header names `id` twice, as columns 1 and 3. Rename or remove one of the two.")
    }

    @Test("has a header without end") func headerTooLong() {
        expect(
            TemporaryFile(String(repeating: "a,", count: 1 << 20)),
            says: ":1: the header row is longer than 1048576 bytes. Check that the file is CSV and has line ends,"
                + " and that every quote in the header is closed.")
    }

    @Test("is gzip cut short") func truncatedGzip() {
        let whole = gzipped(sampleText)
        for count in [10, whole.count / 2, whole.count - 1] {
            expect(
                TemporaryFile(whole.prefix(count)),
                says: ": the gzip data stops before its end."
                    + " The transfer was cut short: copy the file again, and test it with `gzip -t`.")
        }
    }

    @Test("is damaged gzip") func damagedGzip() {
        var bytes = gzipped(sampleText)
        bytes[bytes.count - 8] ^= 1
        let remedy = "Copy the file again, and test it with `gzip -t`."
        expect(TemporaryFile(bytes), says: ": the gzip data is damaged (incorrect data check). \(remedy)")
        expect(
            TemporaryFile(gzipped(sampleText) + Array("junk".utf8)),
            says: ": the gzip data is damaged (incorrect header check). \(remedy)")
    }
}

/// Text compressed with gzip is read like the text.
@Suite("A CSV file compressed with gzip")
struct CSVGzipTests {
    @Test("gives the same records, whatever its name")
    func sameRecords() throws {
        let plain = try TemporaryFile(sampleText).open().reading()
        for size in [1, 1000, 1 << 18] {
            let packed = try TemporaryFile(gzipped(sampleText)).open(digest: true).reading(threads: 2, batchBytes: size)
            #expect(packed.0 == plain.0)
            #expect(packed.1.bytes == gzipped(sampleText).count)
        }
    }

    @Test("may have several members, and zeros behind them")
    func members() throws {
        let halves = (sampleText.prefix(30_000), sampleText.dropFirst(30_000))
        let bytes = gzipped(Array(halves.0)) + gzipped(Array(halves.1)) + [0, 0, 0]
        #expect(try TemporaryFile(bytes).open().reading().0 == TemporaryFile(sampleText).open().reading().0)
    }
}

private let sampleText: [UInt8] = Array("id,name\n".utf8) + (0..<20_000).flatMap { Array("\($0),\"\($0 % 7)\"\n".utf8) }

private func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + 1000)
    input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            _ = deflate(&stream, Z_FINISH)
        }
    }
    return Array(output.prefix(Int(stream.total_out)))
}
