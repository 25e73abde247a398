package import Reports

extension ExplanationDocument {
    /// As JSON, format 1.
    package var json: String { String(decoding: ExplanationJSON.bytes(self), as: UTF8.self) }

    /// As lines of text.
    ///
    /// - Parameter isDrawn: whether branches are drawn, as on a terminal.
    package func text(width: Int, isDrawn: Bool) -> String { ExplanationText(width: width, isDrawn: isDrawn).text(self) }
}

extension ResultStudents {
    /// With a header and quotes where they must be.
    package var csv: String {
        var text = RowText()
        for row in [columns] + rows {
            for field in row { text.add(field) }
            text.endRow()
        }
        return String(decoding: text.bytes, as: UTF8.self)
    }

    /// In columns as wide as what they hold, with the counts below.
    package var table: String {
        let widths = columns.indices.map { column in ([columns] + rows).map { $0[column].count }.max() ?? 0 }
        let lines = ([columns] + rows).map { row in
            let fields = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
            return String(fields.reversed().drop { $0 == " " }.reversed())
        }
        let counts = "\(counted.students) counted" + (met.map { ", \($0) of them met the rule" } ?? "") + "."
        return (lines + ["", counts]).map { $0 + "\n" }.joined()
    }
}
