internal import Aggregation
internal import Model

/// A school's weights, exact: before anything is missing, and after what is missing moved.
struct Weighing: Sendable {
    /// How the school divides among levels.
    let shares: [(level: String, share: Rational)]
    /// Metric → weight; empty where the school's levels have none.
    let nominal: [String: Rational]
    /// Empty for a school without a score.
    let effective: [String: Rational]
}

/// Metrics among which weights move, and what of them moved.
struct Moved: Sendable {
    let missing: [String]
    let total: Rational
    /// The weights of those that have a result.
    let left: Rational

    /// What the other weights are multiplied by; nil where there are none.
    var factor: Rational? { left == .zero ? nil : total / left }
}

extension Explainer {
    func weighing(of school: Int) -> Weighing? {
        guard let rule else { return nil }
        let shares = population?.levelShares(of: school) ?? [(measures.schools[school].level, .one)]
        let nominal = (try? rule.nominalWeights(levelShares: shares)) ?? [:]
        let effective = try? rule.effectiveWeights(nominal: nominal) { hasLevel($0, at: school) }
        return Weighing(shares: shares, nominal: nominal, effective: scores?.scores[school].score == nil ? [:] : effective ?? [:])
    }

    /// Whether a metric has what counts: a level for all students.
    func hasLevel(_ metric: String, at school: Int) -> Bool {
        guard let place = measures.metrics.firstIndex(where: { $0.key == metric }), let everyone else { return false }
        return results.level(school: school, metric: place, group: everyone) != nil
    }

    /// What moved among some metrics; nil where nothing did.
    func moved(among pool: [String], _ weighing: Weighing, at school: Int) -> Moved? {
        let weighted = pool.filter { weighing.nominal[$0, default: .zero] > .zero }
        let missing = weighted.filter { !hasLevel($0, at: school) }
        if missing.isEmpty { return nil }
        func sum(_ metrics: [String]) -> Rational { metrics.reduce(.zero) { $0 + weighing.nominal[$1, default: .zero] } }
        return Moved(missing: missing, total: sum(weighted), left: sum(weighted.filter { !missing.contains($0) }))
    }

    /// The metrics among which a metric's weight moves where it is missing.
    func pool(of metric: String) -> [String] {
        guard let rule else { return [] }
        switch rule.redistribution {
        case .everywhere: return rule.metrics
        case .withinDomain: return rule.domains.first { $0.metrics.contains(metric) }?.metrics ?? []
        }
    }
}
