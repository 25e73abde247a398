/// Printed parts that add up to their printed total: the method of largest remainders (Hamilton).
///
/// Source: M. L. Balinski and H. P. Young, Fair Representation (1982), ch. 3. Every part is first cut off to the printed
/// decimals; the units still missing to the printed total go to the parts with the largest cut-off remainders, the
/// earlier part among equals.
package enum Apportionment {
    /// Parts in units of 10^-`decimals` that add up to `total`.
    ///
    /// - Parameters:
    ///   - parts: exact, not negative; their sum is within half a unit per part of `total`.
    ///   - total: the printed total in units of 10^-`decimals`.
    ///   - bounds: the most units that each part may get, at least its whole units, together at least `total`; nil for none.
    /// - Returns: as many whole numbers as parts; none for no parts.
    package static func units(
        of parts: [Rational], total: Int128, decimals: Int, atMost bounds: [Int128]? = nil
    ) -> [Int128] {
        let scale = Rational(Rational.power(of10: decimals), over: 1)
        let scaled = parts.map { $0 * scale }
        var units = scaled.map { $0.numerator / $0.denominator }
        var missing = total - units.reduce(0, +)
        let byRemainder = scaled.indices.sorted { first, second in
            let left = scaled[first] - Rational(units[first], over: 1)
            let right = scaled[second] - Rational(units[second], over: 1)
            return left == right ? first < second : left > right
        }
        var before: Int128 = 0
        while missing > 0, missing != before {
            before = missing
            for index in byRemainder where missing > 0 && bounds.map({ units[index] < $0[index] }) ?? true {
                units[index] += 1
                missing -= 1
            }
        }
        return units
    }
}
