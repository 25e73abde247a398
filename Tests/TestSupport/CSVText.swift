/// Small CSV texts, written and read the plain way (RFC 4180), apart from the tool's own reader and writer.
package enum CSVText {
    /// A header and rows; a field is quoted where a comma, a quote or a line end stands in it.
    package static func text(columns: [String], rows: [[String]]) -> String {
        ([columns] + rows).map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
    }

    private static func quoted(_ field: String) -> String {
        let isPlain = !field.contains { $0 == "," || $0 == "\"" || $0.isNewline }
        return isPlain ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
    }

    /// The rows of a text by column; a row that lacks fields or has too many is a failure of the test.
    package static func rows(of text: String) -> [[String: String]] {
        let records = records(of: text)
        guard let columns = records.first else { return [] }
        return records.dropFirst().map { record in
            precondition(record.count == columns.count, "a row has \(record.count) fields, its header \(columns.count)")
            return Dictionary(uniqueKeysWithValues: zip(columns, record))
        }
    }

    private static func records(of text: String) -> [[String]] {
        var records: [[String]] = [], record: [String] = [], field = "", isQuoted = false
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"" where isQuoted && rest.first == "\"":
                rest.removeFirst()
                field.unicodeScalars.append(scalar)
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                record.append(field)
                field = ""
            case "\n" where !isQuoted:
                records.append(record + [field])
                (record, field) = ([], "")
            default: field.unicodeScalars.append(scalar)
            }
        }
        return records
    }
}
