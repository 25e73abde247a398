/// A CSV file as texts: its columns and its rows, to read, to change and to write again.
package struct CSVDocument: Sendable, Equatable {
    package var columns: [String]
    package var rows: [[String]]

    package init(columns: [String], rows: [[String]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// Reads a whole file: RFC 4180, a byte order mark, LF or CRLF.
    ///
    /// - Precondition: there is a header, and every row has as many fields.
    package init(_ text: String) {
        var records = Self.records(Array(text.utf8))
        precondition(!records.isEmpty, "a CSV file has a header")
        columns = records.removeFirst()
        let count = columns.count
        precondition(records.allSatisfy { $0.count == count }, "every row has the columns of the header")
        rows = records
    }

    private static func records(_ bytes: [UInt8]) -> [[String]] {
        var records: [[String]] = [], record: [String] = [], field: [UInt8] = []
        var isQuoted = false, place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        func endField() {
            record.append(String(decoding: field, as: UTF8.self))
            field.removeAll(keepingCapacity: true)
        }
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\"") {
                // Two quotes inside quotes are one.
                let isDouble = isQuoted && place < bytes.count && bytes[place] == byte
                if isDouble { field.append(byte) } else { isQuoted.toggle() }
                place += isDouble ? 1 : 0
            } else if isQuoted {
                field.append(byte)
            } else if byte == UInt8(ascii: ",") {
                endField()
            } else if byte == UInt8(ascii: "\n") {
                endField()
                records.append(record)
                record = []
            } else if byte != UInt8(ascii: "\r") {
                field.append(byte)
            }
        }
        if !record.isEmpty || !field.isEmpty {
            endField()
            records.append(record)
        }
        return records
    }

    /// The rows by column.
    package var dictionaries: [[String: String]] {
        rows.map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) }
    }

    /// One column's texts.
    ///
    /// - Precondition: there is such a column.
    package subscript(column name: String) -> [String] {
        let place = columns.firstIndex(of: name)!
        return rows.map { $0[place] }
    }
}

extension CSVDocument {
    /// How a file is laid out; what it says is the same.
    package struct Layout: Sendable {
        package var lineEnd = "\n"
        package var hasMark = false
        package var quotesAll = false
        package var endsWithLineEnd = true

        package init(lineEnd: String = "\n", hasMark: Bool = false, quotesAll: Bool = false, endsWithLineEnd: Bool = true) {
            self.lineEnd = lineEnd
            self.hasMark = hasMark
            self.quotesAll = quotesAll
            self.endsWithLineEnd = endsWithLineEnd
        }
    }

    package func text(_ layout: Layout = Layout()) -> String {
        let lines = ([columns] + rows).map { fields in
            fields.map { Self.written($0, quotesAll: layout.quotesAll) }.joined(separator: ",")
        }
        return (layout.hasMark ? "\u{FEFF}" : "") + lines.joined(separator: layout.lineEnd)
            + (layout.endsWithLineEnd ? layout.lineEnd : "")
    }

    private static func written(_ field: String, quotesAll: Bool) -> String {
        let isSpecial = field.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        return quotesAll || isSpecial ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
    }

    /// The same rows in another order.
    package func shuffled(_ random: inout SeededNumbers) -> CSVDocument {
        CSVDocument(columns: columns, rows: rows.shuffled(using: &random))
    }

    /// The same columns in another order.
    package func reordered(_ random: inout SeededNumbers) -> CSVDocument {
        let order = columns.indices.shuffled(using: &random)
        return CSVDocument(columns: order.map { columns[$0] }, rows: rows.map { row in order.map { row[$0] } })
    }
}
