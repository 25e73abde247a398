/// What the values of a column are; decides how they are stored and which operators apply to them.
package enum ColumnType: String, Sendable, CaseIterable {
    /// An identifier with any number of different values, such as a student's: compared for equality only.
    case key
    /// A text with few different values, such as a subject, a grade or a school.
    case text
    /// A whole number.
    case integer
    /// A decimal number, kept to nine decimals.
    case number
    /// Yes or no.
    case boolean
    /// A calendar day.
    case date
}

/// One column of a table: plain storage, one element per row, with a reserved element for a missing value.
package enum Column: Sendable, Codable {
    /// Packed identifiers (`StudentKey`); missing is 0.
    case key([UInt64])
    /// Codes into a vocabulary; missing is 0.
    case text([UInt16], Vocabulary)
    /// Whole numbers of a declared small range; missing is `Int16.min`.
    case short([Int16])
    /// Whole numbers; missing is `Int32.min`.
    case integer([Int32])
    /// Billionths (10⁻⁹); missing is `Int64.min`.
    case number([Int64])
    /// Kleene truth values (`Truth`); missing is `Truth.unknown`.
    case boolean([UInt8])
    /// Days since 1970-01-01; missing is `Int32.min`.
    case date([Int32])

    package var type: ColumnType {
        switch self {
        case .key: .key
        case .text: .text
        case .short, .integer: .integer
        case .number: .number
        case .boolean: .boolean
        case .date: .date
        }
    }

    package var count: Int {
        switch self {
        case .key(let values): values.count
        case .text(let codes, _): codes.count
        case .short(let values): values.count
        case .integer(let values): values.count
        case .number(let values): values.count
        case .boolean(let values): values.count
        case .date(let values): values.count
        }
    }

    /// How many units of the stored integer make 1 in a `number` column.
    package static let numberScale: Int64 = 1_000_000_000
}

/// Kleene's three truth values as bytes, ordered so that `and` is the minimum, `or` the maximum and `not` is `2 - x`.
///
/// Source: S. C. Kleene, Introduction to Metamathematics (1952), §64, the strong tables.
package enum Truth {
    package static let no: UInt8 = 0
    package static let unknown: UInt8 = 1
    package static let yes: UInt8 = 2
}
