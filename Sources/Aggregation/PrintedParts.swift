internal import Model

extension IndexRule {
    /// The parts with printed points and maxima that add up, level by level: components to their metric, metrics to their
    /// domain, domains to the printed score (and the maxima to 100).
    ///
    /// The score is rounded once; each level below is apportioned by largest remainders, so a part differs from its own
    /// rounding by at most one unit and no printed sum is ever off. Nothing printed is above its printed maximum.
    func printed(_ parts: [PointsPart]) -> [PointsPart] {
        let maxima = printedUnits(parts, of: \.maximum, within: nil)
        let points = printedUnits(parts, of: \.points, within: maxima)
        return parts.indices.map { parts[$0].printed(points: points[$0], maximum: maxima[$0]) }
    }

    private func printedUnits(
        _ parts: [PointsPart], of amount: KeyPath<PointsPart, Rational>, within limits: [Int128]?
    ) -> [Int128] {
        let byMetric = Dictionary(grouping: parts.indices, by: { parts[$0].metric })
        var units = [Int128](repeating: 0, count: parts.count)
        /// Divides a printed total among groups of parts, none of which gets more than its parts' limits together.
        func divide(_ total: Int128, among groups: [[Int]]) -> [Int128] {
            let sums = groups.map { group in group.reduce(Rational.zero) { $0 + parts[$1][keyPath: amount] } }
            let most = limits.map { limits in groups.map { group in group.reduce(0) { $0 + limits[$1] } } }
            return Apportionment.units(of: sums, total: total, decimals: decimals, limits: most)
        }
        let total = parts.reduce(Rational.zero) { $0 + $1[keyPath: amount] }.scaledAndRounded(decimals: decimals)
        let ofDomains = domains.map { $0.metrics.compactMap { byMetric[$0] } }
        for (metrics, domainTotal) in zip(ofDomains, divide(total, among: ofDomains.map { $0.flatMap { $0 } })) {
            for (places, metricTotal) in zip(metrics, divide(domainTotal, among: metrics)) {
                for (place, unit) in zip(places, divide(metricTotal, among: places.map { [$0] })) { units[place] = unit }
            }
        }
        return units
    }
}
