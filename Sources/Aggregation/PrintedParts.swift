internal import Model

extension IndexRule {
    /// The parts with printed points and maxima that add up, level by level: components to their metric, metrics to their
    /// domain, domains to the printed score (and the maxima to 100).
    ///
    /// The score is rounded once; each level below is apportioned by largest remainders, so a part differs from its own
    /// rounding by at most one unit and no printed sum is ever off.
    func printed(_ parts: [PointsPart]) -> [PointsPart] {
        let points = printedUnits(parts, of: \.points)
        let maxima = printedUnits(parts, of: \.maximum)
        return parts.indices.map { parts[$0].printed(points: points[$0], maximum: maxima[$0]) }
    }

    private func printedUnits(_ parts: [PointsPart], of amount: KeyPath<PointsPart, Rational>) -> [Int128] {
        func sum(_ places: [Int]) -> Rational { places.reduce(Rational.zero) { $0 + parts[$1][keyPath: amount] } }
        let byMetric = Dictionary(grouping: parts.indices, by: { parts[$0].metric })
        var units = [Int128](repeating: 0, count: parts.count)
        let domainSums = domains.map { domain in sum(domain.metrics.flatMap { byMetric[$0] ?? [] }) }
        let total = sum(Array(parts.indices)).scaledAndRounded(decimals: decimals)
        let domainUnits = Apportionment.units(of: domainSums, total: total, decimals: decimals)
        for (domain, domainTotal) in zip(domains, domainUnits) {
            let members = domain.metrics.compactMap { byMetric[$0] }
            let metricUnits = Apportionment.units(of: members.map(sum), total: domainTotal, decimals: decimals)
            for (places, metricTotal) in zip(members, metricUnits) {
                let own = places.map { parts[$0][keyPath: amount] }
                let partUnits = Apportionment.units(of: own, total: metricTotal, decimals: decimals)
                for (place, unit) in zip(places, partUnits) { units[place] = unit }
            }
        }
        return units
    }
}
