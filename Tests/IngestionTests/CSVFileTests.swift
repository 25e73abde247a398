import Testing

@testable import Ingestion

/// What is read from a sound file, whatever its form.
@Suite("A CSV file")
struct CSVFileTests {
    private func table(_ text: String, _ layout: CSVLayout = CSVLayout()) throws -> [[String]] {
        let reading = try TemporaryFile(text).open(layout).reading().0
        #expect(reading.rejects.isEmpty)
        return reading.table
    }

    @Test("gives the fields of its records")
    func plain() throws {
        #expect(try table("a,b\n1,2\n3,4\n") == [["1", "2"], ["3", "4"]])
    }

    @Test("may end without a line end")
    func noFinalLineEnd() throws {
        #expect(try table("a,b\n1,2") == [["1", "2"]])
        #expect(try table("a,b\n1,\"2\"") == [["1", "2"]])
        #expect(try table("a,b\n1,") == [["1", ""]])
    }

    @Test("ends its lines with LF, CRLF or CR")
    func lineEnds() throws {
        for end in ["\n", "\r\n", "\r"] {
            #expect(try table("a,b\(end)1,2\(end)3,\"4\"\(end)") == [["1", "2"], ["3", "4"]])
        }
    }

    @Test("may begin with a byte order mark")
    func byteOrderMark() throws {
        let file = try TemporaryFile("\u{feff}a,b\n1,2\n").open()
        #expect(file.header == ["a", "b"])
        #expect(try file.reading().0.table == [["1", "2"]])
    }

    @Test("may have no records")
    func headerOnly() throws {
        #expect(try table("a,b\n") == [])
        #expect(try table("a,b") == [])
        #expect(try table("a,b\n\n \t\n") == [])
    }

    @Test("keeps line ends, delimiters and doubled quotes inside quotes")
    func quotedFields() throws {
        #expect(try table("a,b\n\"two\nlines\",\"x, \"\"y\"\"\"\n") == [["two\nlines", "x, \"y\""]])
    }

    @Test("loses blanks around fields, but not inside quotes")
    func blanks() throws {
        #expect(try table("a,b\n 1\t,  \" 2 \" \n") == [["1", " 2 "]])
    }

    @Test("keeps tabs that delimit")
    func tabs() throws {
        #expect(try table("a\tb\tc\n1\t\t 3\n", CSVLayout(delimiter: Byte.tab)) == [["1", "", "3"]])
    }

    @Test("tells an empty field in quotes from a missing one")
    func quotedEmpty() throws {
        let row = try #require(try TemporaryFile("a,b\n,\"\"\n").open().reading().0.rows.first)
        #expect(row.fields.map(\.isQuotedEmpty) == [false, true])
        #expect(row.fields.allSatisfy { $0.bytes.isEmpty })
    }

    @Test("gives the columns asked for, in the order asked")
    func columns() throws {
        let reading = try TemporaryFile("a,b,c\n1,2,3\n\"4\",5,6\n").open().reading(columns: [2, 0]).0
        #expect(reading.table == [["3", "1"], ["6", "4"]])
    }

    @Test("may have lines above its header, which count as lines")
    func skippedLines() throws {
        let file = try TemporaryFile("Scores, \"draft\n\na,b\n1,2\n\n\"3\n\",4\n5,6\n").open(CSVLayout(rowsToSkip: 2))
        #expect(file.header == ["a", "b"])
        #expect(String(decoding: file.headerText, as: UTF8.self) == "a,b")
        #expect(try file.reading(batchBytes: 4).0.rows.map(\.line) == [4, 6, 8])
    }

    @Test("has fields far longer than a block")
    func longFields() throws {
        let long = String(repeating: "long, ", count: 50_000)
        let reading = try TemporaryFile("a,b\n1,2\n\"\(long)\",3\n4,5\n").open().reading(threads: 2, batchBytes: 1000).0
        #expect(reading.table == [["1", "2"], [long, "3"], ["4", "5"]])
    }

    @Test("has the SHA-256 and size of what is stored")
    func digest() throws {
        let summary = try TemporaryFile("abc\n").open(digest: true).reading().1
        #expect(summary.bytes == 4)
        #expect(summary.sha256 == "edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb")
        #expect(try TemporaryFile("abc\n").open().reading().1.sha256 == nil)
    }

    @Test("without anything to read gives no batch")
    func noBatches() throws {
        let summary = try TemporaryFile("a\n").open().reading().1
        #expect(summary == CSVSummary(rows: 0, malformed: 0, batches: 0, linesBefore: [], bytes: 2, sha256: nil))
    }
}
