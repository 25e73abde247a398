package import Model

/// Rows of a CSV file as bytes: LF line ends, fields quoted only where they must be.
package struct RowText: Sendable {
    package private(set) var bytes: [UInt8] = []
    package private(set) var rowCount = 0
    private var isAtStart = true

    package init() {}

    private mutating func separate() {
        if !isAtStart { bytes.append(UInt8(ascii: ",")) }
        isAtStart = false
    }

    /// A text; one that a spreadsheet would take for a formula gets an apostrophe in front.
    package mutating func add(_ text: String) {
        separate()
        let (isSpecial, isFormula) = Self.examine(text)
        if isSpecial { bytes.append(UInt8(ascii: "\"")) }
        if isFormula { bytes.append(UInt8(ascii: "'")) }
        if isSpecial {
            for byte in text.utf8 {
                if byte == UInt8(ascii: "\"") { bytes.append(byte) }
                bytes.append(byte)
            }
            bytes.append(UInt8(ascii: "\""))
        } else {
            bytes.append(contentsOf: text.utf8)
        }
    }

    /// Whether a text needs quotes (it holds a comma, a quote or a line end), and whether it looks like a formula.
    private static func examine(_ text: String) -> (isSpecial: Bool, isFormula: Bool) {
        var isSpecial = false, first: UInt8 = 0
        var text = text
        text.withUTF8 { bytes in
            first = bytes.first ?? 0
            for byte in bytes { isSpecial = isSpecial || byte == 0x2C || byte == 0x22 || byte == 0x0A || byte == 0x0D }
        }
        let isFormula = first == 0x3D || first == 0x2B || first == 0x2D || first == 0x40 || first == 0x09 || first == 0x0D
        return (isSpecial, isFormula)
    }

    /// A whole number; empty for nil.
    package mutating func add(_ value: Int?) {
        separate()
        if let value { bytes.append(contentsOf: String(value).utf8) }
    }

    /// A fraction with exactly `decimals` decimals; empty for nil.
    package mutating func add(_ value: Rational?, decimals: Int) {
        separate()
        if let value { bytes.append(contentsOf: value.text(decimals: decimals).utf8) }
    }

    /// A whole number of 10^-`decimals`; empty for nil.
    package mutating func add(scaled value: Int128?, decimals: Int) {
        separate()
        if let value { bytes.append(contentsOf: Rational.text(ofScaled: value, decimals: decimals).utf8) }
    }

    package mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isAtStart = true
        rowCount += 1
    }
}

/// A table to publish: its columns as a Table Schema describes them, and its rows in parts that can be written side by side.
package struct PublishedTable: Sendable {
    package struct Field: Sendable, Equatable {
        package let name: String
        /// A Table Schema type.
        package let type: String
        package let description: String

        init(_ name: String, _ type: String, _ description: String) {
            self.name = name
            self.type = type
            self.description = description
        }
    }

    package let name: String
    package let title: String
    package let fields: [Field]
    package let key: [String]
    /// How many parts the rows come in, in order.
    package let partCount: Int
    package let addRows: @Sendable (_ part: Int, _ rows: inout RowText) -> Void

    package var header: RowText {
        var text = RowText()
        for field in fields { text.add(field.name) }
        text.endRow()
        return text
    }
}

extension PublishedTable.Field {
    static let year = Self("year", "string", "School year")
    static let district = Self("district_id", "string", "District code, a text: leading zeros count")
    static let school = Self("school_id", "string", "School code, a text: leading zeros count")
    static let level = Self("school_level", "string", "School level")
    static let metric = Self("metric", "string", "Metric")
    static let group = Self("group", "string", "Student group")
}
