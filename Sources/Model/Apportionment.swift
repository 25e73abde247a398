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
        let divided = parts.map { ($0 * scale).wholeAndRest }
        var units = divided.map(\.whole)
        if let bounds {
            for (place, range) in bounds.enumerated() { units[place] = max(range.lowerBound, min(range.upperBound, units[place])) }
        }
        var missing = total - units.reduce(0, +)
        if missing == 0 { return units }
        let byRemainder = divided.indices.sorted { first, second in
            let left = divided[first].rest, right = divided[second].rest
            return left == right ? first < second : left > right
        }
        // Without bounds one round is enough; a bounded part leaves its unit to the others, or takes one of theirs.
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
