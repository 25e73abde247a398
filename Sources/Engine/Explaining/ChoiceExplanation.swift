internal import Disaggregation
internal import Model
internal import Pipeline
internal import Reports

/// Which group stands for several on a metric: all candidates with their results, and what decided.
extension Explainer {
    func choice(_ choice: Int, _ metric: Int, _ school: Int) -> Explanation {
        let words = measures.chosenGroups[choice], declaration = pipeline.groups.first { $0.key == words.key }
        guard case .lowest(let keys, let ties)? = declaration?.rule else { preconditionFailure("a chosen group is declared as a choice") }
        let candidates = keys.compactMap { key in measures.groups.firstIndex { $0.key == key } }
        let chosen = measures.choice(choice, school: school, metric: metric)
        return Explanation(
            .choice, key: words.key, Words.choice, sentence(chosen, among: candidates, ties, metric, school), declaration?.provenance,
            children: candidates.map { candidate($0, isChosen: $0 == chosen, metric, school) })
    }

    private func candidate(_ group: Int, isChosen: Bool, _ metric: Int, _ school: Int) -> Explanation {
        let words = measures.groups[group], measured = measure(metric, group, at: school)
        let value = measured?.value
        return Explanation(
            isChosen ? .chosen : .candidate, key: words.key, words.title, value: value.map { printed($0, of: metric) },
            unit: value == nil ? "" : unit(of: metric), exact: value,
            value == nil ? Words.none(reason(measured)) : Words.some(measured?.n ?? 0, isChosen: isChosen))
    }

    private func sentence(_ chosen: Int?, among candidates: [Int], _ ties: [ChoiceRule.Tie], _ metric: Int, _ school: Int) -> String {
        guard let chosen, let own = measure(metric, chosen, at: school), let value = own.value else { return Words.nobody }
        let withResult = candidates.filter { measure(metric, $0, at: school)?.value != nil }
        let equals = withResult.filter { $0 != chosen && measure(metric, $0, at: school)?.value == value }
        let title = measures.groups[chosen].title
        let worst = Words.worst(title, told(value, of: metric), of: withResult.count, better: measures.metrics[metric].better)
        if equals.isEmpty { return worst }
        let most = equals.compactMap { measure(metric, $0, at: school)?.n }.max() ?? 0
        let byNumber = ties.first == .moreStudents && own.n > most
        return worst + " " + Words.tie(equals.map { measures.groups[$0].title }, title, byNumber ? (own.n, most) : nil)
    }
}

// MARK: Texts

private enum Words {
    static let choice = "How the group was chosen"
    static let nobody = "No group was chosen, since none has a result."

    static func none(_ reason: String) -> String { "No result: \(reason)." }

    static func some(_ n: Int, isChosen: Bool) -> String { n.students + (isChosen ? ", chosen." : ".") }

    static func worst(_ title: String, _ value: String, of count: Int, better: Better) -> String {
        count == 1
            ? "\(title) with \(value) has the only result."
            : "\(title) with \(value) has the worst of \(count) results, the \(better == .higher ? "lowest" : "highest")."
    }

    /// - Parameter numbers: of students of the chosen group and of the largest other, where that decided.
    static func tie(_ equals: [String], _ title: String, _ numbers: (own: Int, most: Int)?) -> String {
        let same = "\(equals.listed) \(equals.count == 1 ? "has" : "have") the same;"
        guard let numbers else { return "\(same) \(title) is listed first." }
        return "\(same) \(title) has more students, \(numbers.own) against \(numbers.most)."
    }
}
