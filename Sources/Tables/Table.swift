/// Columns of equal length under their names.
package struct Table: Sendable {
    package let rowCount: Int
    package private(set) var columns: [String: Column]

    /// - Precondition: every column has `rowCount` elements.
    package init(rowCount: Int, columns: [String: Column]) {
        precondition(columns.values.allSatisfy { $0.count == rowCount }, "columns of one table have one length")
        self.rowCount = rowCount
        self.columns = columns
    }
}

/// A column as seen from the rows of another table: directly, or through the row that a join found for each.
package struct ColumnView: Sendable {
    package let column: Column
    /// For each row looking, the row of `column` it sees, or -1 for none (a missing value); nil: its own row.
    package let rows: [Int32]?

    package init(_ column: Column, rows: [Int32]? = nil) {
        self.column = column
        self.rows = rows
    }
}

/// A column as the pipeline file declares it: what a condition can be checked against before any data is read.
package struct ColumnDeclaration: Sendable, Equatable {
    package let type: ColumnType
    /// The only values the column may have; nil where any are allowed.
    package let allowed: [String]?

    package init(_ type: ColumnType, allowed: [String]? = nil) {
        self.type = type
        self.allowed = allowed
    }
}

extension ColumnView {
    /// The key a row sees; 0 where it is missing.
    ///
    /// - Precondition: the column holds keys.
    package func key(at row: Int) -> UInt64 {
        guard case .key(let keys) = column else { preconditionFailure("only a key column has keys") }
        guard let rows else { return keys[row] }
        return rows[row] < 0 ? 0 : keys[Int(rows[row])]
    }
}
