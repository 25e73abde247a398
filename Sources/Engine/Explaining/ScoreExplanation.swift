internal import Aggregation
internal import Model
internal import Pipeline
internal import Reports

/// A school's score, from the weights over domains and metrics to the rounding.
extension Explainer {
    func score(of school: Int) -> Explanation {
        guard let scores, let rule, let index, let weighing = weighing(of: school) else { return noIndex(school) }
        let score = scores.scores[school], keys = Set(rule.metrics)
        let everywhere = rule.redistribution == .everywhere ? [redistribution(among: rule.metrics, weighing, school)] : []
        let others = measures.metrics.indices.filter { !keys.contains(measures.metrics[$0].key) && measure(ofEveryone: $0, at: school) != nil }
        let outside = others.isEmpty ? [] : [Explanation(.domain, Words.outside, "", children: others.map { metric($0, of: school) })]
        return Explanation(
            .score, index.title, value: score.score.map(points), maximum: score.score.map { _ in IndexRule.total.text(decimals: scores.decimals) },
            exact: score.score, Words.score(score),
            children: [weights(weighing, index, school)] + everywhere.compactMap { $0 }
                + rule.domains.indices.map { domain($0, weighing, index, school) } + outside + ranks(school, scores)
                + (score.score == nil ? [] : [scoreRounding(score, rule, index)]))
    }

    private func noIndex(_ school: Int) -> Explanation {
        let metrics = measures.metrics.indices.filter { measure(ofEveryone: $0, at: school) != nil }
        return Explanation(.score, pipeline.title, Words.noIndex, children: metrics.map { metric($0, of: school) })
    }

    // MARK: Weights

    private func weights(_ weighing: Weighing, _ index: IndexDeclaration, _ school: Int) -> Explanation {
        let levels = weighing.shares.map { title(ofLevel: $0.level) }
        let isSpan = weighing.shares.count > 1
        let counts = weighing.shares.map { share in "\(share.share) \(title(ofLevel: share.level))\(students(at: share.level, school))" }
        let span = isSpan ? [Explanation(.weight, Words.span, Words.shares(of: counts), index.spanProvenance)] : []
        return Explanation(.weight, Words.weights, Words.weights(of: levels, year: year), index.weightsProvenance, children: span)
    }

    /// How many of a span school's students are at a level.
    private func students(at level: String, _ school: Int) -> String {
        guard let population, let everyone = population.groups.firstIndex(where: { $0.key == GroupDeclaration.everyone }),
            let place = population.levels.firstIndex(where: { $0.key == level })
        else { return "" }
        return " (\(population.count(school: school, group: everyone, level: place).students))"
    }

    /// Where the weights of some metrics without a result went; nil where none is missing.
    func redistribution(among pool: [String], _ weighing: Weighing, _ school: Int) -> Explanation? {
        guard let moved = moved(among: pool, weighing, at: school) else { return nil }
        let missing = moved.missing.map { key -> Explanation in
            let weight = weighing.nominal[key, default: .zero], place = measures.metrics.firstIndex { $0.key == key }
            let measured = place.flatMap { measure(ofEveryone: $0, at: school) }
            return Explanation(
                .weight, key: key, title(ofMetric: key), value: points(weight), exact: weight,
                measured?.value == nil ? Words.sentence(reason(measured)) : Words.noCutPoints)
        }
        return Explanation(
            .redistribution, Words.redistribution, Words.redistribution(moved, titles: moved.missing.map(title(ofMetric:))),
            index?.redistributionProvenance, children: missing)
    }

    // MARK: Domains

    private func domain(_ place: Int, _ weighing: Weighing, _ index: IndexDeclaration, _ school: Int) -> Explanation {
        let domain = index.domains[place]
        let parts = scores?.scores[school].parts.filter { domain.metrics.contains($0.metric) } ?? []
        let within = index.redistribution == .withinDomain ? redistribution(among: domain.metrics, weighing, school) : nil
        let shown = domain.metrics.compactMap { key in measures.metrics.firstIndex { $0.key == key } }.filter { metric in
            measure(ofEveryone: metric, at: school) != nil || weighing.nominal[measures.metrics[metric].key, default: .zero] > .zero
        }
        let printed = domain.metrics.map { key in parts.filter { $0.metric == key } }.filter { !$0.isEmpty }
            .map { self.printed($0, \.printedPoints) }
        return Explanation(
            .domain, key: domain.key, domain.title, value: parts.isEmpty ? nil : self.printed(parts, \.printedPoints),
            maximum: parts.isEmpty ? nil : self.printed(parts, \.printedMaximum),
            exact: parts.isEmpty ? nil : parts.reduce(.zero) { $0 + $1.points }, Words.domain(printed, self.printed(parts, \.printedPoints)),
            index.domainProvenance[place], children: (within.map { [$0] } ?? []) + shown.map { metric($0, of: school) })
    }

    // MARK: What comes of the sum

    private func ranks(_ school: Int, _ scores: Scores) -> [Explanation] {
        let level = title(ofLevel: measures.schools[school].level)
        return [(Words.rank, scores.ranks[school]), (Words.rank(within: level), scores.levelRanks[school])].compactMap { title, rank in
            rank.map { Explanation(.rank, title, value: "\($0.place)", maximum: "\($0.of)", Words.ranked) }
        } + [lowest(school, scores)].compactMap { $0 }
    }

    /// Whether the school is among the lowest-performing ones; nil without a rank, or where the index does not name them.
    private func lowest(_ school: Int, _ scores: Scores) -> Explanation? {
        guard let rule = rule?.lowest, let isLowest = scores.isLowest?[school], let rank = rule.ranks(in: scores)[school],
            let lower = lowerCounts[school]
        else { return nil }
        return Explanation(
            .lowest, Words.among(rule), value: nil, Words.lowest(isLowest, lower: lower, of: rank.of, rule), index?.lowestProvenance)
    }

    private func scoreRounding(_ score: SchoolScore, _ rule: IndexRule, _ index: IndexDeclaration) -> Explanation {
        let domains = rule.domains.map { domain in score.parts.filter { domain.metrics.contains($0.metric) } }.filter { !$0.isEmpty }
        return rounding(of: domains, index)
    }

    /// What is printed of some parts, against what they are exactly.
    func rounding(of parts: [[PointsPart]], _ index: IndexDeclaration) -> Explanation {
        let exact = parts.map { $0.reduce(.zero) { $0 + $1.points } }
        return Explanation(
            .rounding, Words.rounding,
            Words.rounding(
                printed: parts.map { printed($0, \.printedPoints) }, sum: printed(parts.joined(), \.printedPoints),
                exact: exact.map(\.description), exactSum: exact.reduce(.zero, +).description),
            index.roundingProvenance)
    }
}

// MARK: Texts

private enum Words {
    static let noIndex = "The pipeline computes no index: each metric stands for itself."
    static let outside = "Also measured, not part of the index"
    static let weights = "Weights before anything is missing"
    static let span = "A school that spans levels"
    static let redistribution = "Weights of metrics without a result"
    static let noCutPoints = "There are no cut points for it."
    static let rank = "Rank in the consortium"
    static let ranked = "Among the schools with a score, by unrounded scores; equal ones share the smaller rank."
    static let rounding = "Rounding"

    static func among(_ rule: LowestRule) -> String { "Among \(rule.words)" }

    static func lowest(_ isLowest: Bool, lower: Int, of count: Int, _ rule: LowestRule) -> String {
        let share = (rule.share * Rational(count)).plain
        return "\(isLowest ? "Yes" : "No"): \(lower) of \(count) schools with a score have a lower one, \(isLowest ? "" : "not ")fewer than "
            + "\(rule.percentage) of them (\(share))."
    }

    static func rank(within level: String) -> String { "Rank within its level (\(level))" }

    static func sentence(_ reason: String) -> String { reason.prefix(1).uppercased() + reason.dropFirst() + "." }

    static func score(_ score: SchoolScore) -> String {
        switch score.outcome {
        case .score(let exact):
            let metrics = Set(score.parts.map(\.metric)).count
            return "The points of \(metrics) \(metrics == 1 ? "metric" : "metrics") add up to \(exact); the sum is rounded once."
        case .none(let reason): return "There is no score: \(reason)."
        }
    }

    static func weights(of levels: [String], year: String) -> String {
        if levels.isEmpty { return "There are none: no student is enrolled at any level." }
        return levels.count == 1
            ? "Those for \(levels[0]) in \(year)." : "The mean of those for \(levels.listed) in \(year), by the students at each."
    }

    static func shares(of counts: [String]) -> String { counts.added + "." }

    static func redistribution(_ moved: Moved, titles: [String]) -> String {
        let one = titles.count == 1
        let missing = "\(titles.listed) \(one ? "has" : "have") no level"
        guard let factor = moved.factor else { return missing + ", and nothing else is there: \(moved.total.plain) points have nowhere to go." }
        return missing + "; \(one ? "its" : "their") \((moved.total - moved.left).plain) of \(moved.total.plain) points go to the others in "
            + "proportion, whose weights are multiplied by \(moved.total.factor) ÷ \(moved.left.factor) = \(factor.plain)."
    }

    static func domain(_ printed: [String], _ sum: String) -> String {
        switch printed.count {
        case 0: "No metric of it earned points."
        case 1: "All from one metric."
        default: "\(printed.added) = \(sum)."
        }
    }

    static func rounding(printed: [String], sum: String, exact: [String], exactSum: String) -> String {
        if printed.count == 1 { return "Exactly \(exactSum), printed as \(sum)." }
        return "Printed \(printed.added) = \(sum); exactly \(exact.added) = \(exactSum). Printed parts are rounded so that they "
            + "add up at the school, the largest remainders up, and none above its printed maximum."
    }
}
