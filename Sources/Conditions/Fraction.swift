/// An exact fraction in lowest terms with a positive denominator: a literal, or the constant factor of some arithmetic.
///
/// Operations throw where the result needs more than 127 bits, so that nothing is ever rounded.
struct Fraction: Equatable, Sendable {
    let numerator: Int128
    let denominator: Int128

    struct TooLong: Error {}

    static let zero = Fraction(whole: 0)
    static let one = Fraction(whole: 1)

    init(whole: Int128) {
        numerator = whole
        denominator = 1
    }

    /// - Precondition: `denominator` is positive.
    init(_ numerator: Int128, over denominator: Int128) {
        precondition(denominator > 0, "a fraction's denominator is positive")
        let divisor = greatestCommonDivisor(numerator, denominator)
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    /// The fraction's whole number; nil where it is none.
    var whole: Int128? { denominator == 1 ? numerator : nil }

    var negated: Fraction { Fraction(-numerator, over: denominator) }

    func times(_ other: Fraction) throws(TooLong) -> Fraction {
        let first = greatestCommonDivisor(numerator, other.denominator)
        let second = greatestCommonDivisor(other.numerator, denominator)
        return Fraction(
            try product(numerator / first, other.numerator / second),
            over: try product(denominator / second, other.denominator / first))
    }

    /// - Precondition: `other` is not zero.
    func divided(by other: Fraction) throws(TooLong) -> Fraction {
        let sign: Int128 = other.numerator < 0 ? -1 : 1
        return try times(Fraction(sign * other.denominator, over: sign * other.numerator))
    }

    /// Two whole numbers in the same ratio as the two fractions, and what both were divided by.
    ///
    /// 1/2 and 1/3 are 3 and 2, in sixths.
    static func commonUnit(_ first: Fraction, _ second: Fraction) throws(TooLong) -> (Int128, Int128, unit: Fraction) {
        let divisor = greatestCommonDivisor(first.denominator, second.denominator)
        let left = try product(first.numerator, second.denominator / divisor)
        let right = try product(second.numerator, first.denominator / divisor)
        let shared = max(1, greatestCommonDivisor(left, right))
        let denominator = try product(first.denominator / divisor, second.denominator)
        return (left / shared, right / shared, Fraction(shared, over: denominator))
    }
}

private func product(_ first: Int128, _ second: Int128) throws(Fraction.TooLong) -> Int128 {
    let (product, overflow) = first.multipliedReportingOverflow(by: second)
    if overflow || product == .min { throw Fraction.TooLong() }
    return product
}

/// Never negative; 0 only for two zeros.
private func greatestCommonDivisor(_ first: Int128, _ second: Int128) -> Int128 {
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    return abs(a)
}
