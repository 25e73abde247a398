import Foundation
import Tables
import Testing
import TestSupport

@testable import Ingestion

/// A whole source: its files, lines, years, repeated rows and variants.
@Suite("A source") struct SourceReadingTests {
    static let id = FieldRule.field("id", .key, role: .student) { $0.isRequired = true }
    static let year = FieldRule.field("year", .text, role: .year) { $0.isRequired = true }
    static let n = FieldRule.field("n", .integer) { ($0.minimum, $0.maximum) = (0, 100) }
    static let note = FieldRule.field("note", .text)

    // MARK: Lines

    @Test("counts physical lines, with LF, CRLF and CR, quoted line ends and blank lines", arguments: ["\n", "\r\n", "\r"])
    func lines(lineEnd: String) throws {
        let text = ["id,n,note", "1,5,\"one", "two\"", "", "2,500,x", "3,7,\"a", "", "b\"", "4,-1,y", "5,8"].joined(separator: lineEnd)
        let outcome = try TypedReading([Self.id, Self.n, Self.note]).read(text)
        #expect(outcome.rows == [["1", "5", "one\(lineEnd)two"], ["3", "7", "a\(lineEnd)\(lineEnd)b"]])
        #expect(outcome.findings == ["5 n 500: maximum", "9 n -1: minimum", "10  : record"])
        #expect(outcome.rejects == ["rows.csv": "id,n,note\n2,500,x\n4,-1,y\n5,8\n"])
    }

    @Test("keeps a rejected row byte for byte, quoted line ends, blanks and all") func rejects() throws {
        let row = "1 , 500,\"say \"\"x\"\"\r\nand y\""
        let outcome = try TypedReading([Self.id, Self.n, Self.note]).read("\u{FEFF}id,n, note\r\n\(row)\r\n2,5,z\r\n")
        #expect(outcome.rejects == ["rows.csv": "id,n, note\n\(row)\n"])
        #expect(outcome.content.rejects.map(\.rows) == [1])
        #expect(outcome.rows == [["2", "5", "z"]])
    }

    @Test("reads every fault of a row before it goes on") func faults() throws {
        let outcome = try TypedReading([Self.id, Self.n, .field("on", .date)]).read("id,n,on\n,200,yesterday\n")
        #expect(outcome.findings == ["2 id : required", "2 n 200: maximum", "2 on yesterday: type"])
        #expect(outcome.content.files.map(\.rejected) == [1])
    }

    @Test("of one district names that district's schools only; a file of all may name any") func otherDistrict() throws {
        let school = FieldRule.field("school_id", .text, role: .school) { $0.isRequired = true }
        var reading = try TypedReading([Self.id, school], file: "{district_id}/rows.csv")
        reading.schools = Vocabulary(["10", "20"])
        reading.districtsOfSchools = ["1", "2"]
        try reading.directory.write("1/rows.csv", "id,school_id\na,10\nb,20\n")
        try reading.directory.write("2/rows.csv", "id,school_id\nc,20\nd,30\n")
        let outcome = try reading.read(districts: ["1", "2"])
        #expect(outcome.rows == [["a", "10"], ["c", "20"]])
        #expect(outcome.findings == ["3 school_id 20: foreign_key", "3 school_id 30: foreign_key"])
        #expect(outcome.content.findings.map(\.problem) == [
            "is a school of district 2, whose file this is not", "is not a school of the schools file",
        ])
        #expect(outcome.rejects == ["1/rows.csv": "id,school_id\nb,20\n", "2/rows.csv": "id,school_id\nd,30\n"])
        reading.rule = SourceRule(name: "rows", file: "all.csv", fields: [Self.id, school])
        #expect(try reading.read("id,school_id\na,10\nb,20\n").rows == [["a", "10"], ["b", "20"]])
    }

    // MARK: Years

    @Test("keeps the rows of the years asked for; faults of other years are none of the run's") func years() throws {
        var reading = try TypedReading([Self.id, Self.year, Self.n])
        reading.years = ["2016-17"]
        let outcome = try reading.read("id,year,n\n1,2015-16,500\n2,2016-17,5\n3,2016-17,500\n4,,6\n5,2014-15,\n")
        #expect(outcome.rows == [["2", "2016-17", "5"]])
        #expect(outcome.findings == ["4 n 500: maximum", "5 year : required"])
        #expect(outcome.content.yearsMet == ["2014-15", "2015-16", "2016-17"])
        #expect(outcome.content.files.map(\.records) == [5])
    }

    @Test("whose files have no row of the year is remarked file by file") func noRowOfTheYear() throws {
        var reading = try TypedReading([Self.id, Self.year], file: "{district_id}.csv")
        reading.years = ["2016-17"]
        try reading.directory.write("A.csv", "id,year\n1,2016-17\n")
        try reading.directory.write("B.csv", "id,year\n1,2015-16\n")
        try reading.directory.write("C.csv", "id,year\n")
        let findings = try reading.read(districts: ["A", "B", "C"]).content.findings
        #expect(findings.map { "\($0.file) \($0.severity.rawValue): \($0.problem)" } == [
            "B.csv warning: none of its rows is of 2016-17; its years are 2015-16", "C.csv warning: has a header, but no rows",
        ])
    }

    // MARK: Repeated rows

    @Test("counts equal rows once and rejects different ones of a key, across files too") func repeats() throws {
        let reading = try TypedReading([Self.id, Self.n, Self.note], file: "{district_id}/rows.csv", key: ["id"])
        try reading.directory.write("A/rows.csv", "id,n,note\n1,1,a\n2,2,b\n3,3,c\n2,2,b\n")
        try reading.directory.write("B/rows.csv", "id,n,note\n\"3\",4,c\n1,1,a\n4,4,d\n")
        let outcome = try reading.read(districts: ["A", "B"])
        #expect(outcome.rows == [["1", "1", "a"], ["2", "2", "b"], ["4", "4", "d"]])
        #expect(outcome.rejects == ["A/rows.csv": "id,n,note\n3,3,c\n", "B/rows.csv": "id,n,note\n\"3\",4,c\n"])
        #expect(outcome.content.findings.map { "\($0.file) \($0.line ?? 0) \($0.severity.rawValue) \($0.problem)" } == [
            "A/rows.csv 4 error stands in another row too, with other values",
            "B/rows.csv 2 error stands in another row too, with other values",
            "{district_id}/rows.csv 0 note 2 rows repeat an earlier row and count once",
        ])
        #expect(outcome.content.files.map(\.rejected) == [1, 1])
    }

    @Test("declared distinct keeps one row of a key, with the declared text where rows differ") func distinct() throws {
        var reading = try TypedReading([Self.id, .field("level", .text), .field("name", .text)], key: ["id"])
        reading.rule.distinct = ["level": "span", "name": ""]
        let outcome = try reading.read("id,level,name\n1,high,Zeta\n2,middle,Beta\n1,middle,Alpha\n2,middle,Beta\n")
        #expect(outcome.rows == [["1", "span", "Alpha"], ["2", "middle", "Beta"]])
        #expect(outcome.findings == [])
    }

    @Test("rejects rows whose fields contradict each other, and a file of too many") func contradictions() throws {
        let attended = FieldRule.field("attended", .integer) { ($0.minimum, $0.maximum, $0.atMost) = (0, 366, "enrolled") }
        let enrolled = FieldRule.field("enrolled", .integer) { ($0.minimum, $0.maximum) = (0, 366) }
        var reading = try TypedReading([Self.id, attended, enrolled], file: "{district_id}.csv", key: ["id"])
        reading.quality = QualityRule(warningUpTo: 0, holdBackAbove: 300_000)
        try reading.directory.write("A.csv", "id,attended,enrolled\n1,180,180\n2,181,180\n3,10,\n4,,180\n5,0,0\n")
        try reading.directory.write("B.csv", "id,attended,enrolled\n6,5,4\n7,4,4\n6,5,4\n")
        let outcome = try reading.read(districts: ["A", "B"])
        #expect(outcome.rows == [["1", "180", "180"], ["3", "10", nil], ["4", nil, "180"], ["5", "0", "0"], ["7", "4", "4"]])
        #expect(outcome.findings == [
            "3 attended 2,181,180: at_most", "-  : reject_limit", "2 attended 6,5,4: at_most", "4 attended 6,5,4: at_most",
        ])
        #expect(outcome.content.heldBack == ["B": "B.csv: 2 of 3 rows are rejected, more than the limit allows"])
        #expect(outcome.content.files.map(\.rejected) == [1, 2])
    }

    @Test("keeps texts that look alike apart, whichever was met first") func alikeTexts() throws {
        let composed = "Caf\u{E9}", decomposed = "Cafe\u{301}"
        let reading = try TypedReading([Self.id, Self.note])
        for order in [[composed, decomposed], [decomposed, composed]] {
            let rows = try reading.read("id,note\n1,\(order[0])\n2,\(order[1])\n").rows
            #expect(rows.map { Array($0[1]!.utf8) } == order.map { Array($0.utf8) })
        }
    }

    @Test("declared distinct takes the same one of two texts that look alike, in any order") func alikeDistinct() throws {
        var reading = try TypedReading([Self.id, Self.note], key: ["id"])
        reading.rule.distinct = ["note": ""]
        let composed = "Caf\u{E9}", decomposed = "Cafe\u{301}"
        for (first, second) in [(composed, decomposed), (decomposed, composed)] {
            let rows = try reading.read("id,note\n1,\(first)\n1,\(second)\n").rows
            #expect(rows.map { Array($0[1]!.utf8) } == [Array(decomposed.utf8)])
        }
    }

    // MARK: Many texts

    /// Rows `id,note` with as many different notes.
    private static func notes(_ numbers: Range<Int>) -> String {
        "id,note\n" + numbers.map { "\($0),note \($0)\n" }.joined()
    }

    @Test("holds a file with too many different texts back, for any number of threads", arguments: [1, 2, 7])
    func crowdedFile(threads: Int) throws {
        var reading = try TypedReading([Self.id, Self.note], file: "{district_id}.csv")
        reading.threads = threads
        try reading.directory.write("A.csv", Self.notes(0..<65_534))
        try reading.directory.write("B.csv", Self.notes(0..<65_533))
        let outcome = try reading.read(districts: ["A", "B"])
        #expect(outcome.content.heldBack == ["A": "A.csv: note has more than 65533 different values, the most that a text can have"])
        #expect(outcome.findings == ["-  : vocabulary"])
        #expect(outcome.rows.map { $0[1]! } == (0..<65_533).map { "note \($0)" })
    }

    @Test("ends the run where its files together have too many different texts") func crowdedFiles() throws {
        let reading = try TypedReading([Self.id, Self.note], file: "{district_id}.csv")
        try reading.directory.write("A.csv", Self.notes(0..<40_000))
        try reading.directory.write("B.csv", Self.notes(30_000..<70_000))
        do {
            _ = try reading.read(districts: ["A", "B"])
            Issue.record("nothing was thrown")
        } catch let error as InputProblems {
            #expect(error.description == """
                source `rows`: {district_id}.csv: note has more than 65533 different values, the most that a text can have. Check \
                the column; where it holds identifiers, declare it with `type: key` in the pipeline file.
                """)
        }
    }

    // MARK: Wide files

    @Test("with variants reads each row once for every variant") func variants() throws {
        let subject = FieldRule.field("subject", .text), score = FieldRule.field("score", .integer) { $0.maximum = 999 }
        var reading = try TypedReading([Self.id, subject, score], key: ["id", "subject"])
        reading.rule.variants = [("ela", "ELA score"), ("math", "Math score")].map { name, column in
            [.field("subject", .text) { $0.origin = .constant(name) }, .field("score", .integer) { ($0.origin, $0.maximum) = (.column(column), 999) }]
        }
        let outcome = try reading.read("id,ELA score,Math score\n1,500,510\n2,,1000\n3,7,8\n3,7,9\n")
        #expect(Set(outcome.rows) == [["1", "ela", "500"], ["1", "math", "510"], ["2", "ela", nil], ["3", "ela", "7"]])
        #expect(outcome.findings == [
            "-  : repeated_row", "3 Math score 1000: maximum", "4 id, subject 3,7,8: key", "5 id, subject 3,7,9: key",
        ])
        #expect(outcome.rejects == ["rows.csv": "id,ELA score,Math score\n2,,1000\n3,7,8\n3,7,9\n"])
    }

    // MARK: Layout and files

    @Test("may have another delimiter and lines above its header") func layout() throws {
        var reading = try TypedReading([Self.id, Self.n])
        reading.rule.layout = CSVLayout(delimiter: UInt8(ascii: "^"), rowsToSkip: 2)
        let outcome = try reading.read("Extract of 2017, SENR\nconfidential\nid^n\n0007^5\n8^500\n")
        #expect(outcome.rows == [["0007", "5"]])
        #expect(outcome.findings == ["5 n 500: maximum"])
    }

    @Test("may be of several files, read in the order of their names") func pattern() throws {
        let reading = try TypedReading([Self.id, Self.n], file: "part-*.csv")
        for (name, id) in [("part-b.csv", "2"), ("part-a.csv", "1"), ("part-10.csv", "3"), ("other.csv", "9")] {
            try reading.directory.write(name, "id,n\n\(id),1\n")
        }
        let outcome = try reading.read()
        #expect(outcome.rows.map { $0[0]! } == ["3", "1", "2"])
        #expect(outcome.content.files.map(\.file) == ["part-10.csv", "part-a.csv", "part-b.csv"])
    }

    @Test("that changes its header's order or has more columns gives the same rows") func columnOrder() throws {
        let reading = try TypedReading([Self.id, Self.n])
        #expect(try reading.read("id,n\n1,5\n").rows == reading.read("extra,n,more,id\nx,5,y,1\n").rows)
    }

    @Test("ends the run where a file of no district lacks a column") func missingColumn() throws {
        let reading = try TypedReading([Self.id, Self.n])
        #expect(throws: InputProblems.self) { try reading.read("id,nn\n1,5\n") }
        do {
            _ = try reading.read("id,nn\n1,5\n")
        } catch let error as InputProblems {
            #expect(error.description == """
                source `rows`: rows.csv: the header lacks `n`. Rename the columns (did you mean `nn` for `n`?), or map them under \
                `fields` of source `rows` in the pipeline file.
                """)
        }
    }

    @Test("tells how to declare the word that stands for an unknown value", arguments: [
        ("NA", "If NA means that a value is not known, say so with `missing` of the field in the pipeline file. Or correct them"),
        ("x", "Correct them"),
    ])
    func unknownValue(word: String, remedy: String) throws {
        var reading = try TypedReading([Self.id, Self.n])
        reading.quality = QualityRule(warningUpTo: 0, holdBackAbove: 300_000)
        do {
            _ = try reading.read("id,n\n1,\(word)\n2,5\n")
            #expect(Bool(false), "half of the rows are rejected")
        } catch let error as InputProblems {
            #expect(error.description == """
                source `rows`: rows.csv: 1 of 2 rows are rejected, more than the limit allows; the first is line 2: n is not a whole \
                number (found "\(word)"). \(remedy), or raise `hold_back_above` under `data_quality` in the pipeline file.
                """)
        }
    }

    // MARK: Threads

    /// Rows of every kind, over many batches: good, bad, malformed, repeated, of other years, with quoted line ends.
    private static let manyRows: String = {
        var random = SplitMix(state: 7)
        var text = "id,year,n,note,on,flag\n"
        for row in 0..<40_000 {
            let id = random.next(30_000), year = ["2015-16", "2016-17", "2016-17", "2016-17", ""][random.next(5)]
            let n = random.next(500) == 0 ? "x" : String(random.next(101))
            let note = ["", "plain \(random.next(40))", "\"two\nlines\"", "\"a,b\"", "a text beyond sixteen bytes \(random.next(300))"][random.next(5)]
            let flag = ["Y", "N", "", "yes", "?"][random.next(1_000) == 0 ? 4 : random.next(4)]
            text += "\(row.isMultiple(of: 3) ? "00" : "")\(id),\(year),\(n),\(note),20\(10 + random.next(7))-0\(1 + random.next(9))-11,\(flag)\n"
            if random.next(2_000) == 0 { text += "broken,row\n" }
        }
        return text
    }()

    @Test("gives the same for any number of threads", arguments: [2, 3, 7]) func threads(threads: Int) throws {
        func read(_ threads: Int) throws -> TypedReading.Outcome {
            var reading = try TypedReading(
                [Self.id, Self.year, Self.n, Self.note, .field("on", .date), .field("flag", .boolean)], key: ["id", "year"])
            reading.years = ["2016-17"]
            reading.threads = threads
            return try reading.read(Self.manyRows)
        }
        let one = try read(1), many = try read(threads)
        #expect(one.rows == many.rows)
        #expect(one.content.findings == many.content.findings)
        #expect(one.rejects == many.rejects)
        #expect(one.content.files == many.content.files)
        #expect(one.rows.count > 5_000 && one.content.findings.count > 1_000)
    }
}

/// Numbers from a seed: the same on every machine.
///
/// Source: G. Steele et al., "Fast Splittable Pseudorandom Number Generators" (SplitMix64), 2014.
private struct SplitMix {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
