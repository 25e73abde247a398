/// An exact fraction, the simplest that does the work: it traps where 127 bits are too few.
struct Fraction: Hashable, Comparable {
    let top: Int128
    /// Above zero; the two have no common divisor.
    let bottom: Int128

    init(_ top: Int128, _ bottom: Int128 = 1) {
        var (a, b) = (top.magnitude, bottom.magnitude)
        while b != 0 { (a, b) = (b, a % b) }
        let divisor = Int128(a == 0 ? 1 : a) * (bottom < 0 ? -1 : 1)
        self.top = top / divisor
        self.bottom = bottom / divisor
    }

    init(_ whole: Int) { self.init(Int128(whole)) }

    /// A decimal number as files have it, such as `2.50`; nil for an empty text.
    init?(decimal text: String) {
        if text.isEmpty { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        var bottom: Int128 = 1
        for _ in 0..<(parts.count == 2 ? parts[1].count : 0) { bottom *= 10 }
        guard let top = Int128(parts.joined()) else { return nil }
        self.init(top, bottom)
    }

    static func + (a: Fraction, b: Fraction) -> Fraction { Fraction(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom) }
    static func - (a: Fraction, b: Fraction) -> Fraction { Fraction(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom) }
    static func * (a: Fraction, b: Fraction) -> Fraction { Fraction(a.top * b.top, a.bottom * b.bottom) }
    static func / (a: Fraction, b: Fraction) -> Fraction { Fraction(a.top * b.bottom, a.bottom * b.top) }
    static func < (a: Fraction, b: Fraction) -> Bool { a.top * b.bottom < b.top * a.bottom }

    static func sum(_ fractions: [Fraction]) -> Fraction { fractions.reduce(Fraction(0), +) }

    /// The largest whole number that is not above the fraction.
    var floor: Int128 {
        let quotient = top / bottom
        return top < 0 && quotient * bottom != top ? quotient - 1 : quotient
    }

    /// Hundredths, rounded once, half away from zero (conventions.md, Output).
    var hundredths: Int128 { scaled(decimals: 2) }

    private func scaled(decimals: Int) -> Int128 {
        let scale = Fraction((0..<decimals).reduce(1) { product, _ in product * 10 })
        let magnitude = (Fraction(Int128(top.magnitude), bottom) * scale + Fraction(1, 2)).floor
        return top < 0 ? -magnitude : magnitude
    }

    /// The fraction with two decimals.
    var text: String { text(decimals: 2) }

    func text(decimals: Int) -> String { Self.text(of: scaled(decimals: decimals), decimals: decimals) }

    static func text(hundredths: Int128) -> String { text(of: hundredths, decimals: 2) }

    private static func text(of scaled: Int128, decimals: Int) -> String {
        let digits = String(scaled.magnitude), zeros = String(repeating: "0", count: max(0, decimals + 1 - digits.count))
        let whole = zeros + digits
        return (scaled < 0 ? "-" : "") + whole.dropLast(decimals) + "." + whole.suffix(decimals)
    }
}
