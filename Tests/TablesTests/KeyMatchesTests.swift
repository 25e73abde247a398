import Parallel
import Tables
import TestSupport
import Testing

/// Rows found by their key are the rows that a dictionary finds, whatever the columns, repeats and threads.
@Suite struct KeyMatchesTests {
    /// Combinations of key columns: each of the ways in which words are put together and rows are divided.
    static let combinations: [[KeySample.Kind]] = [
        [.key(40)], [.key(5_000)], [.text(3)], [.text(500)], [.short(30)], [.whole(3_000)],
        [.key(300), .text(2)], [.key(300), .text(200)], [.text(200), .key(40)],
        [.key(50), .text(70), .text(3)], [.key(50), .text(4), .text(3), .text(2), .text(65)],
        [.text(6), .text(5), .text(4), .text(3)], [.text(3), .text(4), .text(3), .text(2), .text(3)],
        [.key(30), .key(30)], [.key(20), .short(5), .text(3)], [.key(20), .whole(5), .short(4), .text(80)],
        [.short(9), .whole(9)], [.whole(20), .text(4)], [.short(20), .text(90), .text(2)],
    ]

    private func compare(
        _ kinds: [KeySample.Kind], rows: Int, asking: Int, seed: UInt64, threads: Int, isMixed: Bool = false,
        isFiltered: Bool = false
    ) {
        var random = SeededNumbers(seed: seed)
        let table = KeySample(kinds, rowCount: rows, random: &random)
        let questions = KeySample(kinds, rowCount: asking, isMixed: isMixed, random: &random)
        let included = isFiltered ? (0..<rows).map { _ in random.pick([Truth.no, Truth.unknown, Truth.yes, Truth.yes]) } : nil
        let matches = KeyMatches(
            of: RowKeys(questions.columns, asking: table.columns, rowCount: asking),
            in: RowKeys(table.columns, rowCount: rows), included: included, workers: Workers(count: threads))
        let (first, repeats) = table.firstRows(included: included)
        #expect(matches.rows.map(Int.init) == questions.keys.map { $0.flatMap { first[$0] } ?? -1 })
        #expect(matches.repeats.map { [Int($0.first), Int($0.row)] } == repeats)
    }

    @Test(arguments: combinations.indices, [1, 2, 7])
    func `Each asking row gets the first row with its key`(combination: Int, threads: Int) {
        let kinds = Self.combinations[combination]
        compare(kinds, rows: 900, asking: 700, seed: UInt64(combination), threads: threads)
    }

    @Test(arguments: combinations.indices)
    func `Rows that are left out match nothing and repeat nothing`(combination: Int) {
        let kinds = Self.combinations[combination]
        compare(kinds, rows: 600, asking: 600, seed: UInt64(100 + combination), threads: 2, isFiltered: true)
    }

    @Test(arguments: combinations.indices)
    func `Short and long whole numbers of one value are one key`(combination: Int) {
        let kinds = Self.combinations[combination]
        compare(kinds, rows: 400, asking: 300, seed: UInt64(200 + combination), threads: 2, isMixed: true)
    }

    @Test(arguments: [(0, 0), (0, 5), (5, 0), (1, 1), (2, 1), (1, 300)])
    func `Tables with few rows or none`(rows: Int, asking: Int) {
        for (number, kinds) in Self.combinations.enumerated() {
            compare(kinds, rows: rows, asking: asking, seed: UInt64(300 + number), threads: 2)
        }
    }

    @Test(arguments: [[.key(9_000), .text(3)], [.key(9_000), .text(120)], [.text(150), .text(80)]] as [[KeySample.Kind]])
    func `Tables of more rows than one block holds, many of them repeats`(kinds: [KeySample.Kind]) {
        compare(kinds, rows: 70_000, asking: 66_000, seed: 400, threads: 2)
        compare(kinds, rows: 70_000, asking: 100, seed: 401, threads: 7, isFiltered: true)
    }

    /// How a large table without repeats is asked: in its own order, with gaps, in parts, backwards, at random.
    @Test(arguments: ["in order", "with gaps", "in another order of parts", "backwards", "at random"], [1, 2])
    func `A large table of different keys is found in whatever order it is asked`(order: String, threads: Int) {
        let rows = 104_000
        var random = SeededNumbers(seed: 600)
        // Even numbers are in the table, in an order that climbs and falls; odd ones and 0, a missing key, are not.
        let table = (0..<rows).map { row -> UInt64 in
            let climbing = row / 1_000 % 2 == 0 ? row : row ^ 7
            return UInt64(2 * climbing + 2)
        }
        var asking = table
        switch order {
        case "with gaps": asking = table.filter { $0 % 10 != 4 || $0 % 3 == 0 }
        case "in another order of parts": asking = Array(table[60_000...] + table[..<60_000])
        case "backwards": asking.reverse()
        case "at random": asking.shuffle(using: &random)
        default: break
        }
        for _ in 0..<3_000 { asking[random.whole(0...asking.count - 1)] = UInt64(random.whole(0...2 * rows + 9)) }
        var place: [UInt64: Int32] = [:]
        for (row, key) in table.enumerated() { place[key] = Int32(row) }
        let matches = KeyMatches(
            of: RowKeys([.key(asking)], asking: [.key(table)], rowCount: asking.count),
            in: RowKeys([.key(table)], rowCount: rows), included: nil, isUnique: true, workers: Workers(count: threads))
        #expect(matches.rows == asking.map { place[$0] ?? -1 })
        #expect(matches.repeats.isEmpty)
    }

    @Test func `A large table of different keys of two parts is found by texts that are numbered another way`() {
        let rows = 102_000
        let names = (0..<300).map { "school \($0)" }
        let table: [Column] = [
            .key((0..<rows).map { UInt64($0 / 3 + 1) }), .text((0..<rows).map { UInt16($0 % 300 + 1) }, Vocabulary(names)),
        ]
        let asking: [Column] = [
            .key((0..<rows).map { UInt64($0 / 3 + 1) }),
            .text((0..<rows).map { UInt16(300 - $0 % 300) }, Vocabulary(names.reversed())),
        ]
        let matches = KeyMatches(
            of: RowKeys(asking, asking: table, rowCount: rows), in: RowKeys(table, rowCount: rows), included: nil,
            isUnique: true, workers: Workers(count: 2))
        #expect(matches.rows == (0..<Int32(rows)).map { $0 })
    }

    @Test(arguments: combinations.indices, [1, 7])
    func `Repeats alone are found without anybody asking`(combination: Int, threads: Int) {
        var random = SeededNumbers(seed: UInt64(500 + combination))
        let table = KeySample(Self.combinations[combination], rowCount: 1_200, missing: 5, random: &random)
        let matches = KeyMatches(
            repeatsOf: RowKeys(table.columns, rowCount: table.rowCount), workers: Workers(count: threads))
        #expect(matches.rows.isEmpty)
        #expect(matches.repeats.map { [Int($0.first), Int($0.row)] } == table.firstRows(included: nil).repeats)
    }

    @Test func `A key that every row has is repeated by every row but the first`() {
        let keys = Column.key([UInt64](repeating: 77, count: 3_000))
        let matches = KeyMatches(repeatsOf: RowKeys([keys], rowCount: 3_000), workers: Workers(count: 2))
        #expect(matches.repeats.map(\.row) == Array(1..<3_000))
        #expect(matches.repeats.allSatisfy { $0.first == 0 })
    }

    @Test func `Two keys that differ in one part only are different`() {
        let people = Column.key([1, 1, 2, 2]), years = Column.text([1, 2, 1, 2], Vocabulary(["2015-16", "2016-17"]))
        let matches = KeyMatches(repeatsOf: RowKeys([people, years], rowCount: 4), workers: Workers(count: 1))
        #expect(matches.repeats.isEmpty)
    }

    @Test func `A text that the table does not know matches nothing`() {
        let own = Column.text([1, 2], Vocabulary(["elsewhere", "here"])), table = Column.text([1], Vocabulary(["here"]))
        let matches = KeyMatches(
            of: RowKeys([own], asking: [table], rowCount: 2), in: RowKeys([table], rowCount: 1), included: nil,
            workers: Workers(count: 1))
        #expect(matches.rows == [-1, 0])
    }
}
