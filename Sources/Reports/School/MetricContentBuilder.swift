internal import Model

extension ContentBuilder {
    /// A metric's part of a school's report.
    ///
    /// - Parameters:
    ///   - weight: its weight before anything is missing; nil for a metric outside the index.
    ///   - parts: the points it earned.
    func metric(_ metric: Int, school: Int, weight: Rational?, parts: [PointsPart]) -> MetricContent {
        let measures = results.measures
        let words = measures.metrics[metric]
        let everyone = everyonePlace.map { result(school: school, metric: metric, group: $0) } ?? .notApplicable
        return MetricContent(
            words: words, unit: self.words.metrics[words.key]?.unit ?? "",
            provenance: self.words.metrics[words.key]?.provenance, result: everyone,
            standing: standing(school: school, weight: weight, hasPoints: !parts.isEmpty), points: printed(parts),
            components: parts.isEmpty ? [] : components(of: metric, school: school, parts: parts),
            groups: measures.groups.indices.map { group in
                GroupContent(
                    group: measures.groups[group], result: result(school: school, metric: metric, group: group))
            })
    }

    private func standing(school: Int, weight: Rational?, hasPoints: Bool) -> MetricContent.Standing {
        guard let scores, let weight else { return .outside }
        if hasPoints { return .counted }
        if weight == .zero { return .notCounted }
        if scores.scores[school].score == nil { return .noScore }
        return .moved(weight: weight.text(decimals: scores.decimals))
    }

    /// A group's result in printed form.
    private func result(school: Int, metric: Int, group: Int) -> ResultContent {
        guard let measure = results.measures[school: school, metric: metric, group: group] else { return .notApplicable }
        let decimals = results.measures.metrics[metric].decimals
        return ResultContent(
            n: measure.absence == nil ? measure.n : nil, value: measure.value?.text(decimals: decimals),
            absence: measure.absence, level: results.level(school: school, metric: metric, group: group))
    }

    /// All students and the scored groups, with the points that each earned.
    private func components(of metric: Int, school: Int, parts: [PointsPart]) -> [ComponentContent] {
        let scored = words.scoredGroups
        let isDivided = !scored.allStudentsOnly.contains(results.measures.metrics[metric].key)
        return ([scored.everyone] + (isDivided ? scored.groups : [])).compactMap { key in
            let points = printed(parts.filter { $0.component == key })
            if let group = results.measures.groups.firstIndex(where: { $0.key == key }) {
                return ComponentContent(
                    component: results.measures.groups[group], chosen: nil, isUnchosen: false,
                    result: result(school: school, metric: metric, group: group), points: points)
            }
            guard let chosen = results.measures.chosenGroups.firstIndex(where: { $0.key == key }) else { return nil }
            let group = results.measures.choice(chosen, school: school, metric: metric)
            return ComponentContent(
                component: results.measures.chosenGroups[chosen], chosen: group.map { results.measures.groups[$0] },
                isUnchosen: group == nil,
                result: group.map { result(school: school, metric: metric, group: $0) } ?? .belowMinimum, points: points)
        }
    }
}

extension ResultContent {
    static let notApplicable = ResultContent(n: nil, value: nil, absence: .notApplicable, level: nil)
    static let belowMinimum = ResultContent(n: nil, value: nil, absence: .belowMinimum, level: nil)
}
