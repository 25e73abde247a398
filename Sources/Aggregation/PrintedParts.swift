internal import Model

extension IndexRule {
    /// The parts with printed points and maxima that add up, level by level: components to their metric, metrics to their
    /// domain, domains to the printed score (and the maxima to 100).
    ///
    /// The score is rounded once. Below it the maxima are apportioned by largest remainders, and so are the points that were
    /// not earned; printed points are the difference. So no printed sum is ever off, full marks are printed as full marks
    /// (never 13.35 of 13.33), and no part is printed above its maximum or below 0.
    func printed(_ parts: [PointsPart]) -> [PointsPart] {
        let whole = parts.reduce(Rational.zero) { $0 + $1.maximum }.scaledAndRounded(decimals: decimals)
        let score = parts.reduce(Rational.zero) { $0 + $1.points }.scaledAndRounded(decimals: decimals)
        let maxima = printedUnits(parts, parts.map(\.maximum), total: whole, atMost: nil)
        let lost = printedUnits(parts, parts.map { $0.maximum - $0.points }, total: whole - score, atMost: maxima)
        return parts.indices.map { parts[$0].printed(points: maxima[$0] - lost[$0], maximum: maxima[$0]) }
    }

    /// The parts' amounts in printed units that add up to `total`, each at most its bound.
    private func printedUnits(
        _ parts: [PointsPart], _ amounts: [Rational], total: Int128, atMost bounds: [Int128]?
    ) -> [Int128] {
        func apportioned(_ members: [[Int]], _ total: Int128) -> [Int128] {
            Apportionment.units(
                of: members.map { $0.reduce(Rational.zero) { $0 + amounts[$1] } }, total: total, decimals: decimals,
                atMost: bounds.map { bounds in members.map { $0.reduce(0) { $0 + bounds[$1] } } })
        }
        let byMetric = Dictionary(grouping: parts.indices, by: { parts[$0].metric })
        let metricsByDomain = domains.map { domain in domain.metrics.compactMap { byMetric[$0] } }
        var units = [Int128](repeating: 0, count: parts.count)
        for (metrics, domainTotal) in zip(metricsByDomain, apportioned(metricsByDomain.map { $0.flatMap(\.self) }, total)) {
            for (places, metricTotal) in zip(metrics, apportioned(metrics, domainTotal)) {
                for (place, unit) in zip(places, apportioned(places.map { [$0] }, metricTotal)) { units[place] = unit }
            }
        }
        return units
    }
}
