import Testing

@testable import Ingestion

/// Random texts, good and damaged, give the same records as libcsv alone, however they are cut and spread.
@Suite("CSV reading equals libcsv alone")
struct CSVPropertyTests {
    @Test("for random bytes", arguments: 0..<24)
    func randomBytes(seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
        for _ in 0..<60 {
            let layout = CSVLayout(delimiter: [44, 44, 9, 94, 32].randomElement(using: &random)!)
            let length = Int.random(in: 0...120, using: &random)
            let text = (0..<length).flatMap { _ in piece(layout.delimiter, &random) }
            try expectSameReading(text, layout, &random)
        }
    }

    @Test("for tables with quotes, some bytes of which are changed", arguments: 0..<24)
    func damagedTables(seed: Int) throws {
        var random = SeededNumbers(seed: 1000 + UInt64(seed))
        for _ in 0..<40 {
            let layout = CSVLayout(delimiter: [44, 94].randomElement(using: &random)!)
            var text = table(layout.delimiter, &random)
            for _ in 0..<Int.random(in: 0...3, using: &random) where !text.isEmpty {
                text[text.indices.randomElement(using: &random)!] = piece(layout.delimiter, &random)[0]
            }
            try expectSameReading(text, layout, &random)
        }
    }

    @Test("with a limit on records, for every size of block", arguments: 0..<12)
    func limitedRecords(seed: Int) throws {
        var random = SeededNumbers(seed: 2000 + UInt64(seed))
        for _ in 0..<40 {
            let layout = CSVLayout(recordLimit: Int.random(in: 16...40, using: &random))
            let length = Int.random(in: 0...150, using: &random)
            let text = (0..<length).flatMap { _ in
                Bool.random(using: &random) ? Array("ab".utf8) : piece(layout.delimiter, &random)
            }
            let file = TemporaryFile(Array("a,b\n".utf8) + text)
            let whole = try file.open(layout).reading().0
            for size in 1...layout.recordLimit {
                #expect(try file.open(layout).reading(batchBytes: size).0 == whole)
            }
        }
    }

    /// Reads the text below a header of one to three columns, in blocks of several sizes and on several threads.
    private func expectSameReading(_ text: [UInt8], _ layout: CSVLayout, _ random: inout SeededNumbers) throws {
        let names = ["a", "b", "c"].prefix(Int.random(in: 1...3, using: &random))
        let columns = Array(names.indices.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)))
        let header = Array(names.joined(separator: String(UnicodeScalar(layout.delimiter))).utf8) + [10]
        let file = TemporaryFile(header + text)
        let reference = CSVReference.read(
            text, delimiter: layout.delimiter, columns: columns, fieldsPerRecord: names.count, firstLine: 2)
        for (size, threads) in [
            (1, 1), (2, 2), (7, 1), (64, 3), (1 << 18, 1), (Int.random(in: 3...90, using: &random), 2),
        ] {
            let (reading, summary) = try file.open(layout).reading(columns: columns, threads: threads, batchBytes: size)
            #expect(
                reading == reference, "blocks of \(size): \(String(decoding: text, as: UTF8.self).debugDescription)")
            #expect(summary.rows == reference.rows.count && summary.malformed == reference.rejects.count)
        }
    }

    @Test("in the same batches on any number of threads", arguments: 0..<6)
    func sameBatches(seed: Int) throws {
        var random = SeededNumbers(seed: 3000 + UInt64(seed))
        let text = Array("a,b\n".utf8) + (0..<2000).flatMap { _ in piece(44, &random) }
        let file = TemporaryFile(text)
        for size in [5, 30, 400] {
            let alone = try file.open(digest: true).reading(batchBytes: size).1
            #expect(try file.open(digest: true).reading(threads: 3, batchBytes: size).1 == alone)
        }
    }

    private func piece(_ delimiter: UInt8, _ random: inout SeededNumbers) -> [UInt8] {
        switch Int.random(in: 0..<40, using: &random) {
        case 0..<8: [delimiter]
        case 8..<14: [Byte.quote]
        case 14..<19: [10]
        case 19..<21: [13, 10]
        case 21: [13]
        case 22..<24: [32]
        case 24: [9]
        case 25: Array("é".utf8)
        case 26:
            random.next() % 4 == 0
                ? [[0], [0xe9], [0xff], [0xe2, 0x82], [0xef, 0xbb, 0xbf]].randomElement(using: &random)! : [65]
        case 27..<30: [delimiter, Byte.quote]
        case 30..<32: [Byte.quote, delimiter]
        default: [UInt8.random(in: 97...99, using: &random)]
        }
    }

    private func table(_ delimiter: UInt8, _ random: inout SeededNumbers) -> [UInt8] {
        let fields = [
            "", "1", "2016-17", " padded ", "\"\"", "\"a \"\"b\"\"\"", "\"two\nlines\"", "\"x,^y\"", "é", "\"\r\n\" ",
        ]
        return (0..<Int.random(in: 0...12, using: &random)).flatMap { _ in
            let row = (0..<Int.random(in: 1...3, using: &random)).map { _ in fields.randomElement(using: &random)! }
            return Array(row.joined(separator: String(UnicodeScalar(delimiter))).utf8)
                + (Bool.random(using: &random) ? [10] : [13, 10])
        }
    }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
