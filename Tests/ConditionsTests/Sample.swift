import Tables

/// A value in one row, as a person would work with it.
enum Cell {
    case missing
    /// A number, or a date as days since 1970-01-01.
    case number(BigRatio)
    case text(String)
    case key(UInt64)
    /// -1 no, 0 unknown, 1 yes.
    case truth(Int)
}

/// An expression that knows its text and, slowly and obviously, its value in a row.
indirect enum Sample {
    case literal(String, Cell)
    case column(String)
    case negative(Sample)
    case arithmetic(Sample, String, Sample)
    case comparison(Sample, String, Sample)
    /// An operand, whether negated, and the items: texts with the lowest and highest value each.
    case list(Sample, Bool, [(text: String, from: Cell, through: Cell)])
    case missing(Sample, Bool)
    case not(Sample)
    case all([Sample])
    case any([Sample])

    /// How tightly it binds, from `or` (1) to what needs no brackets anywhere (8).
    private var level: Int {
        switch self {
        case .any: 1
        case .all: 2
        case .not: 3
        case .comparison, .list, .missing: 4
        case .arithmetic(_, let operation, _): operation == "+" || operation == "-" ? 5 : 6
        case .negative: 7
        case .literal, .column: 8
        }
    }

    /// The expression with no brackets but the necessary ones.
    var text: String {
        switch self {
        case .literal(let text, _): text
        case .column(let name): name
        case .negative(let operand): "-\(operand.text(atLeast: 7))"
        case .arithmetic(let left, let operation, let right):
            "\(left.text(atLeast: level)) \(operation) \(right.text(atLeast: level + 1))"
        case .comparison(let left, let relation, let right):
            "\(left.text(atLeast: 5)) \(relation) \(right.text(atLeast: 5))"
        case .list(let operand, let isNegated, let items):
            "\(operand.text(atLeast: 5)) \(isNegated ? "not in" : "in") [\(items.map(\.text).joined(separator: ", "))]"
        case .missing(let operand, let isNegated):
            "\(operand.text(atLeast: 5)) is \(isNegated ? "not missing" : "missing")"
        case .not(let operand): "not \(operand.text(atLeast: 3))"
        case .all(let parts): parts.map { $0.text(atLeast: 3) }.joined(separator: " and ")
        case .any(let parts): parts.map { $0.text(atLeast: 2) }.joined(separator: " or ")
        }
    }

    private func text(atLeast needed: Int) -> String { level < needed ? "(\(text))" : text }
}

extension Sample {
    func value(_ row: (String) -> Cell) -> Cell {
        switch self {
        case .literal(_, let value): value
        case .column(let name): row(name)
        case .negative(let operand):
            if case .number(let value) = operand.value(row) { .number(-value) } else { .missing }
        case .arithmetic(let left, let operation, let right):
            Self.calculate(left.value(row), operation, right.value(row))
        case .comparison(let left, let relation, let right):
            .truth(Self.compare(left.value(row), relation, right.value(row)))
        case .list(let operand, let isNegated, let items):
            .truth(Self.look(for: operand.value(row), in: items) * (isNegated ? -1 : 1))
        case .missing(let operand, let isNegated):
            .truth((operand.value(row).isMissing ? 1 : -1) * (isNegated ? -1 : 1))
        case .not(let operand): .truth(-operand.value(row).truth)
        case .all(let parts): .truth(parts.map { $0.value(row).truth }.min()!)
        case .any(let parts): .truth(parts.map { $0.value(row).truth }.max()!)
        }
    }

    private static func calculate(_ left: Cell, _ operation: String, _ right: Cell) -> Cell {
        guard case .number(let a) = left, case .number(let b) = right else { return .missing }
        switch operation {
        case "+": return .number(a + b)
        case "-": return .number(a + -b)
        case "*": return .number(a * b)
        default: return (a / b).map { .number($0) } ?? .missing
        }
    }

    private static func compare(_ left: Cell, _ relation: String, _ right: Cell) -> Int {
        if left.isMissing || right.isMissing { return 0 }
        let order = order(left, right)
        let holds =
            switch relation {
            case "==", "=": order == 0
            case "!=": order != 0
            case "<": order < 0
            case "<=": order <= 0
            case ">": order > 0
            default: order >= 0
            }
        return holds ? 1 : -1
    }

    /// -1, 0 or 1; for what has no order, 0 for equal.
    private static func order(_ left: Cell, _ right: Cell) -> Int {
        switch (left, right) {
        case (.number(let a), .number(let b)): BigRatio.order(a, b)
        case (.text(let a), .text(let b)): a == b ? 0 : 1
        case (.key(let a), .key(let b)): a == b ? 0 : 1
        case (.truth(let a), .truth(let b)): a == b ? 0 : 1
        default: preconditionFailure("a sample compares cells of one kind")
        }
    }

    private static func look(for value: Cell, in items: [(text: String, from: Cell, through: Cell)]) -> Int {
        if value.isMissing { return 0 }
        let isThere = items.contains { item in
            if case .text = value { return order(value, item.from) == 0 }
            return order(item.from, value) <= 0 && order(value, item.through) <= 0
        }
        return isThere ? 1 : -1
    }
}

extension Cell {
    var isMissing: Bool {
        switch self {
        case .missing, .truth(0): true
        default: false
        }
    }

    /// - Precondition: a truth value, or missing where one is asked for.
    var truth: Int {
        switch self {
        case .truth(let truth): truth
        case .missing: 0
        default: preconditionFailure("a sample's condition is true, false or unknown")
        }
    }
}
