internal import Model

/// What a scenario changes, for some of the schools together.
package struct ScenarioSummary: Sendable {
    /// Schools with a score in the scenario.
    package let scoredCount: Int
    /// Of the scores there; nil where there is none.
    package let meanScore: Double?
    /// Of the schools with a score in both, as all changes.
    package let meanChange: Double?
    package let meanAbsoluteChange: Double?
    package let greatestRise: Double?
    package let greatestFall: Double?
    package let risenCount: Int
    package let fallenCount: Int
    /// How much the order of schools agrees with the baseline's (Spearman's correlation of the scores).
    package let rankCorrelation: Double?
    /// Schools that are among the lowest-performing ones here and not in the baseline, and the other way round; one that has no score
    /// here has not left them.
    package let entered: [Int]
    package let left: [Int]
    /// Schools among the lowest-performing ones in the baseline that have no score here.
    package let unscoredLowest: [Int]
    /// Results with another level.
    package let levelChangeCount: Int

    /// - Parameter schools: their places.
    package init(_ scenario: ScenarioContent.Scenario, in content: ScenarioContent, schools: some Sequence<Int>) {
        let old = content.baseline.standings, new = scenario.standings
        let unit = Double(Rational.power(of10: content.decimals))
        let places = Array(schools)
        let scored = places.filter { new.scores[$0] != nil }, both = scored.filter { old.scores[$0] != nil }
        let changes = both.map { Double(content.change(scenario, $0)!) / unit }
        func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }
        scoredCount = scored.count
        meanScore = mean(scored.map { Double(scenario.printed[$0]!) / unit })
        meanChange = mean(changes)
        meanAbsoluteChange = mean(changes.map(abs))
        greatestRise = changes.filter { $0 > 0 }.max()
        greatestFall = changes.filter { $0 < 0 }.min()
        risenCount = changes.count { $0 > 0 }
        fallenCount = changes.count { $0 < 0 }
        rankCorrelation = Correlation.spearman(
            both.map { old.scores[$0]!.approximation }, both.map { new.scores[$0]!.approximation })
        entered = places.filter { new.isLowest[$0] && !old.isLowest[$0] }
        left = places.filter { old.isLowest[$0] && !new.isLowest[$0] && new.scores[$0] != nil }
        unscoredLowest = places.filter { old.isLowest[$0] && new.scores[$0] == nil }
        let asked = scenario.levels.isEmpty ? [] : Set(places)
        levelChangeCount = scenario.levels.count { asked.contains($0.school) }
    }
}
