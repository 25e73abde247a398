/// A stretch of a condition's text, in characters from 0.
struct Span: Equatable, Sendable {
    let start: Int
    let end: Int

    static func + (first: Span, last: Span) -> Span { Span(start: first.start, end: last.end) }
}

/// A word of the condition language with its place.
struct Token: Sendable {
    let kind: Kind
    let span: Span

    enum Kind: Equatable, Sendable {
        /// A number without its sign, and how it is spelled: digits, decimals, percent sign.
        case number(Fraction, spelling: String)
        case text(String)
        /// Days since 1970-01-01.
        case date(Int32)
        /// A name or part of one; `quoted` where it stood in backquotes and so is no word of the language.
        case name(String, quoted: Bool)
        case symbol(Symbol)
        case end
    }

    enum Symbol: String, Sendable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case range = ".."
        case assign = "="
        case less = "<"
        case greater = ">"
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divide = "/"
        case open = "("
        case close = ")"
        case openList = "["
        case closeList = "]"
        case comma = ","
        case dot = "."
    }

    /// The words with a meaning of their own: a column so called stands in backquotes.
    static let keywords: Set = ["and", "or", "not", "in", "is", "missing", "true", "false"]
}

/// Days since 1970-01-01 of a day of the Gregorian calendar; nil where there is no such day.
///
/// Source: H. Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
func daysSince1970(year: Int, month: Int, day: Int) -> Int32? {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
    // Years begin in March, so that the leap day is a year's last.
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
}
