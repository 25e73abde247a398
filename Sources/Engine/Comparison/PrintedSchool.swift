internal import Model

/// What a school's report prints of one run.
struct PrintedSchool {
    /// A result's metric, and its group or the choice among groups.
    struct Key: Hashable {
        let metric: String
        let group: String
    }

    /// In the order of metrics, then groups.
    private(set) var keys: [Key] = []
    private(set) var results: [Key: PrintedResult] = [:]

    /// - Complexity: O(metrics · groups).
    init(_ scored: Scored, at school: Int) {
        let measures = scored.results.measures, decimals = scored.scores?.decimals ?? 0
        let parts = scored.scores?.scores[school].parts ?? []
        let points = Dictionary(parts.map { (Key(metric: $0.metric, group: $0.component), $0.printedPoints) }) { first, _ in first }
        for (metric, words) in measures.metrics.enumerated() {
            func add(_ key: String, _ group: Int) {
                guard let measure = measures[school: school, metric: metric, group: group] else { return }
                let place = Key(metric: words.key, group: key)
                keys.append(place)
                results[place] = PrintedResult(
                    of: measures.groups[group].key, n: measure.value == nil ? nil : measure.n,
                    value: measure.value?.scaledAndRounded(decimals: words.decimals), decimals: words.decimals, absence: measure.absence,
                    level: scored.results.level(school: school, metric: metric, group: group), points: points[place],
                    pointDecimals: decimals)
            }
            for (group, groupWords) in measures.groups.enumerated() { add(groupWords.key, group) }
            for (place, chosen) in measures.chosenGroups.enumerated() {
                if let group = measures.choice(place, school: school, metric: metric) { add(chosen.key, group) }
            }
        }
    }

    /// The results that another run prints otherwise.
    func changes(to other: PrintedSchool, of school: School) -> [ResultChange] {
        (keys + other.keys.filter { results[$0] == nil }).compactMap { key in
            let own = results[key], new = other.results[key]
            return own == new ? nil : ResultChange(school: school, metric: key.metric, group: key.group, first: own, second: new)
        }
    }
}
