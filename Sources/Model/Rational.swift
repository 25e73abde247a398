/// An exact fraction in lowest terms with a positive denominator.
///
/// Weights (40/3), shares, results (met of counted) and points stay fractions until they are printed, so that sums are
/// exact and rounding happens once. Exact up to 38 digits; an addition or product beyond that carries its operands to
/// twelve decimals first.
package struct Rational: Hashable, Sendable {
    package let numerator: Int128
    package let denominator: Int128

    package static let zero = Rational(0)
    package static let one = Rational(1)

    /// The binary number next to it, but for rounding.
    package var approximation: Double {
        // The machine converts whole numbers of 64 bits; longer ones take a hundred times as long.
        guard let top = Int64(exactly: numerator), let bottom = Int64(exactly: denominator) else { return Double(numerator) / Double(denominator) }
        return Double(top) / Double(bottom)
    }

    package init(_ whole: Int) {
        numerator = Int128(whole)
        denominator = 1
    }

    /// - Precondition: `denominator` is not zero.
    package init(_ numerator: Int128, over denominator: Int128) {
        precondition(denominator != 0, "a fraction's denominator is not zero")
        if let short = Int64(exactly: numerator), let shortDenominator = Int64(exactly: denominator), short != .min,
            shortDenominator > 0
        {
            self.init(short: short, over: shortDenominator)
            return
        }
        let divisor = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        let sign: Int128 = denominator < 0 ? -1 : 1
        self.init(
            inLowestTerms: sign * (numerator / Int128(divisor)), over: sign * (denominator / Int128(divisor)))
    }

    /// The same in 64 bits, where nearly all fractions of an index stay.
    ///
    /// - Precondition: `denominator` is above zero, and `numerator` is not `Int64.min`.
    @inline(__always)
    private init(short numerator: Int64, over denominator: Int64) {
        let divisor = Int64(Self.shortDivisor(numerator.magnitude, denominator.magnitude))
        self.init(
            inLowestTerms: Int128(divisor == 1 ? numerator : numerator / divisor),
            over: Int128(divisor == 1 ? denominator : denominator / divisor))
    }

    /// A fraction that is known to be in lowest terms already, such as one kept elsewhere in fewer bytes.
    init(inLowestTerms numerator: Int128, over denominator: Int128) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// A fraction from decimal digits or a quotient of them: `20`, `13.25`, `-0.5`, `40/3`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let numerator = Self.decimal(parts[0]) else { return nil }
        if parts.count == 1 {
            self = numerator
            return
        }
        guard let denominator = Self.decimal(parts[1]), denominator != .zero else { return nil }
        self = numerator / denominator
    }

    private static func decimal(_ text: some StringProtocol) -> Rational? {
        var digits = 0, decimals = 0, hasPoint = false, isNegative = false, value: Int128 = 0
        for (place, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "-") where place == 0: isNegative = true
            case UInt8(ascii: "+") where place == 0: continue
            case UInt8(ascii: ".") where !hasPoint && digits > 0: hasPoint = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                if hasPoint { decimals += 1 }
                if digits + (hasPoint ? 1 : 0) > mostCharacters { return nil }
                value = value * 10 + Int128(byte - UInt8(ascii: "0"))
            default: return nil
            }
        }
        if digits == 0 || hasPoint && decimals == 0 { return nil }
        return Rational(isNegative ? -value : value, over: power(of10: decimals))
    }

    /// Longer ones are no number of an index.
    private static let mostCharacters = 30

    package static func power(of10 exponent: Int) -> Int128 {
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }

    private static func greatestCommonDivisor(_ first: UInt128, _ second: UInt128) -> UInt128 {
        if let small = UInt64(exactly: first), let smaller = UInt64(exactly: second) {
            return UInt128(shortDivisor(small, smaller))
        }
        var (a, b) = (first, second)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }

    /// Source: D. E. Knuth, The Art of Computer Programming, vol. 2, 4.5.2, algorithm B (binary greatest common divisor).
    private static func shortDivisor(_ first: UInt64, _ second: UInt64) -> UInt64 {
        if first == 0 || second == 0 { return first | second }
        let shift = (first | second).trailingZeroBitCount
        var (a, b) = (first &>> UInt64(first.trailingZeroBitCount), second)
        while b != 0 {
            b &>>= UInt64(b.trailingZeroBitCount)
            if a > b { (a, b) = (b, a) }
            b &-= a
        }
        return a &<< UInt64(shift)
    }
}

extension Rational {
    /// Numerator and denominator where both are below 2³¹, so that two such fractions combine within 64 bits.
    @inline(__always)
    private var halves: (top: Int64, bottom: Int64)? {
        let limit: Int128 = 1 << 31
        if numerator >= limit || numerator <= -limit || denominator >= limit { return nil }
        return (Int64(truncatingIfNeeded: numerator), Int64(truncatingIfNeeded: denominator))
    }
}

extension Rational: Comparable {
    package static func < (left: Rational, right: Rational) -> Bool {
        if left.denominator == right.denominator { return left.numerator < right.numerator }
        if let first = left.halves, let second = right.halves { return first.top * second.bottom < second.top * first.bottom }
        let (leftHigh, leftLow) = left.numerator.multipliedFullWidth(by: right.denominator)
        let (rightHigh, rightLow) = right.numerator.multipliedFullWidth(by: left.denominator)
        return leftHigh == rightHigh ? leftLow < rightLow : leftHigh < rightHigh
    }
}

extension Rational: AdditiveArithmetic {
    package static func + (left: Rational, right: Rational) -> Rational {
        left.plus(right) ?? left.carried.plus(right.carried)!
    }

    package static func - (left: Rational, right: Rational) -> Rational { left + (-right) }

    package static prefix func - (value: Rational) -> Rational {
        Rational(-value.numerator, over: value.denominator)
    }

    private func plus(_ other: Rational) -> Rational? {
        if let first = halves, let second = other.halves {
            return first.bottom == second.bottom
                ? Rational(short: first.top + second.top, over: first.bottom)
                : Rational(
                    short: first.top * second.bottom + second.top * first.bottom, over: first.bottom * second.bottom)
        }
        if denominator == other.denominator {
            let (sum, overflow) = numerator.addingReportingOverflow(other.numerator)
            return overflow ? nil : Rational(sum, over: denominator)
        }
        let (first, overflow1) = numerator.multipliedReportingOverflow(by: other.denominator)
        let (second, overflow2) = other.numerator.multipliedReportingOverflow(by: denominator)
        let (sum, overflow3) = first.addingReportingOverflow(second)
        let (product, overflow4) = denominator.multipliedReportingOverflow(by: other.denominator)
        return overflow1 || overflow2 || overflow3 || overflow4 ? nil : Rational(sum, over: product)
    }
}

extension Rational {
    package static func * (left: Rational, right: Rational) -> Rational {
        left.times(right) ?? left.carried.times(right.carried)!
    }

    /// - Precondition: `right` is not zero.
    package static func / (left: Rational, right: Rational) -> Rational {
        precondition(right != .zero, "a fraction is not divided by zero")
        return left * Rational(right.denominator, over: right.numerator)
    }

    private func times(_ other: Rational) -> Rational? {
        if let first = halves, let second = other.halves {
            return Rational(short: first.top * second.top, over: first.bottom * second.bottom)
        }
        let (top, overflow) = numerator.multipliedReportingOverflow(by: other.numerator)
        let (bottom, overflow2) = denominator.multipliedReportingOverflow(by: other.denominator)
        return overflow || overflow2 ? nil : Rational(top, over: bottom)
    }

    /// The value carried to twelve decimals, for operands too long to combine exactly.
    private var carried: Rational { Rational(scaledAndRounded(decimals: 12), over: Self.power(of10: 12)) }

    /// The whole number next to the value on the side of zero, and what is left: `7/2` is 3 and 1/2.
    package var wholeAndRest: (whole: Int128, rest: Rational) {
        if denominator == 1 { return (numerator, .zero) }
        if let short = halves {
            let (whole, rest) = short.top.quotientAndRemainder(dividingBy: short.bottom)
            return (Int128(whole), Rational(short: rest, over: short.bottom))
        }
        let whole = numerator / denominator
        return (whole, self - Rational(whole, over: 1))
    }

    /// The value times 10^`decimals` as a whole number, rounded half away from zero.
    package func scaledAndRounded(decimals: Int) -> Int128 {
        if let short = shortScaledAndRounded(decimals: decimals) { return Int128(short) }
        let whole = numerator.magnitude / denominator.magnitude
        let rest = numerator.magnitude % denominator.magnitude
        // Long division keeps every product below the denominator times ten.
        var digits = whole
        var remainder = rest
        for _ in 0..<decimals {
            let (high, low) = remainder.multipliedFullWidth(by: 10)
            let (quotient, next) = denominator.magnitude.dividingFullWidth((high, low))
            digits = digits * 10 + quotient
            remainder = next
        }
        if remainder >= denominator.magnitude - remainder { digits += 1 }
        return numerator < 0 ? -Int128(digits) : Int128(digits)
    }

    /// The same in 64 bits, where numerator, denominator and scale are short enough, as most results are.
    private func shortScaledAndRounded(decimals: Int) -> Int64? {
        guard decimals <= 9, let top = Int64(exactly: numerator), let bottom = Int64(exactly: denominator),
            top.magnitude < 1 << 31, bottom < 1 << 31
        else { return nil }
        let scaled = top.magnitude * Self.shortPowers[decimals]
        let (digits, rest) = scaled.quotientAndRemainder(dividingBy: UInt64(bottom))
        let rounded = Int64(rest >= UInt64(bottom) - rest ? digits + 1 : digits)
        return top < 0 ? -rounded : rounded
    }

    private static let shortPowers: [UInt64] = (0...9).map { UInt64(power(of10: $0)) }

    /// The value with exactly `decimals` decimals, rounded half away from zero: `-0.50`, `66.67`.
    package func text(decimals: Int) -> String {
        Self.text(ofScaled: scaledAndRounded(decimals: decimals), decimals: decimals)
    }

    private static let mostPlainDecimals = 9

    /// Exact, as a decimal where it is one of up to nine decimals, otherwise as a fraction: `9.33`, `40/3`.
    package var plain: String {
        if denominator == 1 { return description }
        // In lowest terms, a decimal's denominator has no other factors than 2 and 5.
        let twos = denominator.trailingZeroBitCount
        var rest = denominator >> twos, fives = 0
        while rest.isMultiple(of: 5) { (rest, fives) = (rest / 5, fives + 1) }
        let decimals = max(twos, fives)
        return rest == 1 && decimals <= Self.mostPlainDecimals ? text(decimals: decimals) : description
    }

    /// A whole number of 10^-`decimals` written as a decimal.
    package static func text(ofScaled value: Int128, decimals: Int) -> String {
        // Whole numbers of 64 bits are written many times faster.
        let short = Int64(exactly: value)
        if decimals == 0 { return short.map { String($0) } ?? String(value) }
        let digits = short.map { String($0.magnitude) } ?? String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        let point = padded.utf8.index(padded.endIndex, offsetBy: -decimals)
        return (value < 0 ? "-" : "") + padded[..<point] + "." + padded[point...]
    }
}

extension Rational: CustomStringConvertible {
    /// `20` or `40/3`.
    package var description: String {
        let whole = Self.text(ofScaled: numerator, decimals: 0)
        return denominator == 1 ? whole : whole + "/" + Self.text(ofScaled: denominator, decimals: 0)
    }
}
