internal import Tables

/// Turns checked logic into kernels over the columns of one source.
struct Compiler {
    let columns: [String: ColumnView]

    func kernel(of logic: Logic) -> Kernel {
        switch logic {
        case .constant(let truth): .constant(truth ? Truth.yes : Truth.no)
        case .column(let name): .boolean(booleans(name))
        case .all(let parts): .all(parts.map(kernel))
        case .any(let parts): .any(parts.map(kernel))
        case .not(let part): .not(kernel(of: part))
        case .same(let first, let second): .same(kernel(of: first), kernel(of: second))
        case .missing(let part): .missing(kernel(of: part))
        case .text(let column, let texts): lookup(column, texts)
        case .sameText(let first, let second): sameText(first, second)
        case .sameKey(let first, let second): .sameKey(keys(first), keys(second))
        case .inYear(let date, let year): inYear(date, year)
        case .comparison(let comparison): within(comparison) ?? quotient(comparison) ?? cross(comparison)
        }
    }

    private func view(_ name: String) -> ColumnView {
        guard let view = columns[name] else { preconditionFailure("the column \(name) of a condition is not there") }
        return view
    }

    private func booleans(_ name: String) -> Values<UInt8> {
        let view = view(name)
        guard case .boolean(let stored) = view.column else { preconditionFailure("\(name) is declared boolean") }
        return Values(stored, seenBy: view, missing: Truth.unknown)
    }

    private func keys(_ name: String) -> Values<UInt64> {
        let view = view(name)
        guard case .key(let stored) = view.column else { preconditionFailure("\(name) is declared a key") }
        return Values(stored, seenBy: view, missing: 0)
    }

    private func texts(_ name: String) -> (Values<UInt16>, Vocabulary) {
        let view = view(name)
        guard case .text(let stored, let vocabulary) = view.column else {
            preconditionFailure("\(name) is declared text")
        }
        return (Values(stored, seenBy: view, missing: 0), vocabulary)
    }

    private func lookup(_ column: String, _ texts: TextSet) -> Kernel {
        let (values, vocabulary) = self.texts(column)
        return .text(TextLookup(column, values, vocabulary, among: texts))
    }

    private func inYear(_ date: String, _ year: String) -> Kernel {
        guard case .integer(let dates) = NumericColumn(view(date)) else { preconditionFailure("\(date) is declared a date") }
        let (years, vocabulary) = texts(year)
        return .inYear(InSchoolYear(dates, years, vocabulary))
    }

    private func sameText(_ first: String, _ second: String) -> Kernel {
        let (values, vocabulary) = texts(first)
        let (others, otherVocabulary) = texts(second)
        return .sameText(SameText(values, vocabulary, others, otherVocabulary))
    }
}

/// Comparisons of numbers, the common shapes first.
extension Compiler {
    /// A column against a constant; nil for any other shape.
    private func within(_ comparison: CrossComparison) -> Kernel? {
        guard comparison.denominators.isEmpty, comparison.divisors.isEmpty else { return nil }
        let interval: ClosedRange<Int128>?
        let name: String
        switch (comparison.left, comparison.right) {
        case (let side, .constant(let bound)):
            guard let (factor, column) = side.scaledColumn, factor != 0 else { return nil }
            (name, interval) = (column, Self.interval(factor, comparison.order, bound, isColumnLeft: true))
        case (.constant(let bound), let side):
            guard let (factor, column) = side.scaledColumn, factor != 0 else { return nil }
            (name, interval) = (column, Self.interval(factor, comparison.order, bound, isColumnLeft: false))
        default: return nil
        }
        switch NumericColumn(view(name)) {
        case .short(let values): return .shortWithin(Within(values, interval))
        case .integer(let values): return .integerWithin(Within(values, interval))
        case .number(let values): return .numberWithin(Within(values, interval))
        }
    }

    /// The whole numbers x for which `factor × x` is below (or equal to) the bound, or above it where the column
    /// stands on the right; nil for none.
    static func interval(
        _ factor: Int128, _ order: CrossComparison.Order, _ bound: Int128, isColumnLeft: Bool
    ) -> ClosedRange<Int128>? {
        // Beyond every stored value, and far enough from the end of the lane to count on.
        let reach = Int128(1) << 100
        let bound = factor < 0 ? -bound : bound
        let (quotient, rest) = bound.quotientAndRemainder(dividingBy: abs(factor))
        let floor = max(-reach + 1, min(reach - 1, rest < 0 ? quotient - 1 : quotient))
        let ceiling = max(-reach + 1, min(reach - 1, rest > 0 ? quotient + 1 : quotient))
        let isUpperBound = isColumnLeft == (factor > 0)
        switch order {
        case .equal: return rest == 0 ? floor...floor : nil
        case .less: return isUpperBound ? -reach...(ceiling - 1) : (floor + 1)...reach
        case .lessOrEqual: return isUpperBound ? -reach...floor : ceiling...reach
        }
    }

    /// A quotient of two columns of one small type against a constant; nil for any other shape.
    private func quotient(_ comparison: CrossComparison) -> Kernel? {
        guard comparison.denominators.count == 1, comparison.divisors.isEmpty,
            case .column(let divisor) = comparison.denominators[0],
            let (leftFactor, left) = comparison.left.scaledColumn,
            let (rightFactor, right) = comparison.right.scaledColumn,
            left == divisor || right == divisor
        else { return nil }
        // left - right against 0, whichever side the divisor stands on.
        let (dividend, a, b) = right == divisor ? (left, leftFactor, -rightFactor) : (right, -rightFactor, leftFactor)
        switch (NumericColumn(view(dividend)), NumericColumn(view(divisor))) {
        case (.short(let x), .short(let y)):
            if let kernel = Quotient<Int16, Int32>(comparison.order, x, a, y, b) { return .shortQuotient(kernel) }
            return Quotient<Int16, Int64>(comparison.order, x, a, y, b).map { .longShortQuotient($0) }
        case (.integer(let x), .integer(let y)):
            return Quotient<Int32, Int64>(comparison.order, x, a, y, b).map { .integerQuotient($0) }
        default: return nil
        }
    }

    /// Any other shape, in 64 bits where nothing on the way can need more.
    private func cross(_ comparison: CrossComparison) -> Kernel {
        let resolve = { (name: String) in NumericColumn(view(name)) }
        let left = comparison.left.map(resolve), right = comparison.right.map(resolve)
        let denominators = comparison.denominators.map { $0.map(resolve) }
        let divisors = comparison.divisors.map { $0.map(resolve) }
        let largest = ([left, right] + denominators + divisors).map { $0.largest(\.largest) }
        if largest.allSatisfy({ $0.map { $0 <= Int128(Int64.max) } ?? false }) {
            return .cross(
                Cross(
                    order: comparison.order, left: left, right: right, denominators: denominators, divisors: divisors,
                    mayOverflow: false))
        }
        return .longCross(
            Cross(
                order: comparison.order, left: left, right: right, denominators: denominators, divisors: divisors,
                mayOverflow: largest.contains { $0 == nil }))
    }
}

extension Whole {
    /// The factor and the column of a product of the two; nil for anything else.
    fileprivate var scaledColumn: (factor: Int128, column: Operand)? {
        switch self {
        case .column(let column): (1, column)
        case .product(.constant(let factor), .column(let column)): (factor, column)
        default: nil
        }
    }
}
