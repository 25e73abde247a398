/// A checked condition: names are columns of the right type, `!=`, `>` and `>=` are turned into their opposites.
indirect enum Logic: Sendable {
    case constant(Bool)
    /// A boolean column.
    case column(String)
    case all([Logic])
    case any([Logic])
    case not(Logic)
    /// Whether two truth values are equal.
    case same(Logic, Logic)
    /// Whether the operand is unknown.
    case missing(Logic)
    case text(column: String, among: TextSet)
    case sameText(String, String)
    case sameKey(String, String)
    /// Whether a date lies in the school year that a text names.
    case inYear(date: String, year: String)
    /// Numbers and dates.
    case comparison(CrossComparison)

    /// The columns it reads, some more than once.
    var columns: [String] {
        switch self {
        case .constant: []
        case .column(let name), .text(let name, _): [name]
        case .all(let parts), .any(let parts): parts.flatMap(\.columns)
        case .not(let part), .missing(let part): part.columns
        case .same(let first, let second): first.columns + second.columns
        case .sameText(let first, let second), .sameKey(let first, let second), .inYear(let first, let second):
            [first, second]
        case .comparison(let comparison): comparison.columns
        }
    }
}

/// The texts of a list; whole-number ranges stand for the texts of their numbers.
struct TextSet: Sendable {
    var texts: Set<String> = []
    var ranges: [ClosedRange<Int128>] = []

    func contains(_ text: String) -> Bool {
        if texts.contains(text) { return true }
        guard let number = Int128(text), String(number) == text else { return false }
        return ranges.contains { $0.contains(number) }
    }
}
