internal import Model
internal import Reports

extension ScenarioContent.LevelChange {
    /// The results whose level is not that of the baseline, in the order of the baseline's schools, metrics and groups.
    ///
    /// - Complexity: O(schools · metrics · groups).
    static func all(from baseline: Results, to scenario: Results) -> [ScenarioContent.LevelChange] {
        let old = baseline.measures, new = scenario.measures
        func places<Key: Hashable>(_ keys: [Key]) -> [Key: Int] { Dictionary(keys.enumerated().map { ($1, $0) }) { first, _ in first } }
        let schools = places(new.schools.map(\.id)), metrics = places(new.metrics.map(\.key)), groups = places(new.groups.map(\.key))
        let ownMetrics = old.metrics.map { metrics[$0.key] }, ownGroups = old.groups.map { groups[$0.key] }
        return old.schools.indices.flatMap { school -> [ScenarioContent.LevelChange] in
            guard let place = schools[old.schools[school].id] else { return [] }
            return old.metrics.indices.flatMap { metric in
                old.groups.indices.compactMap { group in
                    let before = baseline.level(school: school, metric: metric, group: group)
                    let after = ownMetrics[metric].flatMap { metric in
                        ownGroups[group].flatMap { scenario.level(school: place, metric: metric, group: $0) }
                    }
                    if before == after { return nil }
                    return .init(
                        school: school, metric: old.metrics[metric].key, group: old.groups[group].key, baseline: before, level: after)
                }
            }
        }
    }
}
