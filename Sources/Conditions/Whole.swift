/// Whole-number arithmetic without division over columns: `Operand` is a column's name, later the column itself.
///
/// Nothing that reads a column is ever folded away: 0 × a missing value is missing.
indirect enum Whole<Operand: Sendable>: Sendable {
    case constant(Int128)
    case column(Operand)
    case sum(Whole, Whole)
    case product(Whole, Whole)

    static var one: Whole { .constant(1) }

    var isOne: Bool { if case .constant(1) = self { true } else { false } }

    func times(_ other: Whole) -> Whole {
        switch (self, other) {
        case (.constant(1), _): return other
        case (_, .constant(1)): return self
        case (.constant(let first), .constant(let second)):
            let (product, overflow) = first.multipliedReportingOverflow(by: second)
            return overflow || product == .min ? .product(self, other) : .constant(product)
        case (_, .constant): return other.times(self)
        case (.constant(let first), .product(.constant(let second), let rest)):
            let (product, overflow) = first.multipliedReportingOverflow(by: second)
            return overflow || product == .min ? .product(self, other) : Whole.constant(product).times(rest)
        default: return .product(self, other)
        }
    }

    func plus(_ other: Whole) -> Whole {
        if case .constant(let first) = self, case .constant(let second) = other {
            let (sum, overflow) = first.addingReportingOverflow(second)
            if !overflow && sum != .min { return .constant(sum) }
        }
        return .sum(self, other)
    }

    /// The same arithmetic over other operands.
    func map<Other>(_ transform: (Operand) -> Other) -> Whole<Other> {
        switch self {
        case .constant(let value): .constant(value)
        case .column(let operand): .column(transform(operand))
        case .sum(let first, let second): .sum(first.map(transform), second.map(transform))
        case .product(let first, let second): .product(first.map(transform), second.map(transform))
        }
    }

    var operands: [Operand] {
        switch self {
        case .constant: []
        case .column(let operand): [operand]
        case .sum(let first, let second), .product(let first, let second): first.operands + second.operands
        }
    }

    /// The most that the arithmetic's value, or any step on the way to it, can amount to; nil beyond 127 bits.
    func largest(_ largestOf: (Operand) -> Int128) -> Int128? {
        switch self {
        case .constant(let value): return value == .min ? nil : abs(value)
        case .column(let operand): return largestOf(operand)
        case .sum(let first, let second):
            guard let a = first.largest(largestOf), let b = second.largest(largestOf) else { return nil }
            let (sum, overflow) = a.addingReportingOverflow(b)
            return overflow ? nil : sum
        case .product(let first, let second):
            guard let a = first.largest(largestOf), let b = second.largest(largestOf) else { return nil }
            let (product, overflow) = a.multipliedReportingOverflow(by: b)
            // A factor of 0 hides what the other one amounts to on the way.
            return overflow ? nil : max(product, a, b)
        }
    }
}

extension Whole: Equatable where Operand: Equatable {}
