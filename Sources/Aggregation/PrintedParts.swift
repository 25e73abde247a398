internal import Model

extension IndexRule {
    /// The parts with printed points and maxima that add up, level by level: components to their metric, metrics to their
    /// domain, domains to the printed score (and the maxima to 100).
    ///
    /// The score is rounded once; each level below is apportioned by largest remainders, so a part differs from its own
    /// rounding by at most one unit and no printed sum is ever off. Nothing printed is above its printed maximum.
    ///
    /// - Precondition: the parts stand in the order of the index's metrics.
    func printed(_ parts: [PointsPart]) -> [PointsPart] {
        let tree = PartTree(parts, of: self)
        let maxima = tree.units(of: parts.map(\.maximum), decimals: decimals, within: nil)
        let points = tree.units(of: parts.map(\.points), decimals: decimals, within: maxima)
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
    ///
    /// - Parameter limits: the most units of each part, and so of metrics and domains; nil for any number.
    func units(of amounts: [Rational], decimals: Int, within limits: [Int128]?) -> [Int128] {
        func divide(_ total: Int128, among sums: [Rational], _ places: [[Range<Int>]]) -> [Int128] {
            let most = limits.map { limits in places.map { ranges in ranges.reduce(0) { $0 + limits[$1].reduce(0, +) } } }
            return Apportionment.units(of: sums, total: total, decimals: decimals, limits: most)
        }
        let metricSums = domains.map { metrics in metrics.map { amounts[$0].reduce(.zero, +) } }
        let domainSums = metricSums.map { $0.reduce(.zero, +) }
        let total = domainSums.reduce(.zero, +).scaledAndRounded(decimals: decimals)
        let domainUnits = divide(total, among: domainSums, domains)
        var units: [Int128] = []
        for (place, metrics) in domains.enumerated() {
            let metricUnits = divide(domainUnits[place], among: metricSums[place], metrics.map { [$0] })
            for (metric, metricTotal) in zip(metrics, metricUnits) {
                units += divide(metricTotal, among: Array(amounts[metric]), metric.map { [$0..<$0 + 1] })
            }
        }
        return units
    }
}
