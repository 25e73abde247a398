/// Lines of text in columns: the first to the left, all others to the right.
package struct TextColumns {
    private var rows: [[String]]

    package init(_ header: [String]) { rows = [header] }

    /// - Precondition: as many texts as the header has.
    package mutating func add(_ row: [String]) { rows.append(row) }

    package var lines: [String] {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
        return rows.map { row in
            let cells = row.indices.map { column in
                let blanks = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + blanks : blanks + row[column]
            }
            return cells.joined(separator: "  ").trimmingBlanksAtTheEnd
        }
    }
}

extension String {
    fileprivate var trimmingBlanksAtTheEnd: String { String(self[..<(lastIndex { $0 != " " }.map(index(after:)) ?? startIndex)]) }
}
