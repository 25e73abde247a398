internal import Mustache

/// A table of figures; the first cell of a row is its header.
struct DataTable: MustacheParent {
    struct Column {
        let title: String
        /// Words stand left, numbers right.
        var isWords = false

        static func words(_ title: String) -> Column { Column(title: title, isWords: true) }
    }

    /// What it shows.
    let name: String
    /// The subject and grade, or the comparison, that it is about; nil where it is about all.
    let subject: String?
    let columns: [Column]
    let rows: [[String]]

    /// - Precondition: every row has a cell for every column.
    init(_ name: String, of subject: String? = nil, columns: [Column], rows: [[String]]) {
        precondition(rows.allSatisfy { $0.count == columns.count }, "a cell for every column")
        self.name = name
        self.subject = subject
        self.columns = columns
        self.rows = rows
    }

    /// A row as HTML: there are thousands of them, and a template for each cell takes many times as long.
    private func row(_ cells: [String]) -> String {
        var html = "<tr>"
        for (place, cell) in cells.enumerated() {
            let text = PageText().escapeText(cell)
            if place == 0 {
                html += "<th scope=\"row\">\(text)</th>"
            } else {
                html += columns[place].isWords ? "<td class=\"words\">\(text)</td>" : "<td>\(text)</td>"
            }
        }
        return html + "</tr>"
    }

    func child(named name: String) -> Any? {
        switch name {
        case "caption": subject.map { "\($0): \(self.name)" } ?? self.name
        case "name": self.name
        case "columns": columns.map { CellView(text: $0.title, isWords: $0.isWords) }
        case "rows": rows.map(row).joined(separator: "\n")
        default: nil
        }
    }
}

extension DataTable.Column: ExpressibleByStringLiteral {
    init(stringLiteral title: String) { self.init(title: title) }
}

private struct CellView: MustacheParent {
    let text: String
    let isWords: Bool

    func child(named name: String) -> Any? {
        switch name {
        case "text": text
        case "isWords": isWords
        default: nil
        }
    }
}
