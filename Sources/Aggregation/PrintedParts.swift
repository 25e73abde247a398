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
        let maxima = tree.units(of: parts.map(\.maximum), decimals: decimals)
        let full = parts.map { $0.points == $0.maximum }
        let points = tree.units(of: parts.map(\.points), decimals: decimals, within: Limits(maxima: maxima, isFull: full))
        return parts.indices.map { parts[$0].printed(points: points[$0], maximum: maxima[$0]) }
    }
}

/// What parts may be printed with: at most their maximum, and all of it where they earned it.
private struct Limits {
    let maxima: [Int128]
    let isFull: [Bool]

    /// For members of one level, each a range of places, that share `total`.
    func bounds(_ members: [Range<Int>], total: Int128) -> [ClosedRange<Int128>] {
        let most = members.map { maxima[$0].reduce(0, +) }
        let full = members.map { isFull[$0].allSatisfy(\.self) }
        // With few decimals a full part's maximum can be more than there is to share.
        let isPossible = zip(most, full).reduce(0) { $0 + ($1.1 ? $1.0 : 0) } <= total
        return zip(most, full).map { most, full in (full && isPossible ? most : 0)...most }
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
    func units(of amounts: [Rational], decimals: Int, within limits: Limits? = nil) -> [Int128] {
        func apportioned(_ sums: [Rational], _ members: @autoclosure () -> [Range<Int>], _ total: Int128) -> [Int128] {
            Apportionment.units(
                of: sums, total: total, decimals: decimals, within: limits.map { $0.bounds(members(), total: total) })
        }
        let metricSums = domains.map { metrics in metrics.map { amounts[$0].reduce(.zero, +) } }
        let domainSums = metricSums.map { $0.reduce(.zero, +) }
        let total = domainSums.reduce(.zero, +).scaledAndRounded(decimals: decimals)
        var units: [Int128] = []
        for (place, domainTotal) in apportioned(domainSums, domains.map(Self.whole), total).enumerated() {
            let metrics = domains[place]
            for (metric, metricTotal) in zip(metrics, apportioned(metricSums[place], metrics, domainTotal)) {
                units += apportioned(Array(amounts[metric]), metric.map { $0..<$0 + 1 }, metricTotal)
            }
        }
        return units
    }

    private static func whole(_ metrics: [Range<Int>]) -> Range<Int> {
        (metrics.first?.lowerBound ?? 0)..<(metrics.last?.upperBound ?? 0)
    }
}
