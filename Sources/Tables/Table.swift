package import Parallel

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

extension Table: Codable {
    private enum CodingKeys: CodingKey { case rowCount, names, columns }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let names = columns.keys.sorted()
        try container.encode(rowCount, forKey: .rowCount)
        try container.encode(names, forKey: .names)
        try container.encode(names.map { columns[$0]! }, forKey: .columns)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        rowCount = try container.decode(Int.self, forKey: .rowCount)
        let names = try container.decode([String].self, forKey: .names), columns = try container.decode([Column].self, forKey: .columns)
        self.columns = Dictionary(zip(names, columns)) { first, _ in first }
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

extension Column {
    /// The key of a row; 0 where it is missing.
    ///
    /// - Precondition: the column holds keys.
    package func key(at row: Int) -> UInt64 {
        guard case .key(let keys) = self else { preconditionFailure("only a key column has keys") }
        return keys[row]
    }
}

extension Column {
    /// Whether two rows hold the same value (or are both missing).
    package func isEqual(at first: Int, _ second: Int) -> Bool {
        switch self {
        case .key(let values): values[first] == values[second]
        case .text(let values, _): values[first] == values[second]
        case .short(let values): values[first] == values[second]
        case .integer(let values): values[first] == values[second]
        case .number(let values): values[first] == values[second]
        case .boolean(let values): values[first] == values[second]
        case .date(let values): values[first] == values[second]
        }
    }

    func keeping(_ rows: [Int]) -> Column {
        switch self {
        case .key(let values): .key(rows.map { values[$0] })
        case .text(let values, let vocabulary): .text(rows.map { values[$0] }, vocabulary)
        case .short(let values): .short(rows.map { values[$0] })
        case .integer(let values): .integer(rows.map { values[$0] })
        case .number(let values): .number(rows.map { values[$0] })
        case .boolean(let values): .boolean(rows.map { values[$0] })
        case .date(let values): .date(rows.map { values[$0] })
        }
    }
}

extension Table {
    /// The table without the rows that are not kept.
    package func keeping(_ isKept: [Bool]) -> Table {
        let rows = isKept.indices.filter { isKept[$0] }
        return Table(rowCount: rows.count, columns: columns.mapValues { $0.keeping(rows) })
    }
}

extension Column {
    /// The values that rows of another table see: `rows[i]` is the row of this column, or -1 for none (a missing value).
    package func gathered(_ rows: [Int32], workers: Workers) -> Column {
        switch self {
        case .key(let values): .key(values.gathered(rows, missing: 0, workers))
        case .text(let values, let vocabulary): .text(values.gathered(rows, missing: 0, workers), vocabulary)
        case .short(let values): .short(values.gathered(rows, missing: .min, workers))
        case .integer(let values): .integer(values.gathered(rows, missing: .min, workers))
        case .number(let values): .number(values.gathered(rows, missing: .min, workers))
        case .boolean(let values): .boolean(values.gathered(rows, missing: Truth.unknown, workers))
        case .date(let values): .date(values.gathered(rows, missing: .min, workers))
        }
    }
}

extension Array where Element: BitwiseCopyable & Sendable {
    fileprivate func gathered(_ rows: [Int32], missing: Element, _ workers: Workers) -> [Element] {
        [Element](unsafeUninitializedCapacity: rows.count) { storage, initialized in
            let target = storage.baseAddress
            withUnsafeBufferPointer { values in
                rows.withUnsafeBufferPointer { rows in
                    workers.forEachPart(of: rows.count, size: 65_536) { part in
                        for row in part {
                            (target! + row).initialize(to: rows[row] < 0 ? missing : values[Int(rows[row])])
                        }
                    }
                }
            }
            initialized = rows.count
        }
    }
}
