internal import Parallel

/// Finds the rows of a large table whose keys are all different for rows that ask in much the same order, as files of one
/// system mostly do: the rows behind the last one found are tried first.
///
/// Where that fails, an index of a few rows leads back to the order; what is left in the end is looked up in an index of
/// just the rows that it may be.
struct KeyFollower: Sendable {
    /// Smaller tables are looked up in an index at once.
    static let leastRows = 100_000
    /// One row in so many is in the index that leads back to the order.
    private static let sampleDistance = 16

    private let table: RowKeys
    private let words: KeyWords
    private let order: KeyOrder
    private let sample: KeyIndex

    init(_ table: RowKeys, _ words: KeyWords, workers: Workers) {
        self.table = table
        self.words = words
        order = KeyOrder(words, rowCount: table.rowCount, included: nil)
        let sampled = stride(from: 0, to: Int32(table.rowCount), by: Self.sampleDistance).map { $0 }
        sample = KeyIndex(table, words, rows: sampled, workers: workers)
    }

    /// For each asking row the row with its key, or -1.
    func rows(for asking: RowKeys, _ questions: KeyWords, workers: Workers) -> [Int32] {
        let size = 65_536
        let found = SharedBuffer<Int32>(count: asking.rowCount)
        let left = workers.map((asking.rowCount + size - 1) / size) { part in
            follow(part * size..<min(asking.rowCount, (part + 1) * size), asking, questions, into: found)
        }.flatMap { $0 }
        if !left.isEmpty {
            let sketch = KeySketch(questions, rows: left, rowCount: asking.rowCount)
            let candidates = sketch.rows(of: words, rowCount: table.rowCount, workers: workers)
            let index = KeyIndex(table, words, rows: candidates, workers: workers)
            workers.forEachPart(of: left.count, size: size) { part in
                for question in left[part] {
                    found.pointer[Int(question)] = index.row(for: Int(question), of: asking, questions)
                }
            }
        }
        return Array(found.pointer)
    }

    /// Follows the order as far as it goes; returns the questions left without an answer.
    private func follow(
        _ part: Range<Int>, _ asking: RowKeys, _ questions: KeyWords, into found: SharedBuffer<Int32>
    ) -> [Int32] {
        var left: [Int32] = []
        var last: Int32 = -1
        for question in part {
            var row: Int32 = last < 0 ? -1 : order.row(behind: last, for: question, questions)
            if row < 0 { row = sample.row(for: question, of: asking, questions) }
            if row < 0 { left.append(Int32(truncatingIfNeeded: question)) } else { last = row }
            found.pointer[question] = row
        }
        return left
    }
}
