internal import Model

extension IndexRule {
    /// The parts with printed points and maxima that add up, level by level: components to their metric, metrics to their
    /// domain, domains to the printed score (and the maxima to 100).
    ///
    /// The score is rounded once; each level below is apportioned by largest remainders, the maxima first. What earned all
    /// its points is printed with all of them (never 13.35 of 13.33), and nothing above its maximum. No printed sum is off.
    func printed(_ parts: [PointsPart]) -> [PointsPart] {
        let maxima = printedUnits(parts, of: \.maximum) { _, _ in nil }
        let points = printedUnits(parts, of: \.points) { members, total in
            let full = members.map { places in places.allSatisfy { parts[$0].points == parts[$0].maximum } }
            let most = members.map { places in places.reduce(0) { $0 + maxima[$1] } }
            let isPossible = zip(full, most).reduce(0) { $0 + ($1.0 ? $1.1 : 0) } <= total
            return zip(full, most).map { full, most in (full && isPossible ? most : 0)...most }
        }
        return parts.indices.map { parts[$0].printed(points: points[$0], maximum: maxima[$0]) }
    }

    /// The parts' amounts in printed units, apportioned from the whole down.
    ///
    /// - Parameter bounds: for members of one level, each the places of its parts, and their total: what each may get.
    private func printedUnits(
        _ parts: [PointsPart], of amount: KeyPath<PointsPart, Rational>,
        within bounds: (_ members: [[Int]], _ total: Int128) -> [ClosedRange<Int128>]?
    ) -> [Int128] {
        func sum(_ places: [Int]) -> Rational { places.reduce(Rational.zero) { $0 + parts[$1][keyPath: amount] } }
        func units(of members: [[Int]], _ total: Int128) -> [Int128] {
            Apportionment.units(of: members.map(sum), total: total, decimals: decimals, within: bounds(members, total))
        }
        let byMetric = Dictionary(grouping: parts.indices, by: { parts[$0].metric })
        let domainMetrics = domains.map { domain in domain.metrics.compactMap { byMetric[$0] } }
        let total = sum(Array(parts.indices)).scaledAndRounded(decimals: decimals)
        var result = [Int128](repeating: 0, count: parts.count)
        for (metrics, domainTotal) in zip(domainMetrics, units(of: domainMetrics.map { $0.flatMap(\.self) }, total)) {
            for (places, metricTotal) in zip(metrics, units(of: metrics, domainTotal)) {
                for (place, unit) in zip(places, units(of: places.map { [$0] }, metricTotal)) { result[place] = unit }
            }
        }
        return result
    }
}
