/// An expression as written, each part with its place in the text.
struct Expression: Sendable {
    let form: Form
    let span: Span

    indirect enum Form: Sendable {
        /// A number without its sign, and how it is spelled: digits, decimals, percent sign.
        case number(Fraction, spelling: String)
        case text(String)
        case date(Int32)
        case truth(Bool)
        case column(ColumnName)
        case negative(Expression)
        case arithmetic(Expression, Arithmetic, Expression)
        case comparison(Expression, Relation, Expression)
        case membership(Expression, [ListItem])
        /// A date, and the column that names a school year.
        case inYear(Expression, Expression)
        case missing(Expression)
        case not(Expression)
        case all([Expression])
        case any([Expression])
    }
}

extension Expression {
    /// The value of a whole-number literal, spelled without decimals and percent sign; nil for all else.
    var wholeNumber: Int128? {
        switch form {
        case .number(let value, let spelling) where spelling.allSatisfy(\.isNumber): value.whole
        case .negative(let operand): operand.wholeNumber.map { -$0 }
        default: nil
        }
    }

    /// The text that a text or whole-number literal stands for beside a text column; nil for all else.
    var literalText: String? {
        switch form {
        case .text(let text): text
        case .number(_, let spelling) where spelling.allSatisfy(\.isNumber): spelling
        case .negative(let operand): operand.wholeNumber.flatMap { _ in operand.literalText.map { "-" + $0 } }
        default: nil
        }
    }
}

enum Arithmetic: Sendable {
    case plus, minus, times, divided
}

enum Relation: String, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// Whether it asks for an order, which keys, texts and booleans have not.
    var needsOrder: Bool { self != .equal && self != .notEqual }
}

/// What stands between the commas of a list.
struct ListItem: Sendable {
    let form: Form
    let span: Span

    enum Form: Sendable {
        /// A literal, with a minus sign where it has one.
        case value(Expression)
        /// Whole numbers from the first to the second, both included.
        case range(Int128, Int128)
    }
}

/// A column's name: alone, or behind the name of the join that finds it.
struct ColumnName: Sendable {
    let join: String?
    let column: String
    /// Where the part after the dot stands (or the whole name, where there is no dot).
    let columnSpan: Span
    let joinSpan: Span?

    /// The name under which the column is declared.
    var qualified: String { join.map { "\($0).\(column)" } ?? column }
}
