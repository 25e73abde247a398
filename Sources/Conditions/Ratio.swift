/// Arithmetic as a fraction whose numerator and denominator are free of division: `factor × numerator / ∏ denominators`.
///
/// So a comparison can be decided by multiplying crosswise, exactly. Missing where a column in it is missing, or where
/// one of `denominators` and `divisors` is 0.
struct Ratio: Sendable {
    let factor: Fraction
    let numerator: Whole<String>
    let denominators: [Whole<String>]
    /// What else was divided by on the way and ended up elsewhere, such as `c` in `a / (b / c)`.
    let divisors: [Whole<String>]

    init(
        factor: Fraction, numerator: Whole<String>, denominators: [Whole<String>] = [], divisors: [Whole<String>] = []
    ) {
        self.factor = factor
        self.numerator = numerator
        self.denominators = denominators
        self.divisors = divisors
    }

    init(_ constant: Fraction) { self.init(factor: constant, numerator: .one) }

    /// A column whose stored whole numbers count `unit`s.
    init(column: String, unit: Fraction = .one) { self.init(factor: unit, numerator: .column(column)) }

    /// The value where no column is read; nil otherwise.
    var constant: Fraction? {
        guard denominators.isEmpty, divisors.isEmpty, case .constant(let value) = numerator else { return nil }
        return try? factor.times(Fraction(whole: value))
    }

    var negated: Ratio {
        Ratio(factor: factor.negated, numerator: numerator, denominators: denominators, divisors: divisors)
    }

    func plus(_ other: Ratio) throws(Fraction.TooLong) -> Ratio {
        let (first, second, unit) = try Fraction.commonUnit(factor, other.factor)
        let mine = other.denominators.without(denominators), theirs = denominators.without(other.denominators)
        let sum = Ratio(
            factor: unit,
            numerator: Whole.constant(first).times(numerator).times(mine.product)
                .plus(Whole.constant(second).times(other.numerator).times(theirs.product)),
            denominators: denominators + mine,
            divisors: divisors + other.divisors)
        return sum.constant.map { Ratio($0) } ?? sum
    }

    func times(_ other: Ratio) throws(Fraction.TooLong) -> Ratio {
        Ratio(
            factor: try factor.times(other.factor),
            numerator: numerator.times(other.numerator),
            denominators: denominators + other.denominators,
            divisors: divisors + other.divisors)
    }

    /// - Precondition: the factor of `other` is not 0.
    func divided(by other: Ratio) throws(Fraction.TooLong) -> Ratio {
        Ratio(
            factor: try factor.divided(by: other.factor),
            numerator: numerator.times(other.denominators.product),
            denominators: denominators + (other.numerator.isOne ? [] : [other.numerator]),
            divisors: divisors + other.divisors + other.denominators)
    }
}

/// Two sides to compare after multiplying crosswise; the same as the comparison of the two ratios, and as exact.
struct CrossComparison: Sendable {
    enum Order: Sendable { case equal, less, lessOrEqual }

    let order: Order
    let left: Whole<String>
    let right: Whole<String>
    /// What both sides were multiplied by: none may be 0, and each negative one swaps the sides.
    let denominators: [Whole<String>]
    /// What else must not be 0.
    let divisors: [Whole<String>]

    init(_ left: Ratio, _ order: Order, _ right: Ratio) throws(Fraction.TooLong) {
        let (first, second, _) = try Fraction.commonUnit(left.factor, right.factor)
        let mine = right.denominators.without(left.denominators)
        self.order = order
        self.left = Whole.constant(first).times(left.numerator).times(mine.product)
        self.right = Whole.constant(second).times(right.numerator)
            .times(left.denominators.without(right.denominators).product)
        denominators = left.denominators + mine
        divisors = (left.divisors + right.divisors).without(denominators)
    }

    var columns: [String] { ([left, right] + denominators + divisors).flatMap(\.operands) }
}

extension [Whole<String>] {
    var product: Whole<String> { reduce(.one) { $0.times($1) } }

    /// What is left after taking out each of `others` once.
    func without(_ others: [Whole<String>]) -> [Whole<String>] {
        var rest = self
        for other in others {
            if let place = rest.firstIndex(of: other) { rest.remove(at: place) }
        }
        return rest
    }
}
