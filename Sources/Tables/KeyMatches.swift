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
        repeats = KeyIndex(keys, included: nil, workers: workers).repeats
        rows = []
    }

    /// For each asking row the row of a table with its key.
    ///
    /// - Parameter included: per row of the table a truth value; only rows with `Truth.yes` can match; nil for all.
    /// - Complexity: O(rows of both), in parallel.
    package init(of asking: RowKeys, in table: RowKeys, included: [UInt8]?, workers: Workers) {
        let index = KeyIndex(table, included: included, workers: workers)
        rows = index.rows(for: asking, included: included, workers: workers)
        repeats = index.repeats
    }
}
