/// CSV as RFC 4180 has it, read slowly and plainly: an opinion of its own beside the tool's.
package enum CSVText {
    /// Records by column, from a text with a header.
    package static func rows(_ text: String) -> [[String: String]] {
        let records = records(text)
        guard let header = records.first else { return [] }
        return records.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    package static func records(_ text: String) -> [[String]] {
        var records: [[String]] = [], record: [String] = [], field = "", isQuoted = false
        var rest = Substring(text)
        while let character = rest.popFirst() {
            switch (character, isQuoted) {
            case ("\"", true) where rest.first == "\"": field.append(rest.removeFirst())
            case ("\"", _): isQuoted.toggle()
            case (",", false):
                record.append(field)
                field = ""
            case ("\n", false), ("\r\n", false):
                records.append(record + [field])
                (record, field) = ([], "")
            default: field.append(character)
            }
        }
        return record.isEmpty && field.isEmpty ? records : records + [record + [field]]
    }
}
