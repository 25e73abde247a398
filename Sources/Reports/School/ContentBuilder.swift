internal import Model

/// Gathers what a school's report says from the results of the consortium.
struct ContentBuilder: Sendable {
    let results: Results
    let scores: Scores?
    let population: Population?
    let words: ReportWords
    /// By the school's place how its score comes about.
    let explanation: (@Sendable (Int) -> Explanation)?
    /// Places of each section's metrics in the measures: one list per domain, then those outside every domain.
    private let sectionMetrics: [[Int]]

    init(
        results: Results, scores: Scores?, population: Population?, words: ReportWords,
        explanation: (@Sendable (Int) -> Explanation)? = nil
    ) {
        self.results = results
        self.scores = scores
        self.population = population
        self.words = words
        self.explanation = explanation
        let keys = results.measures.metrics.map(\.key)
        let inDomains = words.domains.map { domain in domain.metrics.compactMap(keys.firstIndex(of:)) }
        let placed = Set(inDomains.joined())
        sectionMetrics = inDomains + [keys.indices.filter { !placed.contains($0) }]
    }

    /// A school's report.
    ///
    /// - Complexity: O(metrics · groups).
    func content(school: Int) -> SchoolContent {
        let words = results.measures.schools[school]
        let isDeclared = population?.levels.contains { $0.key == words.level } ?? true
        let home = isDeclared ? nil : population?.homeLevel(of: school)
        let weights = nominalWeights(of: school)
        return SchoolContent(
            title: self.words.title, year: results.measures.year, school: words, levelTitle: title(ofLevel: words.level),
            homeLevelTitle: home.map(title(ofLevel:)), score: score(of: school), population: population(of: school),
            sections: sectionMetrics.indices.compactMap { section($0, school: school, weights: weights) },
            explanation: explanation?(school).forReading)
    }

    private func title(ofLevel key: String) -> String { words.levelTitles[key] ?? Phrases.spanningSchool }

    private func score(of school: Int) -> ScoreContent? {
        guard let scores else { return nil }
        let score = scores.scores[school]
        return ScoreContent(
            points: score.score == nil ? nil : printed(score.parts), reason: score.reason, rank: scores.ranks[school],
            levelRank: scores.levelRanks[school], isLowest: score.score == nil ? nil : scores.isLowest?[school])
    }

    private func population(of school: Int) -> [PopulationContent]? {
        guard let population else { return nil }
        let counts = population.groups.indices.map { population.count(school: school, group: $0) }
        let everyone = population.groups.firstIndex { $0.key == words.scoredGroups.everyone } ?? 0
        if counts[everyone] == 0 { return nil }
        return population.groups.indices.map { group in
            let share = counts[everyone] == 0 ? nil : Rational(Int128(100 * counts[group]), over: Int128(counts[everyone]))
            return PopulationContent(group: population.groups[group], n: counts[group], percent: share?.text(decimals: 1))
        }
    }

    /// The weights of a school before anything is missing, as the index gives them to it; none without an index.
    private func nominalWeights(of school: Int) -> [String: Rational] {
        if scores == nil { return [:] }
        let shares = population?.levelShares(of: school) ?? [(results.measures.schools[school].level, .one)]
        return shares.reduce(into: [:]) { weights, share in
            for (metric, weight) in words.weights[share.level, default: [:]] {
                weights[metric, default: .zero] += weight * share.share
            }
        }
    }

    /// The sum of printed parts; nil for none.
    func printed(_ parts: some Collection<PointsPart>) -> PointsContent? {
        guard let scores, !parts.isEmpty else { return nil }
        func sum(_ amount: KeyPath<PointsPart, Int128>) -> String {
            Rational.text(ofScaled: parts.reduce(0) { $0 + $1[keyPath: amount] }, decimals: scores.decimals)
        }
        return PointsContent(earned: sum(\.printedPoints), maximum: sum(\.printedMaximum))
    }

    /// A domain, or after the last domain the metrics outside of all; nil where that has nothing to show.
    private func section(_ place: Int, school: Int, weights: [String: Rational]) -> SectionContent? {
        let domain = place < words.domains.count ? words.domains[place] : nil
        let everyone = everyonePlace
        let (applicable, others) = sectionMetrics[place].partitioned { metric in
            let measure = everyone.flatMap { results.measures[school: school, metric: metric, group: $0] }
            return measure != nil && measure?.absence != .notApplicable
                || weights[results.measures.metrics[metric].key, default: .zero] > .zero
        }
        if domain == nil && applicable.isEmpty { return nil }
        let parts = scores?.scores[school].parts ?? []
        let keys = sectionMetrics[place].map { results.measures.metrics[$0].key }
        return SectionContent(
            domain: domain, title: domain?.title ?? Phrases.outsideIndex,
            points: domain.flatMap { _ in printed(parts.filter { keys.contains($0.metric) }) },
            metrics: applicable.map { metric in
                let key = results.measures.metrics[metric].key
                return self.metric(
                    metric, school: school, weight: domain.map { _ in weights[key, default: .zero] },
                    parts: parts.filter { $0.metric == key })
            },
            notApplicable: others.map { results.measures.metrics[$0].title })
    }

    /// The place of the group of all students in the measures.
    var everyonePlace: Int? {
        results.measures.groups.firstIndex { $0.key == words.scoredGroups.everyone }
    }
}

extension Sequence {
    /// The elements that meet a condition, and the others, both in order.
    fileprivate func partitioned(by condition: (Element) -> Bool) -> (meeting: [Element], others: [Element]) {
        reduce(into: ([], [])) { parts, element in
            if condition(element) { parts.0.append(element) } else { parts.1.append(element) }
        }
    }
}
