package import Model
package import Parallel

/// Every school's score with its parts and ranks.
///
/// Sums are exact fractions; each school's score is rounded once, and its printed parts add up to the printed score.
///
/// - Parameter population: needed for schools that span levels; without it they have no score.
/// - Complexity: O(schools · metrics · scored groups), in parallel over schools.
package func aggregate(_ results: Results, population: Population?, rule: IndexRule, workers: Workers) -> Scores {
    let measures = results.measures
    let plan = ComponentPlan(rule: rule, measures: measures)
    let scores = workers.map(measures.schools.count) { school -> SchoolScore in
        do throws(NoScore) {
            let shares = population?.levelShares(of: school) ?? [(measures.schools[school].level, .one)]
            let nominal = try rule.nominalWeights(levelShares: shares)
            return try plan.score(school: school, nominal: nominal, results: results)
        } catch {
            return SchoolScore(outcome: .none(reason: error.description), parts: [])
        }
    }
    let ranked = Scores(
        index: rule.key, year: measures.year, schools: measures.schools, decimals: rule.decimals, scores: scores,
        ranks: ranks(of: scores, among: scores.indices.map { _ in "" }),
        levelRanks: ranks(of: scores, among: measures.schools.map(\.level)))
    return ranked.with(isLowest: rule.lowest?.lowest(ranked))
}

/// Ranks from unrounded scores within each class; ties share the smaller rank, schools without a score have none.
func ranks(of scores: [SchoolScore], among classes: [String]) -> [Rank?] {
    var ranks = [Rank?](repeating: nil, count: scores.count)
    let scored = scores.enumerated().compactMap { school, score in score.score.map { (school: school, score: $0) } }
    for members in Dictionary(grouping: scored, by: { classes[$0.school] }).values {
        let ordered = members.sorted { $0.score > $1.score }
        var place = 1
        for (position, member) in ordered.enumerated() {
            if position > 0, member.score != ordered[position - 1].score { place = position + 1 }
            ranks[member.school] = Rank(place: place, of: ordered.count)
        }
    }
    return ranks
}

/// An index's metrics and components as places in the measures, looked up once for all schools.
struct ComponentPlan: Sendable {
    private let rule: IndexRule
    private let metrics: [(key: String, place: Int)]
    private let everyone: Int?
    private let components: [Component]

    private enum Component: Sendable {
        case group(key: String, place: Int)
        case chosen(key: String, place: Int)

        var key: String {
            switch self {
            case .group(let key, _), .chosen(let key, _): key
            }
        }
    }

    init(rule: IndexRule, measures: Measures) {
        self.rule = rule
        metrics = rule.metrics.filter { !rule.unmeasured.contains($0) }.compactMap { key in
            measures.metrics.firstIndex { $0.key == key }.map { (key, $0) }
        }
        everyone = measures.groups.firstIndex { $0.key == rule.shares.everyone }
        components = rule.shares.groups.compactMap { key in
            if let place = measures.groups.firstIndex(where: { $0.key == key }) { return .group(key: key, place: place) }
            if let place = measures.chosenGroups.firstIndex(where: { $0.key == key }) {
                return .chosen(key: key, place: place)
            }
            return nil
        }
    }

    /// A school's score: for every metric with a result, its effective weight divided among the components that have one.
    func score(school: Int, nominal: [String: Rational], results: Results) throws(NoScore) -> SchoolScore {
        guard let everyone else { throw .noMetric }
        var levels: [String: Int] = [:]
        for metric in metrics {
            levels[metric.key] = results.level(school: school, metric: metric.place, group: everyone)
        }
        let weights = try rule.effectiveWeights(nominal: nominal) { levels[$0] != nil }
        var parts: [PointsPart] = []
        for metric in metrics {
            guard let weight = weights[metric.key], let level = levels[metric.key] else { continue }
            let scored = scoredComponents(of: metric, school: school, results: results)
            let shares = rule.shares.shares(groupsWithResult: scored.count)
            func part(_ component: String, group: String, level: Int, share: Rational) -> PointsPart {
                let maximum = weight * share
                return PointsPart(
                    metric: metric.key, component: component, group: group, level: level,
                    points: maximum * Rational(Int128(level), over: Int128(results.levelCount)), maximum: maximum)
            }
            let all = rule.shares.everyone
            parts.append(part(all, group: all, level: level, share: shares.everyone))
            for component in scored {
                let group = results.measures.groups[component.group].key
                parts.append(part(component.key, group: group, level: component.level, share: shares.group))
            }
        }
        let total = parts.reduce(Rational.zero) { $0 + $1.points }
        return SchoolScore(outcome: .score(total), parts: rule.printed(parts))
    }

    private func scoredComponents(
        of metric: (key: String, place: Int), school: Int, results: Results
    ) -> [(key: String, group: Int, level: Int)] {
        if rule.shares.allStudentsOnly.contains(metric.key) { return [] }
        return components.compactMap { component in
            let group: Int? =
                switch component {
                case .group(_, let place): place
                case .chosen(_, let place): results.measures.choice(place, school: school, metric: metric.place)
                }
            guard let group, let level = results.level(school: school, metric: metric.place, group: group) else { return nil }
            return (component.key, group, level)
        }
    }
}
