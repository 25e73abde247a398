import Testing

@testable import Ingestion

/// Records that are not CSV are kept apart, and cost no other record.
@Suite("A malformed record")
struct CSVMalformedRecordTests {
    /// The faults of a text under the header `a,b`, whose last record, `8,9`, is sound.
    private func rejects(_ text: [UInt8], _ layout: CSVLayout = CSVLayout()) throws -> [Reading.Reject] {
        let reading = try TemporaryFile(Array("a,b\n".utf8) + text + Array("\n8,9\n".utf8)).open(layout).reading().0
        #expect(reading.table.last == ["8", "9"])
        return reading.rejects
    }

    private func expect(
        _ text: String, is fault: MalformedRecord.Fault, bytes: String? = nil, lines: Int = 1, _ words: String,
        at location: SourceLocation = #_sourceLocation
    ) throws {
        let rejects = try rejects(Array(text.utf8))
        let expected = Reading.Reject(line: 2, lines: lines, bytes: Array((bytes ?? text).utf8), fault: fault)
        #expect(rejects == [expected], sourceLocation: location)
        #expect("\(fault.problem). \(fault.remedy)." == words, sourceLocation: location)
    }

    @Test("has too many or too few fields")
    func fieldCount() throws {
        let remedy = "Put fields that contain the delimiter in quotes, and write empty fields for missing values."
        try expect("1,2,3", is: .fieldCount(found: 3, expected: 2), "3 fields, where the header has 2. \(remedy)")
        try expect("1", is: .fieldCount(found: 1, expected: 2), "1 field, where the header has 2. \(remedy)")
        try expect("\"1,2\"", is: .fieldCount(found: 1, expected: 2), "1 field, where the header has 2. \(remedy)")
    }

    @Test("has a quote inside an unquoted field")
    func strayQuote() throws {
        try expect(
            "1,5\"2", is: .quoteInsideUnquotedField(column: 4),
            "a quote inside a field that does not begin with one, at column 4."
                + " Put the whole field in quotes, and write each quote inside it twice.")
    }

    @Test("has text after a closing quote")
    func textAfterQuote() throws {
        try expect(
            "\"1\n\" x,2", is: .textAfterClosingQuote(column: 6), lines: 2,
            "text after a field's closing quote, at column 6."
                + " Put the whole field in quotes, and write each quote inside it twice.")
    }

    @Test("never closes a quote, and ends with that line")
    func openQuote() throws {
        try expect(
            "1,\"2\n3,4", is: .quoteNeverClosed, bytes: "1,\"2",
            "a quoted field is never closed. Close the quote, or remove it.")
    }

    @Test("is not UTF-8")
    func notUTF8() throws {
        let rejects = try rejects(Array("1,Jos".utf8) + [0xe9])
        #expect(rejects.map(\.fault) == [.notUTF8(byte: 0xe9, column: 6)])
        #expect(rejects.first?.fault.problem == "not UTF-8 (byte 0xE9 at column 6)")
        #expect(rejects.first?.fault.remedy == "Save the file as UTF-8")
    }

    @Test("has a NUL byte")
    func nulByte() throws {
        try expect(
            "1,\0", is: .nulByte(column: 3), "a NUL byte at column 3. Export the file again as text in UTF-8.")
    }

    @Test("is longer than the limit: the front is kept, the rest read past")
    func tooLong() throws {
        let text = String(repeating: "x", count: 5000)
        for size in [1, 100, 2000] {
            let file = TemporaryFile("a,b\n1,2\n\(text)\n3,\"4\"\n")
            let reading = try file.open(CSVLayout(recordLimit: 2000)).reading(batchBytes: size).0
            #expect(reading.table == [["1", "2"], ["3", "4"]])
            #expect(reading.rows.map(\.line) == [2, 4])
            #expect(reading.rejects.map(\.bytes) == [Array(text.utf8.prefix(1024))])
            #expect(reading.rejects.map(\.fault) == [.tooLong(limit: 2000)])
        }
        let words = MalformedRecord.Fault.tooLong(limit: 2000)
        #expect(words.problem == "longer than 2000 bytes")
        #expect(words.remedy == "Check that the file is CSV, has line ends, and closes its quotes")
    }

    @Test("with a quote open beyond the limit ends with the quote's line")
    func openBeyondLimit() throws {
        let text = "1,\"2\n" + String(repeating: "3,4\n", count: 100)
        let reading = try TemporaryFile("a,b\n" + text + "5,\"6\"\n").open(CSVLayout(recordLimit: 64)).reading().0
        #expect(reading.rejects.map(\.line) == [2])
        #expect(reading.rejects.map(\.fault) == [.quoteNeverClosed])
        #expect(reading.rows.count == 101)
    }
}
