package import Model

/// Why a school has no score.
package enum NoScore: Error, Equatable, Sendable, CustomStringConvertible {
    /// No metric of a domain has a result; the domain's title.
    case emptyDomain(String)
    /// No metric of the index has a result.
    case noMetric
    /// The school's level has no weights in the year.
    case noWeights(schoolLevel: String)
    /// A school that spans levels without students at any of them.
    case noEnrollment

    package var description: String {
        switch self {
        case .emptyDomain(let title): "no result for any metric of the \(title)"
        case .noMetric: "no result for any metric"
        case .noWeights(let schoolLevel): "no weights for school level \(schoolLevel)"
        case .noEnrollment: "spans school levels, but no students are enrolled at any of them"
        }
    }
}

extension IndexRule {
    /// The weights of a school before anything is missing: those of its level, or for a school that spans levels the mean of
    /// its levels' weights by the share of its students in each.
    package func nominalWeights(
        levelShares: [(level: String, share: Rational)]
    ) throws(NoScore) -> [String: Rational] {
        if levelShares.isEmpty { throw .noEnrollment }
        var nominal: [String: Rational] = [:]
        for (level, share) in levelShares {
            guard let weights = weights[level] else { throw .noWeights(schoolLevel: level) }
            for (metric, weight) in weights { nominal[metric, default: .zero] += weight * share }
        }
        return nominal
    }

    /// The weights of the metrics that have a result: what is missing moves in proportion to what is there.
    ///
    /// - Returns: weights that add up to the sum of all nominal weights, none for a metric without a result.
    package func effectiveWeights(
        nominal: [String: Rational], hasResult: (String) -> Bool
    ) throws(NoScore) -> [String: Rational] {
        switch redistribution {
        case .everywhere:
            return try scaled(metrics, nominal: nominal, hasResult: hasResult, otherwise: .noMetric)
        case .withinDomain:
            var effective: [String: Rational] = [:]
            for domain in domains {
                let part = try scaled(
                    domain.metrics, nominal: nominal, hasResult: hasResult, otherwise: .emptyDomain(domain.title))
                effective.merge(part) { first, _ in first }
            }
            return effective
        }
    }

    private func scaled(
        _ metrics: [String], nominal: [String: Rational], hasResult: (String) -> Bool, otherwise: NoScore
    ) throws(NoScore) -> [String: Rational] {
        let weighted = metrics.filter { nominal[$0, default: .zero] > .zero }
        let present = weighted.filter(hasResult)
        if present.count == weighted.count { return nominal.filter { weighted.contains($0.key) } }
        let total = weighted.reduce(Rational.zero) { $0 + nominal[$1]! }
        let left = present.reduce(Rational.zero) { $0 + nominal[$1]! }
        if left == .zero { throw otherwise }
        let factor = total / left
        return Dictionary(uniqueKeysWithValues: present.map { ($0, nominal[$0]! * factor) })
    }
}

extension IndexRule {
    /// A pattern of missing metrics for which a school would get neither weights of 100 nor a reason.
    package struct WeightGap: Equatable, Sendable {
        package let schoolLevel: String
        package let present: [String]
        package let sum: Rational
    }

    /// Tries every pattern of missing metrics at every school level.
    ///
    /// Where weights move within their domain, domains are independent of each other: each is tried with all its patterns
    /// while nothing is missing in the others, which stands for all their combinations.
    ///
    /// - Returns: the patterns whose weights do not sum to 100; empty is the proof that every school gets either the whole
    ///   100 or no score with a reason.
    /// - Complexity: O(levels · 2^metrics of the largest domain).
    package func weightGaps() -> [WeightGap] {
        var gaps: [WeightGap] = []
        for level in weights.keys.sorted() {
            for present in presentMetrics(at: level) {
                guard let effective = try? effectiveWeights(nominal: weights[level]!, hasResult: present.contains)
                else { continue }
                let sum = effective.values.reduce(.zero, +)
                if sum == Self.total && Set(effective.keys).isSubset(of: present) { continue }
                let gap = WeightGap(schoolLevel: level, present: present, sum: sum)
                if !gaps.contains(gap) { gaps.append(gap) }
            }
        }
        return gaps
    }

    /// The patterns to try, each the metrics that have a result.
    private func presentMetrics(at level: String) -> some Sequence<[String]> {
        let weighted = metrics.filter { weights[level]![$0, default: .zero] > .zero }
        let pools =
            switch redistribution {
            case .withinDomain: domains.map { $0.metrics.filter(weighted.contains) }
            case .everywhere: [weighted]
            }
        return pools.lazy.flatMap { pool in
            (0..<(1 << pool.count)).lazy.map { pattern in
                weighted.filter { metric in pool.firstIndex(of: metric).map { pattern >> $0 & 1 == 1 } ?? true }
            }
        }
    }
}
