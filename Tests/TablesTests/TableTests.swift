import Parallel
import Tables
import Testing

/// Columns that are cut down to some rows, or seen from the rows of another table.
@Suite struct TableTests {
    static let columns: [Column] = [
        .key([11, 0, 33]), .text([1, 0, 2], Vocabulary(["x", "y"])), .short([1, .min, 3]), .integer([1, .min, 3]),
        .number([1, .min, 3]), .boolean([Truth.yes, Truth.unknown, Truth.no]), .date([1, .min, 3]),
    ]

    @Test(arguments: columns)
    func `Gathered values are those of the rows asked for, and missing where there is none`(column: Column) {
        let seen = column.gathered([2, -1, 0, 0], workers: Workers(count: 2))
        let together = seen.count
        #expect(together == 4)
        #expect(seen.isEqual(at: 2, 3))
        #expect(!seen.isEqual(at: 0, 2))
        // Row 1 of the original is missing, and so is a row that saw none.
        let twice = column.gathered([1, -1], workers: Workers(count: 1))
        #expect(twice.isEqual(at: 0, 1))
        #expect(seen.type == column.type)
    }

    @Test func `Gathering works across the parts that threads take`() {
        let values = (0..<1_000).map { Int32($0) }
        let rows = (0..<140_000).map { Int32($0 * 7 % 1_001 - 1) }
        guard case .integer(let seen) = Column.integer(values).gathered(rows, workers: Workers(count: 7)) else {
            Issue.record("another type")
            return
        }
        #expect(seen == rows.map { $0 < 0 ? .min : $0 })
    }

    @Test func `A table keeps the rows that are kept, in their order`() {
        let columns = Self.columns.enumerated().map { ("\($0)", $1) }
        let table = Table(rowCount: 3, columns: Dictionary(uniqueKeysWithValues: columns))
        let kept = table.keeping([true, false, true])
        #expect(kept.rowCount == 2)
        for (number, column) in Self.columns.enumerated() {
            let expected = column.gathered([0, 2], workers: Workers(count: 1))
            #expect("\(kept.columns["\(number)"]!)" == "\(expected)")
        }
    }
}
