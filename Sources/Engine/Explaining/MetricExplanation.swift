internal import Aggregation
internal import Model
internal import Pipeline
internal import Reports

/// A metric's points at a school: its weight, how it is divided, what each group earns of its share.
extension Explainer {
    func metric(_ metric: Int, of school: Int) -> Explanation {
        let words = measures.metrics[metric]
        let parts = scores?.scores[school].parts.filter { $0.metric == words.key } ?? []
        guard let index, let rule, let weighing = weighing(of: school), !parts.isEmpty else { return unscored(metric, school) }
        let earned = parts.map { (component($0), printed([$0], \.printedPoints)) }
        let told = everyone.flatMap { levelled(metric, $0, school) } ?? ""
        return Explanation(
            .metric, key: words.key, words.title, value: printed(parts, \.printedPoints), maximum: printed(parts, \.printedMaximum),
            exact: parts.reduce(.zero) { $0 + $1.points },
            Words.metric(told, weight: weighing.nominal[words.key, default: .zero], effective: weighing.effective[words.key, default: .zero], earned),
            pipeline.metric(words.key)?.provenance,
            children: [weight(words.key, weighing, index, school), shares(words.key, parts, rule.shares, index)]
                + components(metric, parts, weighing, rule.shares, school) + [rounding(of: parts.map { [$0] }, index)])
    }

    /// A metric that earns nothing: measured outside the index or without weight, or without a result that counts.
    private func unscored(_ metric: Int, _ school: Int) -> Explanation {
        let words = measures.metrics[metric], measured = measure(ofEveryone: metric, at: school)
        let told = measured?.value == nil ? Words.noResult(reason(measured)) : everyone.flatMap { levelled(metric, $0, school) } ?? ""
        let weighing = weighing(of: school), nominal = weighing?.nominal[words.key]
        let weights = weighing.flatMap { weighing in
            nominal.flatMap { _ in index.map { [weight(words.key, weighing, $0, school)] } }
        } ?? []
        return Explanation(
            .metric, key: words.key, words.title, told + " " + standing(words.key, nominal, school), pipeline.metric(words.key)?.provenance,
            children: weights + (everyone.map { [result(metric, $0, school)] } ?? []))
    }

    private func standing(_ metric: String, _ nominal: Rational?, _ school: Int) -> String {
        guard let rule, rule.metrics.contains(metric) else { return Words.outside }
        guard let nominal, nominal > .zero else { return Words.noWeight(year) }
        if scores?.scores[school].score == nil { return Words.noScore }
        return Words.moved(nominal, isWithinDomain: rule.redistribution == .withinDomain)
    }

    /// A result with its level: `10.34%, level 5`; nil without a value.
    func levelled(_ metric: Int, _ group: Int, _ school: Int) -> String? {
        guard let value = measure(metric, group, at: school)?.value else { return nil }
        let level = results.level(school: school, metric: metric, group: group)
        return told(value, of: metric) + (banding == nil ? "." : level.map { ", level \($0)." } ?? ", but no level: there are no cut points for it.")
    }

    /// A component's title, with the group chosen for it.
    private func component(_ part: PointsPart) -> String {
        let words = (measures.groups + measures.chosenGroups).first { $0.key == part.component }
        let chosen = part.group == part.component ? "" : " (\(title(ofGroup: part.group)))"
        return (words?.title ?? part.component) + chosen
    }

    func title(ofGroup key: String) -> String { measures.groups.first { $0.key == key }?.title ?? key }

    // MARK: Weight and shares

    private func weight(_ metric: String, _ weighing: Weighing, _ index: IndexDeclaration, _ school: Int) -> Explanation {
        let nominal = weighing.nominal[metric, default: .zero], effective = weighing.effective[metric]
        let terms = weighing.shares.map { share in
            (weight: rule?.weights[share.level]?[metric] ?? .zero, share: share.share, level: title(ofLevel: share.level))
        }
        let moved = moved(among: pool(of: metric), weighing, at: school)
        let factor = effective == nil ? nil : moved?.factor
        return Explanation(
            .weight, key: metric, Words.weight, value: points(effective ?? nominal), exact: effective ?? nominal,
            Words.weight(terms, nominal: nominal, factor: factor, effective: effective), index.weightsProvenance,
            children: [redistribution(among: pool(of: metric), weighing, school)].compactMap { $0 })
    }

    private func shares(_ metric: String, _ parts: [PointsPart], _ shares: ShareRule, _ index: IndexDeclaration) -> Explanation {
        let withResult = parts.count - 1, share = shares.shares(groupsWithResult: withResult)
        let sentence =
            if shares.allStudentsOnly.contains(metric) { Words.allStudentsOnly }
            else if shares.groups.isEmpty { Words.noGroups }
            else if withResult == 0 { Words.noGroupWithResult }
            else { Words.shares(shares, withResult, everyone: share.everyone, group: share.group) }
        return Explanation(.shares, Words.sharesTitle, sentence, index.sharesProvenance)
    }

    // MARK: Components

    private func components(_ metric: Int, _ parts: [PointsPart], _ weighing: Weighing, _ shares: ShareRule, _ school: Int) -> [Explanation] {
        componentKeys(of: metric).compactMap { component($0, of: metric, parts, weighing, school) }
    }

    /// All students and the scored groups that a metric's points are divided among; none for a metric outside the index.
    func componentKeys(of metric: Int) -> [String] {
        guard let shares = rule?.shares else { return [] }
        return [shares.everyone] + (shares.allStudentsOnly.contains(measures.metrics[metric].key) ? [] : shares.groups)
    }

    /// All students or a scored group, with its choice and its result; nil for a group that is not measured.
    func component(_ key: String, of metric: Int, _ parts: [PointsPart], _ weighing: Weighing, _ school: Int) -> Explanation? {
        let choice = measures.chosenGroups.firstIndex { $0.key == key }
        guard let words = choice.map({ measures.chosenGroups[$0] }) ?? measures.groups.first(where: { $0.key == key }) else { return nil }
        let group = choice.map { measures.choice($0, school: school, metric: metric) } ?? measures.groups.firstIndex { $0.key == key }
        let chosen = choice.map { [self.choice($0, metric, school)] } ?? []
        guard let part = parts.first(where: { $0.component == key }), let group else {
            let measured = group.flatMap { measure(metric, $0, at: school) }
            let why = group == nil ? Words.nobodyChosen : reason(measured)
            return Explanation(
                .component, key: key, words.title, Words.noPart(why, othersEarn: parts.count > 1),
                measured?.absence == .belowMinimum ? minimum?.provenance : nil, children: chosen)
        }
        let weight = weighing.effective[part.metric, default: .zero]
        return Explanation(
            .component, key: key, words.title, value: printed([part], \.printedPoints), maximum: printed([part], \.printedMaximum),
            exact: part.points,
            Words.part(part, weight: weight, levelCount: results.levelCount),
            children: chosen + [result(metric, group, school, title: choice == nil ? Words.result : nil)])
    }
}

// MARK: Texts

private enum Words {
    static let outside = "Not part of the index."
    static let noScore = "The school has no score."
    static let weight = "Weight"
    static let sharesTitle = "Shares"
    static let allStudentsOnly = "The whole is for all students: the metric is not divided among groups."
    static let noGroups = "The whole is for all students: the index scores no groups."
    static let noGroupWithResult = "The whole is for all students, since no scored group has a result."
    static let result = "Result"
    static let nobodyChosen = "no group has a result"

    static func noResult(_ reason: String) -> String { "No result: \(reason)." }

    static func noWeight(_ year: String) -> String { "It has no weight at the school in \(year)." }

    static func moved(_ weight: Rational, isWithinDomain: Bool) -> String {
        "Its \(weight.plain) points went to the other metrics\(isWithinDomain ? " of its domain" : "")."
    }

    static func metric(_ told: String, weight: Rational, effective: Rational, _ earned: [(title: String, points: String)]) -> String {
        let moved = weight == effective ? "" : ", \(effective.plain) with what moved to it"
        let parts = earned.map { "\($0.points) \($0.title)" }
        return "\(told) Weight \(weight.plain)\(moved). Points: \(parts.added)."
    }

    static func weight(
        _ terms: [(weight: Rational, share: Rational, level: String)], nominal: Rational, factor: Rational?, effective: Rational?
    ) -> String {
        let isSpan = terms.count > 1
        let own = isSpan
            ? terms.map { "\($0.share.factor) × \($0.weight.factor) (\($0.level))" }.added + " = \(nominal.plain)"
            : "\(nominal.plain) for \(terms.first?.level ?? "")"
        guard let factor, let effective else { return own + "." }
        return own + "; × \(factor.factor) for what moved from metrics without a level = \(effective.plain)."
    }

    static func shares(_ shares: ShareRule, _ withResult: Int, everyone: Rational, group: Rational) -> String {
        let rule = switch shares.policy {
        case .halfHalf: "Half for all students, half equally for the scored groups with a result"
        case .equalShares:
            "The same for all students and each of \(shares.groups.count) scored groups; those of groups without a result go to the others"
        }
        return "\(rule): \(everyone) for all students, \(group) for each of \(withResult) \(withResult == 1 ? "group" : "groups")."
    }

    static func noPart(_ reason: String, othersEarn: Bool) -> String {
        "No result: \(reason). Its share goes to \(othersEarn ? "the groups that have one" : "all students")."
    }

    static func part(_ part: PointsPart, weight: Rational, levelCount: Int) -> String {
        let share = weight == .zero ? Rational.zero : part.maximum / weight
        return "Weight \(weight.plain) × share \(share) × level \(part.level) of \(levelCount) = \(part.points.plain)."
    }
}
