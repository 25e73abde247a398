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
    ///   - bounds: the least and the most units of each part, such that `total` is possible; nil for none.
    /// - Returns: as many whole numbers as parts; none for no parts.
    package static func units(
        of parts: [Rational], total: Int128, decimals: Int, within bounds: [ClosedRange<Int128>]? = nil
    ) -> [Int128] {
        let scale = Rational(Rational.power(of10: decimals), over: 1)
        let scaled = parts.map { $0 * scale }
        let whole = scaled.map { $0.numerator / $0.denominator }
        let byRemainder = scaled.indices.sorted { first, second in
            let left = scaled[first] - Rational(whole[first], over: 1)
            let right = scaled[second] - Rational(whole[second], over: 1)
            return left == right ? first < second : left > right
        }
        var units = whole.indices.map { place in bounds.map { whole[place].clamped(to: $0[place]) } ?? whole[place] }
        var missing = total - units.reduce(0, +)
        var before: Int128 = 0
        while missing != 0, missing != before {
            before = missing
            let step: Int128 = missing > 0 ? 1 : -1
            for place in missing > 0 ? byRemainder : byRemainder.reversed() where missing != 0 {
                if let range = bounds?[place], !range.contains(units[place] + step) { continue }
                units[place] += step
                missing -= step
            }
        }
        return units
    }
}

extension Int128 {
    fileprivate func clamped(to range: ClosedRange<Int128>) -> Int128 { Swift.min(Swift.max(self, range.lowerBound), range.upperBound) }
}
