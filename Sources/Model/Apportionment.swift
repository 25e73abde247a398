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
    /// - Returns: as many whole numbers as parts; none for no parts.
    package static func units(of parts: [Rational], total: Int128, decimals: Int) -> [Int128] {
        let scale = Rational(Rational.power(of10: decimals), over: 1)
        let divided = parts.map { ($0 * scale).wholeAndRest }
        var units = divided.map(\.whole)
        var missing = total - units.reduce(0, +)
        if missing == 0 { return units }
        let byRemainder = divided.indices.sorted { first, second in
            let left = divided[first].rest, right = divided[second].rest
            return left == right ? first < second : left > right
        }
        for index in byRemainder where missing > 0 {
            units[index] += 1
            missing -= 1
        }
        return units
    }
}
