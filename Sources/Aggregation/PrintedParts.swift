internal import Model

extension IndexRule {
    /// The parts with printed points and maxima that add up, level by level: components to their metric, metrics to their
    /// domain, domains to the printed score (and the maxima to 100).
    ///
    /// The score is rounded once; each level below is apportioned by largest remainders, the maxima first. What earned all
    /// its points is printed with all of them (never 13.35 of 13.33), and nothing above its maximum. No printed sum is off.
    ///
    /// - Precondition: the parts stand in the order of the index's metrics.
    func printed(_ parts: [PointsPart]) -> [PointsPart] {
        let tree = PartTree(parts, of: self)
        let maxima = tree.units(of: parts.map(\.maximum), decimals: decimals, within: nil)
        let full = parts.map { $0.points == $0.maximum }
        let points = tree.units(of: parts.map(\.points), decimals: decimals, within: Limits(maxima: maxima, isFull: full))
        return parts.indices.map { parts[$0].printed(points: points[$0], maximum: maxima[$0]) }
    }
}

/// What parts may be printed with: at most their maximum, and all of it where they earned it.
private struct Limits {
    let maxima: [Int128]
    let isFull: [Bool]

    /// For members of one level, each some places, the most and the least units that they get of a total.
    func bounds(_ members: [[Range<Int>]], total: Int128) -> (most: [Int128], least: [Int128]) {
        let most = members.map { places in places.reduce(0) { $0 + maxima[$1].reduce(0, +) } }
        let least = zip(members, most).map { places, most in places.allSatisfy { isFull[$0].allSatisfy(\.self) } ? most : 0 }
        // With few decimals, full parts' maxima can be more than there is to share.
        return (most, least.reduce(0, +) <= total ? least : least.map { _ in 0 })
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
    func units(of amounts: [Rational], decimals: Int, within limits: Limits?) -> [Int128] {
        func divide(_ total: Int128, among sums: [Rational], _ places: [[Range<Int>]]) -> [Int128] {
            let bounds = limits.map { $0.bounds(places, total: total) }
            return Apportionment.units(
                of: sums, total: total, decimals: decimals, limits: bounds?.most, atLeast: bounds?.least)
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
