internal import Parallel
internal import Tables

/// Rows of a table that share a key.
struct RepeatedRows {
    private let table: Table
    /// The rows of each shared key, in row order.
    private let clusters: [[Int]]

    init(table: Table, key: [String], workers: Workers) {
        self.table = table
        let columns = key.compactMap { table.columns[$0] }
        guard !key.isEmpty, columns.count == key.count, table.rowCount > 0 else {
            clusters = []
            return
        }
        let matches = KeyMatches(repeatsOf: RowKeys(columns, rowCount: table.rowCount), workers: workers)
        let byFirst = Dictionary(grouping: matches.repeats, by: \.first)
        clusters = byFirst.keys.sorted().map { first in [Int(first)] + byFirst[first]!.map { Int($0.row) } }
    }

    var isEmpty: Bool { clusters.isEmpty }

    private func isUniform(_ rows: [Int]) -> Bool {
        rows.dropFirst().allSatisfy { row in table.columns.values.allSatisfy { $0.isEqual(at: rows[0], row) } }
    }

    /// Rows that only repeat an earlier one.
    var equalCount: Int { clusters.filter(isUniform).reduce(0) { $0 + $1.count - 1 } }

    /// Rows of keys whose rows differ.
    var conflicting: [Int] { clusters.filter { !isUniform($0) }.flatMap { $0 } }

    /// The table with equal rows once and differing ones not at all.
    var withoutRepeats: Table {
        var isKept = [Bool](repeating: true, count: table.rowCount)
        for rows in clusters {
            for row in isUniform(rows) ? rows.dropFirst() : rows[...] { isKept[row] = false }
        }
        return table.keeping(isKept)
    }

    /// The table with one row per key; a text field whose values differ gets the declared text, or the first in
    /// alphabetical order where that is empty.
    func merged(differing: [String: String]) -> Table {
        var columns = table.columns
        for (name, text) in differing {
            guard case .text(var codes, var vocabulary)? = columns[name] else { continue }
            for rows in clusters where Set(rows.map { codes[$0] }).count > 1 {
                let first = rows.compactMap { vocabulary.text(of: codes[$0]) }
                    .min { $0.utf8.lexicographicallyPrecedes($1.utf8) } ?? ""
                codes[rows[0]] = vocabulary.insert(text.isEmpty ? first : text) ?? 0
            }
            columns[name] = .text(codes, vocabulary)
        }
        var isKept = [Bool](repeating: true, count: table.rowCount)
        for row in clusters.flatMap({ $0.dropFirst() }) { isKept[row] = false }
        return Table(rowCount: table.rowCount, columns: columns).keeping(isKept)
    }
}
