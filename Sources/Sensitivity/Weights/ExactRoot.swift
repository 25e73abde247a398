package import Model

/// A root of an equation of the first or second degree with whole coefficients: (`rational` + `sign`·√`radicand`) / `divisor`.
package struct ExactRoot: Sendable {
    private let rational: LongInteger
    /// -1, 0 or 1; 0 with a radicand of 0.
    private let sign: Int
    private let radicand: LongInteger
    /// Above 0.
    private let divisor: LongInteger
    /// The binary number next to it, but for a few roundings.
    package let approximation: Double

    /// Binary numbers that are farther apart, measured by the larger one, are in the order of the roots.
    private static let doubt = 1e-9

    package init(_ value: Rational) {
        rational = LongInteger(value.numerator)
        sign = 0
        radicand = .zero
        divisor = LongInteger(value.denominator)
        approximation = value.approximation
    }

    fileprivate init(_ rational: LongInteger, _ sign: Int, _ radicand: LongInteger, over divisor: LongInteger, approximation: Double) {
        let isFlipped = divisor.sign < 0
        self.rational = isFlipped ? -rational : rational
        self.sign = isFlipped ? -sign : sign
        self.radicand = radicand
        self.divisor = isFlipped ? -divisor : divisor
        self.approximation = approximation
    }

    package static prefix func - (root: ExactRoot) -> ExactRoot {
        ExactRoot(-root.rational, -root.sign, root.radicand, over: root.divisor, approximation: -root.approximation)
    }

    package var magnitude: ExactRoot { self < ExactRoot(.zero) ? -self : self }

    /// The smallest number with so many decimals that is not below the root.
    package func roundedUp(decimals: Int) -> Rational {
        let scale = Rational.power(of10: decimals)
        var candidate = Int128((approximation * Double(scale)).rounded(.down)) - 1
        while ExactRoot(Rational(candidate, over: scale)) < self { candidate += 1 }
        return Rational(candidate, over: scale)
    }

    /// The largest number with so many decimals that is not above the root.
    package func roundedDown(decimals: Int) -> Rational { -(-self).roundedUp(decimals: decimals) }
}

extension ExactRoot: Comparable {
    package static func == (left: ExactRoot, right: ExactRoot) -> Bool { left.order(right) == 0 }

    package static func < (left: ExactRoot, right: ExactRoot) -> Bool { left.order(right) < 0 }

    /// -1, 0 or 1 as the root is below, equal to or above another.
    private func order(_ other: ExactRoot) -> Int {
        let distance = approximation - other.approximation
        if abs(distance) > Self.doubt * max(1, abs(approximation)) { return distance < 0 ? -1 : 1 }
        // The difference, times both divisors: whole + sign √radicand - other's sign √other's radicand.
        let whole = rational * other.divisor - other.rational * divisor
        let first = SignedRoot(sign, radicand * other.divisor * other.divisor)
        let second = SignedRoot(-other.sign, other.radicand * divisor * divisor)
        return signOfSum(whole, first, second)
    }
}

/// A square root with a sign, -√radicand, 0 or √radicand.
private struct SignedRoot {
    let sign: Int
    let radicand: LongInteger

    init(_ sign: Int, _ radicand: LongInteger) {
        self.sign = radicand.sign == 0 ? 0 : sign
        self.radicand = radicand
    }

    /// The square with the sign of the root.
    var square: LongInteger { sign < 0 ? -radicand : sign > 0 ? radicand : .zero }
}

/// The sign of whole + first + second, by squares alone: a sum has the sign of the part with the larger square.
private func signOfSum(_ whole: LongInteger, _ first: SignedRoot, _ second: SignedRoot) -> Int {
    let roots = (first.square + second.square).sign
    if roots == 0 || whole.sign == 0 || whole.sign == roots { return whole.sign == 0 ? roots : whole.sign }
    // whole² against (first + second)², which is both squares and twice the product of the roots.
    let rest = whole * whole - first.radicand - second.radicand
    let four = LongInteger(4 as Int128)
    let product = SignedRoot(first.sign * second.sign, four * first.radicand * second.radicand)
    let excess = signOfDifference(rest, product)
    return excess == 0 ? 0 : excess > 0 ? whole.sign : roots
}

/// The sign of whole - root.
private func signOfDifference(_ whole: LongInteger, _ root: SignedRoot) -> Int {
    if whole.sign != root.sign { return whole.sign > root.sign ? 1 : -1 }
    let square = whole * whole
    return ((whole.sign < 0 ? -square : square) - root.square).sign
}

/// c0 + c1 t + c2 t² with whole coefficients.
struct Quadratic: Sendable {
    let c0: LongInteger
    let c1: LongInteger
    let c2: LongInteger

    /// The places where it passes or touches 0, the lower first; none where it is 0 throughout.
    ///
    /// A root that is nearly 0 is the quotient of the other one's numerator, so that no binary difference loses its digits.
    var roots: [ExactRoot] {
        if c2.sign == 0 {
            if c1.sign == 0 { return [] }
            return [ExactRoot(-c0, 0, .zero, over: c1, approximation: -c0.approximation / c1.approximation)]
        }
        let discriminant = c1 * c1 - LongInteger(4 as Int128) * c0 * c2
        if discriminant.sign < 0 { return [] }
        let twice = c2 + c2, spread = discriminant.approximation.squareRoot(), c1Near = c1.approximation
        if discriminant.sign == 0 {
            return [ExactRoot(-c1, 0, .zero, over: twice, approximation: -c1Near / twice.approximation)]
        }
        let far = -(c1Near + (c1.sign < 0 ? -spread : spread))
        let farRoot = far / twice.approximation, nearRoot = 2 * c0.approximation / far
        let farSign = c1.sign < 0 ? 1 : -1
        let roots = [
            ExactRoot(-c1, farSign, discriminant, over: twice, approximation: farRoot),
            ExactRoot(-c1, -farSign, discriminant, over: twice, approximation: nearRoot),
        ]
        // With a positive divisor the root with the minus sign is the lower one.
        return (farSign < 0) == (c2.sign > 0) ? roots : roots.reversed()
    }

    /// The sign before the first root.
    var signAtTheLeft: Int { c2.sign != 0 ? c2.sign : c1.sign != 0 ? -c1.sign : c0.sign }

    /// Whether it keeps its sign on both sides of its only root.
    var isTouching: Bool { c2.sign != 0 && roots.count == 1 }
}
