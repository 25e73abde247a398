/// A cell that two files have otherwise, or a row that one of them lacks.
package struct DifferingRow: Sendable, Equatable {
    /// The texts of the key columns.
    package let key: [String]
    /// Empty for a whole row.
    package let column: String
    package let first: String
    package let second: String
    package let note: String

    package init(key: [String], column: String, first: String, second: String, note: String) {
        self.key = key
        self.column = column
        self.first = first
        self.second = second
        self.note = note
    }
}

extension PublishedTable {
    /// One row per cell that differs, and per row of one file only.
    ///
    /// - Parameter keys: the columns that tell rows apart.
    package static func differingRows(_ rows: [DifferingRow], keys: [String]) -> PublishedTable {
        PublishedTable(
            name: "differing_rows", title: "Rows that differ",
            fields: keys.map { Field($0, "string", "Column that tells rows apart") } + [
                Field("column", "string", "The column that differs"), Field("value_a", "string", "What A has there"),
                Field("value_b", "string", "What B has there"), Field("note", "string", "Whether the row is in one file only"),
            ],
            key: keys + ["column"], partCount: rows.count
        ) { number, text in
            let row = rows[number]
            for key in row.key { text.add(cell: key) }
            text.add(row.column)
            text.add(cell: row.first)
            text.add(cell: row.second)
            text.add(row.note)
            text.endRow()
        }
    }
}
