internal import Model

extension IndexRule {
    /// The parts with printed points and maxima that add up, level by level: components to their metric, metrics to their
    /// domain, domains to the printed score (and the maxima to 100).
    ///
    /// The score is rounded once; each level below is apportioned by largest remainders, so a part differs from its own
    /// rounding by at most one unit and no printed sum is ever off.
    ///
    /// - Precondition: the parts stand in the order of the index's metrics.
    func printed(_ parts: [PointsPart]) -> [PointsPart] {
        let tree = PartTree(parts, of: self)
        let points = tree.units(of: parts.map(\.points), decimals: decimals)
        let maxima = tree.units(of: parts.map(\.maximum), decimals: decimals)
        return parts.indices.map { parts[$0].printed(points: points[$0], maximum: maxima[$0]) }
    }
}

/// Which places of a school's parts belong to each metric, and which metrics to each domain.
private struct PartTree {
    private let domains: [[Range<Int>]]

    init(_ parts: [PointsPart], of rule: IndexRule) {
        var next = 0
        domains = rule.domains.map { domain in
            domain.metrics.compactMap { metric in
                let start = next
                while next < parts.count, parts[next].metric == metric { next += 1 }
                return start == next ? nil : start..<next
            }
        }
        precondition(next == parts.count, "parts stand in the order of the index's metrics")
    }

    /// Amounts in units of 10^-`decimals`, rounded together at the top and apportioned downwards.
    func units(of amounts: [Rational], decimals: Int) -> [Int128] {
        let metricSums = domains.map { metrics in metrics.map { amounts[$0].reduce(.zero, +) } }
        let domainSums = metricSums.map { $0.reduce(.zero, +) }
        let total = domainSums.reduce(.zero, +).scaledAndRounded(decimals: decimals)
        let domainUnits = Apportionment.units(of: domainSums, total: total, decimals: decimals)
        var units: [Int128] = []
        for (place, metrics) in domains.enumerated() {
            let metricUnits = Apportionment.units(of: metricSums[place], total: domainUnits[place], decimals: decimals)
            for (metric, metricTotal) in zip(metrics, metricUnits) {
                units += Apportionment.units(of: Array(amounts[metric]), total: metricTotal, decimals: decimals)
            }
        }
        return units
    }
}
