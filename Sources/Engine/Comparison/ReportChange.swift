internal import Model

/// What a school's report prints otherwise in the second of two runs.
struct ReportChange: Sendable {
    /// None where the school is in one of the runs only.
    let results: [ResultChange]
    /// Whether any number of the report differs.
    let isChanged: Bool
    let hasLevelChange: Bool

    init(_ school: School, _ first: Scored, _ second: Scored, populations: [Population?]) {
        guard let own = first.places[school.id], let other = second.places[school.id] else {
            (results, isChanged, hasLevelChange) = ([], false, false)
            return
        }
        results = PrintedSchool(first, at: own).changes(to: PrintedSchool(second, at: other), of: school)
        hasLevelChange = results.contains { $0.first?.level != $0.second?.level }
        let decimals = max(first.scores?.decimals ?? 0, second.scores?.decimals ?? 0)
        func printed(_ scored: Scored, _ place: Int) -> [Int128?] {
            guard let scores = scored.scores else { return [] }
            let ranks = [scores.ranks[place], scores.levelRanks[place]].flatMap { [$0?.place, $0?.of] }
            return [scores.scores[place].score?.scaledAndRounded(decimals: decimals)] + ranks.map { $0.map { Int128($0) } }
        }
        isChanged = !results.isEmpty || printed(first, own) != printed(second, other)
            || Self.counts(populations[0], own) != Self.counts(populations[1], other)
    }

    /// The school's students by group.
    private static func counts(_ population: Population?, _ school: Int) -> [String: Int] {
        guard let population else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: population.groups.enumerated().map { ($1.key, population.count(school: school, group: $0)) })
    }
}
