internal import Model
internal import Reports

/// One group's result on a metric, and what it earns.
extension Explainer {
    /// - Parameter key: a group's, or a choice among groups.
    func group(_ key: String, of metric: Int, at school: Int) -> Explanation {
        let parts = scores?.scores[school].parts.filter { $0.metric == measures.metrics[metric].key } ?? []
        let weighing = weighing(of: school) ?? Weighing(shares: [], nominal: [:], effective: [:])
        let isScored = !parts.isEmpty && componentKeys(of: metric).contains(key)
        if isScored, let component = component(key, of: metric, parts, weighing, school) { return component }
        guard let group = measures.groups.firstIndex(where: { $0.key == key }) else { return unscoredChoice(key, metric, school) }
        let result = result(metric, group, school)
        // What it earns as the group that stands for several.
        let others = parts.filter { $0.group == key && $0.component != key }
        return result.adding(others.compactMap { component($0.component, of: metric, parts, weighing, school) })
    }

    private func unscoredChoice(_ key: String, _ metric: Int, _ school: Int) -> Explanation {
        guard let choice = measures.chosenGroups.firstIndex(where: { $0.key == key }) else { preconditionFailure("the group was looked up") }
        let group = measures.choice(choice, school: school, metric: metric)
        return self.choice(choice, metric, school).adding(group.map { [result(metric, $0, school)] } ?? [])
    }
}
