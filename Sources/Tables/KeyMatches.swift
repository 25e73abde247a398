package import Parallel

/// Which rows of a table have the keys that rows ask for, and which rows repeat a key.
///
/// A row with a missing key part matches nothing. Nothing depends on the number of threads.
package struct KeyMatches: Sendable {
    /// For each asking row the first row with its key, or -1; empty where nobody asked.
    package let rows: [Int32]
    /// Rows whose key an earlier row has: that first row and the repeating one, in row order.
    package let repeats: [(first: Int32, row: Int32)]

    /// Rows that repeat a key.
    ///
    /// - Complexity: O(rows), in parallel.
    package init(repeatsOf keys: RowKeys, workers: Workers) {
        rows = []
        let words = keys.words(workers: workers)
        let candidates = KeySketch.rowsThatMayRepeat(words, rowCount: keys.rowCount, workers: workers)
        repeats = KeyIndex(keys, words, rows: candidates, isAsked: false, workers: workers).repeats
    }

    /// For each asking row the row of a table with its key.
    ///
    /// - Parameters:
    ///   - included: per row of the table a truth value; only rows with `Truth.yes` can match; nil for all.
    ///   - isUnique: whether it is known that no two rows of the table have one key.
    /// - Complexity: O(rows of both), in parallel.
    package init(
        of asking: RowKeys, in table: RowKeys, included: [UInt8]?, isUnique: Bool = false, workers: Workers
    ) {
        let words = table.words(workers: workers), questions = asking.words(workers: workers)
        let isFollowed = isUnique && included == nil && table.isExact && asking.isExact
        if isFollowed, table.rowCount > KeyFollower.leastRows {
            let follower = KeyFollower(table, words, workers: workers)
            rows = follower.rows(for: asking, questions, workers: workers)
            repeats = []
        } else {
            let indexed = included.map { included in (0..<Int32(table.rowCount)).filter { included[Int($0)] == Truth.yes } }
            let index = KeyIndex(table, words, rows: indexed, workers: workers)
            rows = index.rows(for: asking, questions, included: included, workers: workers)
            repeats = index.repeats
        }
    }
}
