package import Aggregation
package import Model
package import Parallel

/// What every school earns on every metric, apart from all weights: scores under any weights follow from it.
///
/// A score is the sum over metrics of the effective weight times the share of it that the school earns (the mean of its
/// components' levels over the highest level). That share depends on results and on the rule's shares alone.
package struct ScoreMatrix: Sendable {
    package let rule: IndexRule
    package let schools: [School]
    /// The metrics of the index, in the order of its domains.
    package let metrics: [String]
    /// Schools with the same effective weights under all weights.
    package let kinds: [ScoringKind]
    /// School → its place in `kinds`.
    package let kindOf: [Int]
    /// Earned shares in units of 1/`unit`, at `school * metrics.count + metric`; 0 where there is no result.
    let earned: [Int]
    let unit: Int
    /// School → the number of its level, and how many levels there are.
    let levelOf: [Int]
    let levelCount: Int
    /// School → 0: all in one class.
    let oneClass: [Int]
    /// The kinds in whole numbers; nil where they are too long for 128 bits.
    let wholeKinds: [WholeKind?]

    /// - Parameter population: needed for schools that span levels; without it they have no score.
    /// - Complexity: that of one aggregation.
    package init(_ results: Results, population: Population?, rule: IndexRule, workers: Workers) {
        let shares = Self.earnedShares(results, rule: rule, workers: workers)
        let schools = results.measures.schools
        self.rule = rule
        self.schools = schools
        metrics = rule.metrics
        let unit = Self.commonUnit(shares)
        self.unit = unit
        earned = shares.joined().map { share in share.map { Int($0.numerator) * (unit / Int($0.denominator)) } ?? 0 }
        let own = schools.indices.map { school in
            ScoringKind(
                levelShares: population?.levelShares(of: school).map(LevelShare.init) ?? [LevelShare(schools[school].level, .one)],
                hasResult: shares[school].map { $0 != nil })
        }
        (kinds, kindOf) = numbered(own)
        (_, levelOf) = numbered(schools.map(\.level))
        levelCount = (levelOf.max() ?? -1) + 1
        oneClass = schools.map { _ in 0 }
        wholeKinds = kinds.map { try? WholeKind($0, pools: rule.pools) }
    }

    /// The share of a metric's points that a school earns, from 0 to 1; nil where it has no result.
    package func earnedShare(school: Int, metric: Int) -> Rational? {
        if !kinds[kindOf[school]].hasResult[metric] { return nil }
        return Rational(Int128(earned[school * metrics.count + metric]), over: Int128(unit))
    }

    /// Denominators are products of the number of levels and small numbers of groups.
    private static func commonUnit(_ shares: [[Rational?]]) -> Int {
        let denominators = Set(shares.joined().compactMap { $0?.denominator })
        guard let unit = try? denominators.reduce(1, leastCommonMultiple) else {
            preconditionFailure("levels and numbers of groups have a short common multiple")
        }
        return Int(unit)
    }

    /// By school and metric: points over maximum of the parts that an aggregation with equal weights gives.
    private static func earnedShares(_ results: Results, rule: IndexRule, workers: Workers) -> [[Rational?]] {
        let equal = Dictionary(rule.metrics.map { ($0, Rational.one) }) { first, _ in first }
        let levels = Set(results.measures.schools.map(\.level))
        let weights = Dictionary(uniqueKeysWithValues: levels.map { ($0, equal) })
        let even = rule.weighted(by: weights, redistribution: .everywhere)
        let scores = aggregate(results, population: nil, rule: even, workers: workers).scores
        return workers.map(scores.count) { school in
            rule.metrics.map { metric in
                let parts = scores[school].parts.filter { $0.metric == metric }
                let maximum = parts.reduce(Rational.zero) { $0 + $1.maximum }
                return maximum == .zero ? nil : parts.reduce(Rational.zero) { $0 + $1.points } / maximum
            }
        }
    }
}

/// What decides a school's effective weights, whatever the weights are: its levels, and which metrics have a result.
package struct ScoringKind: Hashable, Sendable {
    /// Empty for a school that spans levels without students at any of them.
    package let levelShares: [LevelShare]
    /// By metric.
    package let hasResult: [Bool]
}

/// The share of a school that is at a school level.
package struct LevelShare: Hashable, Sendable {
    package let level: String
    package let share: Rational

    package init(_ level: String, _ share: Rational) {
        self.level = level
        self.share = share
    }
}

extension IndexRule {
    /// The same index with other weights.
    package func weighted(
        by weights: [String: [String: Rational]], redistribution: Redistribution? = nil
    ) -> IndexRule {
        IndexRule(
            key: key, title: title, domains: domains, weights: weights, shares: shares,
            redistribution: redistribution ?? self.redistribution, decimals: decimals)
    }

    /// The metrics among which the weight of what is missing moves, as places among all metrics.
    var pools: [Range<Int>] { redistribution == .everywhere ? [0..<metrics.count] : domainRanges }

    /// The metrics of each domain, as places among all metrics.
    var domainRanges: [Range<Int>] {
        var start = 0
        return domains.map { domain in
            defer { start += domain.metrics.count }
            return start..<start + domain.metrics.count
        }
    }
}

/// The different values in the order in which they first come, and for each value its number.
func numbered<Value: Hashable>(_ values: [Value]) -> (different: [Value], numbers: [Int]) {
    var places: [Value: Int] = [:], different: [Value] = []
    let numbers = values.map { value in
        if let place = places[value] { return place }
        places[value] = different.count
        different.append(value)
        return different.count - 1
    }
    return (different, numbers)
}
