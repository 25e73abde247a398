package import Model

/// Scenarios of one index side by side.
package struct ScenarioContent: Sendable {
    /// One set of rules and what it makes of every school.
    package struct Scenario: Sendable {
        /// Unique among the scenarios.
        package let name: String
        package let title: String
        /// Empty where the scenario does not say who wrote it.
        package let author: String
        /// What it is for; empty where it does not say so.
        package let description: String
        package let standings: SchoolStandings
        /// Results with another level than in the baseline, in the order of schools; empty where only weights differ.
        package let levels: [LevelChange]
        /// By school the printed score in units of its last decimal; nil where it has none.
        let printed: [Int?]

        /// - Parameter decimals: of a printed score.
        package init(
            name: String, title: String, author: String = "", description: String = "", standings: SchoolStandings, levels: [LevelChange],
            decimals: Int
        ) {
            self.name = name
            self.title = title
            self.author = author
            self.description = description
            self.standings = standings
            self.levels = levels
            printed = standings.scores.map { score in score.map { Int($0.scaledAndRounded(decimals: decimals)) } }
        }
    }

    /// A result that has another level in a scenario; nil for no level.
    package struct LevelChange: Sendable, Equatable {
        package let school: Int
        package let metric: String
        package let group: String
        package let baseline: Int?
        package let level: Int?

        package init(school: Int, metric: String, group: String, baseline: Int?, level: Int?) {
            self.school = school
            self.metric = metric
            self.group = group
            self.baseline = baseline
            self.level = level
        }
    }

    package let title: String
    package let year: String
    /// Of a printed score.
    package let decimals: Int
    /// The share of schools that are named as the lowest-performing, in words; nil where the index names none.
    package let lowest: String?
    package let schools: [School]
    package let levelTitles: [String: String]
    package let baseline: Scenario
    package let scenarios: [Scenario]

    package init(
        title: String, year: String, decimals: Int, lowest: String?, schools: [School], levelTitles: [String: String],
        baseline: Scenario, scenarios: [Scenario]
    ) {
        self.title = title
        self.year = year
        self.decimals = decimals
        self.lowest = lowest
        self.schools = schools
        self.levelTitles = levelTitles
        self.baseline = baseline
        self.scenarios = scenarios
    }

    /// By how much a school's printed score differs from the baseline's; nil where it has none in one of them.
    func change(_ scenario: Scenario, _ school: Int) -> Int? {
        guard let new = scenario.printed[school], let old = baseline.printed[school] else { return nil }
        return new - old
    }
}
