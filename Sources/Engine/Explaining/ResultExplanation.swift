internal import Conditions
internal import Disaggregation
internal import Ingestion
internal import Model
internal import Pipeline
internal import Reports

/// A group's result on a metric: how it was computed, who was counted and who was not, and its level.
extension Explainer {
    /// - Parameter title: what to call it; nil for the group's title.
    func result(_ metric: Int, _ group: Int, _ school: Int, title: String? = nil) -> Explanation {
        let words = measures.metrics[metric], groupWords = measures.groups[group]
        let measured = measure(metric, group, at: school), declaration = pipeline.metric(words.key)
        guard let measured, let value = measured.value, let declaration else {
            let isSmall = measured?.absence == .belowMinimum
            return Explanation(
                .result, key: groupWords.key, title ?? groupWords.title, Words.none(reason(measured)), isSmall ? minimum?.provenance : nil,
                children: measured.map { counted($0, metric, group, school) } ?? [])
        }
        let parts = self.parts[words.key].flatMap { $0.isEmpty ? nil : $0[group] }
        return Explanation(
            .result, key: groupWords.key, title ?? groupWords.title, value: printed(value, of: metric), unit: unit(of: metric), exact: value,
            sentence(declaration, measured, value, parts, metric, group, school),
            children: counted(measured, metric, group, school) + partNodes(declaration, parts)
                + made(declaration, metric, group, school) + [level(metric, group, school)].compactMap { $0 })
    }

    // MARK: Sentences

    private func sentence(
        _ declaration: MetricDeclaration, _ measured: Measure, _ value: Rational, _ parts: [PartResult]?, _ metric: Int, _ group: Int,
        _ school: Int
    ) -> String {
        let told = told(value, of: metric)
        if let rule = declaration.parts { return Words.parts(rule, parts, told) }
        switch declaration.rule {
        case .records(let met, let unit):
            if unit != nil { return Words.responses(measured.n, told, of: parts?.first) }
            return Words.share(measured, condition: reader == .office ? met.text : nil, told)
        case .statistic(let statistic, let field): return Words.statistic(statistic, field, measured.n, told)
        case .value:
            let source = reader == .office ? pipeline.source(declaration.source) : nil
            return Words.given(measured.n, told, source: source)
        case .counts: return Words.responses(measured.n, told, of: parts?.first)
        case .best(let others): return best(of: others, told, metric, group, school)
        case .rank(let other): return rank(of: other, told, value, metric, group, school)
        }
    }

    private func best(of others: [String], _ told: String, _ metric: Int, _ group: Int, _ school: Int) -> String {
        let candidates = others.compactMap { key in measures.metrics.firstIndex { $0.key == key } }.map { place in
            (title: measures.metrics[place].title, value: measure(place, group, at: school)?.value.map { self.told($0, of: place) })
        }
        return Words.best(candidates, told, better: measures.metrics[metric].better)
    }

    /// The place among the schools of the level, counted again as the rank was.
    ///
    /// Source: I. D. J. Bross, How to Use Ridit Analysis (Biometrics 14, 1958), p. 19.
    private func rank(of other: String, _ told: String, _ value: Rational, _ metric: Int, _ group: Int, _ school: Int) -> String {
        guard let base = measures.metrics.firstIndex(where: { $0.key == other }), let own = measure(base, group, at: school)?.value else {
            return Words.ranked(other, told)
        }
        let level = measures.schools[school].level
        let (count, worse, equal) = ranks.place(of: own, among: .init(metric: base, group: group, level: level))
        let ridit = Rational(Int128(100 * worse + 50 * equal), over: Int128(count))
        // Schools that the year does not list were ranked as well.
        if ridit != value { return Words.ranked(title(ofMetric: other), told) }
        return Words.rank(of: title(ofMetric: other), level: title(ofLevel: level), count: count, worse: worse, equal: equal, told)
    }

    // MARK: What it is made of

    /// Who was counted, and for all students where the others went.
    private func counted(_ measured: Measure, _ metric: Int, _ group: Int, _ school: Int) -> [Explanation] {
        if measured.value == nil && (reader == .everyone || measured.n == 0 && group != everyone) { return [] }
        let key = measures.metrics[metric].key
        let entry = reader == .office && group == everyone ? ledger?.entries.first { $0.school == school && $0.metric == key } : nil
        let excluded = entry?.excluded.map { Explanation(.excluded, $0.reason, value: "\($0.records)", "") } ?? []
        let met = measured.met.map { [Explanation(.met, Words.met, value: "\($0)", "")] } ?? []
        return [Explanation(.counted, Words.counted, value: "\(measured.n)", entry.map(Words.ledger) ?? "", children: excluded)] + met
    }

    private func partNodes(_ declaration: MetricDeclaration, _ parts: [PartResult]?) -> [Explanation] {
        guard let rule = declaration.parts, let parts else { return [] }
        return zip(rule.weights, parts).map { weight, part in
            Explanation(
                .part, key: weight.value, weight.value.replacing("_", with: " "), value: part.value?.text(decimals: declaration.decimals),
                unit: part.value == nil ? "" : pipeline.unit(of: declaration), exact: part.value, Words.part(part, weight: weight.weight))
        }
    }

    /// The results of the metrics that a metric is made of, or the steps of the growth that a stage made it from.
    private func made(_ declaration: MetricDeclaration, _ metric: Int, _ group: Int, _ school: Int) -> [Explanation] {
        let others = declaration.rule.parts.compactMap { key in measures.metrics.firstIndex { $0.key == key } }
        if !others.isEmpty { return others.map { result($0, group, school, title: measures.metrics[$0].title) } }
        if reader == .everyone { return [] }
        return growth.steps(of: declaration, school: measures.schools[school], group: measures.groups[group].key)
    }
}

// MARK: Texts

private enum Words {
    static let counted = "Students counted"
    static let met = "Students who meet the rule"

    static func none(_ reason: String) -> String { "No result: \(reason)." }

    static func share(_ measured: Measure, condition: String?, _ told: String) -> String {
        let met = measured.met ?? 0, verb = met == 1 ? "meets" : "meet"
        let rule = condition.map { "the condition `\($0.words)`" } ?? "the rule"
        return "\(met) of \(measured.n.students) \(verb) \(rule): 100 × \(met) / \(measured.n) = \(told)."
    }

    static func responses(_ n: Int, _ told: String, of part: PartResult?) -> String {
        guard let part else { return "The share of \(n.students)' responses that meet the rule: \(told)." }
        return "\(part.met) of \(part.responses) responses of \(n.students) meet the rule: 100 × \(part.met) / \(part.responses) = \(told)."
    }

    static func statistic(_ statistic: Statistic, _ field: String, _ n: Int, _ told: String) -> String {
        "The \(statistic.rawValue) of `\(field)` of \(n.students): \(told)."
    }

    static func given(_ n: Int, _ told: String, source: SourceRule?) -> String {
        let origin = source.map { ", \($0.isMade ? "computed by the stage that makes" : "as it stands in") `\($0.name)`" } ?? ""
        return "\(told) for \(n.students)\(origin)."
    }

    static func best(_ candidates: [(title: String, value: String?)], _ told: String, better: Better) -> String {
        let values = candidates.map { "\($0.title) \($0.value ?? "without a result")" }
        return "The \(better == .higher ? "highest" : "lowest") of \(values.listed): \(told)."
    }

    static func ranked(_ title: String, _ told: String) -> String { "The rank by \(title) among the schools of its level: \(told)." }

    static func rank(of title: String, level: String, count: Int, worse: Int, equal: Int, _ told: String) -> String {
        "By \(title), of \(count) schools (\(level)) with a result \(worse) \(worse == 1 ? "is" : "are") worse and \(equal) equal, itself among "
            + "them and counted half: 100 × (\(worse) + \(equal)/2) / \(count) = \(told)."
    }

    static func ledger(_ entry: Ledger.Entry) -> String {
        "In the ledger: \(entry.enrolled) enrolled = \(entry.counted) counted"
            + entry.excluded.map { " + \($0.records) excluded (\($0.reason))" }.joined() + "."
    }

    static func parts(_ rule: PartsDeclaration, _ parts: [PartResult]?, _ told: String) -> String {
        let field = rule.field.replacing("_", with: " ")
        let missing = rule.missing == .absent ? "none of which may be missing" : "those that are there standing for the whole"
        let weights = rule.weights.map { "\($0.value.replacing("_", with: " ")) \($0.weight.plain)" }.listed
        guard let parts else { return "The mean by \(field), weighted \(weights), \(missing): \(told)." }
        let there = zip(rule.weights, parts).compactMap { weight, part in part.value.map { (weight: weight.weight, value: $0) } }
        let terms = there.map { ($0.weight == .one ? "" : "\($0.weight.factor) × ") + $0.value.plain }.added
        let total = there.reduce(Rational.zero) { $0 + $1.weight }
        return "The mean by \(field), \(missing): (\(terms)) / \(total.plain) = \(told)."
    }

    static func part(_ part: PartResult, weight: Rational) -> String {
        guard part.value != nil else { return "No result. Weight \(weight.plain)." }
        return part.responses > 0 ? "\(part.met) of \(part.responses) responses. Weight \(weight.plain)." : "Weight \(weight.plain)."
    }
}
