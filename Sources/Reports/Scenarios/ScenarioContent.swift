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
        /// Which schools are its lowest-performing ones, in words; nil where its index names none.
        package let lowest: String?
        package let standings: SchoolStandings
        /// Results with another level than in the baseline, in the order of schools; empty where only weights differ.
        package let levels: [LevelChange]
        /// By school the printed score in units of its last decimal; nil where it has none.
        let printed: [Int?]

        /// - Parameter decimals: of a printed score.
        package init(
            name: String, title: String, author: String = "", description: String = "", lowest: String?, standings: SchoolStandings,
            levels: [LevelChange], decimals: Int
        ) {
            self.name = name
            self.title = title
            self.author = author
            self.description = description
            self.lowest = lowest
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
    package let schools: [School]
    package let levelTitles: [String: String]
    package let baseline: Scenario
    package let scenarios: [Scenario]
    /// Names of several schools.
    private let repeatedNames: Set<String>

    package init(
        title: String, year: String, decimals: Int, schools: [School], levelTitles: [String: String],
        baseline: Scenario, scenarios: [Scenario]
    ) {
        self.title = title
        self.year = year
        self.decimals = decimals
        self.schools = schools
        self.levelTitles = levelTitles
        self.baseline = baseline
        self.scenarios = scenarios
        repeatedNames = Set(Dictionary(grouping: schools, by: \.name).filter { $0.value.count > 1 }.keys)
    }

    /// A school's name, with its district's where others have the same; its code where it has none.
    func name(_ school: Int) -> String {
        let words = schools[school]
        if words.name.isEmpty { return words.id }
        return repeatedNames.contains(words.name) ? "\(words.name) (\(words.districtName.isEmpty ? words.districtID : words.districtName))" : words.name
    }

    /// The baseline's lowest-performing schools, in words; nil where its index names none.
    package var lowest: String? { baseline.lowest }

    /// Whether a scenario leaves every school's score, rank, designation and levels as they are.
    func changesNothing(_ scenario: Scenario) -> Bool {
        let old = baseline.standings, new = scenario.standings
        return scenario.levels.isEmpty && new.scores == old.scores && new.ranks == old.ranks && new.isLowest == old.isLowest
    }

    /// By how much a school's printed score differs from the baseline's; nil where it has none in one of them.
    func change(_ scenario: Scenario, _ school: Int) -> Int? {
        guard let new = scenario.printed[school], let old = baseline.printed[school] else { return nil }
        return new - old
    }
}
