import TestSupport

/// Two tables compared cell by cell, as texts.
struct TableComparison {
    /// The columns that identify a row, per table.
    static let keys = [
        "results": ["school_id", "metric", "group"], "lowest": ["school_id", "metric"],
        "points": ["school_id", "metric", "component"], "scores": ["school_id"],
        "ledger": ["school_id", "metric", "status", "reason"], "population": ["school_id", "school_level", "group"],
    ]

    /// The first differences: table, key, column, both values.
    private(set) var differences: [String] = []
    private static let limit = 12

    init(_ table: String, expected: CSVDocument, found: CSVDocument) {
        let key = Self.keys[table]!
        if expected.columns != found.columns {
            differences.append("\(table): columns \(found.columns), expected \(expected.columns)")
            return
        }
        let expectedRows = Self.rows(expected, by: key), foundRows = Self.rows(found, by: key)
        for row in expected.dictionaries {
            let place = key.map { row[$0]! }
            guard let other = foundRows[place] else {
                add("\(table) \(place): missing, expected \(row)")
                continue
            }
            for column in expected.columns where row[column] != other[column] {
                add("\(table) \(place) \(column): \(other[column]!), expected \(row[column]!)")
            }
        }
        for row in found.dictionaries where expectedRows[key.map({ row[$0]! })] == nil {
            add("\(table) \(key.map { row[$0]! }): not expected, found \(row)")
        }
        if differences.isEmpty && expected != found {
            add("\(table): the same rows, but not each once and in the same order")
        }
    }

    private mutating func add(_ difference: String) {
        if differences.count < Self.limit { differences.append(difference) }
    }

    private static func rows(_ table: CSVDocument, by key: [String]) -> [[String]: [String: String]] {
        Dictionary(table.dictionaries.map { row in (key.map { row[$0]! }, row) }) { first, _ in first }
    }
}
