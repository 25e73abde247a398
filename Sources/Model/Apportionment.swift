/// Printed parts that add up to their printed total: the method of largest remainders (Hamilton).
///
/// Source: M. L. Balinski and H. P. Young, Fair Representation (1982), ch. 3. Every part is first cut off to the printed
/// decimals; the units still missing to the printed total go to the parts with the largest cut-off remainders, the
/// earlier part among equals. A part that has reached its limit is passed over: nobody earns 1.67 of 1.66 points.
package enum Apportionment {
    /// Parts in units of 10^-`decimals` that add up to `total`.
    ///
    /// - Parameters:
    ///   - parts: exact, not negative; their sum is within half a unit per part of `total`.
    ///   - total: the printed total in units of 10^-`decimals`.
    ///   - limits: the most units that each part may have, nil for any number; no part when cut off is above its limit, and
    ///     together they are not below `total`.
    ///   - least: the fewest units that each part must have, together not above `total`; nil for none. What they take beyond a
    ///     part's own comes from the parts with the smallest remainders.
    /// - Returns: as many whole numbers as parts; none for no parts.
    package static func units(
        of parts: [Rational], total: Int128, decimals: Int, limits: [Int128]? = nil, atLeast least: [Int128]? = nil
    ) -> [Int128] {
        let scale = Rational(Rational.power(of10: decimals), over: 1)
        let divided = parts.map { ($0 * scale).wholeAndRest }
        var units = divided.map(\.whole)
        if let least { for place in units.indices { units[place] = max(units[place], least[place]) } }
        var missing = total - units.reduce(0, +)
        if missing == 0 { return units }
        let byRemainder = divided.indices.sorted { first, second in
            let left = divided[first].rest, right = divided[second].rest
            return left == right ? first < second : left > right
        }
        // Once round is enough, unless limits left little room: then another unit goes where there is some.
        while missing > 0 {
            let before = missing
            for index in byRemainder where missing > 0 && limits.map({ units[index] < $0[index] }) ?? true {
                units[index] += 1
                missing -= 1
            }
            precondition(missing < before, "parts to divide a total among have room for it")
        }
        while missing < 0 {
            let before = missing
            for index in byRemainder.reversed() where missing < 0 && units[index] > least?[index] ?? 0 {
                units[index] -= 1
                missing += 1
            }
            precondition(missing > before, "what parts must have is not more than there is")
        }
        return units
    }
}
