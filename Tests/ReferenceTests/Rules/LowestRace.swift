extension SchoolResults {
    /// Section 3: the racial/ethnic group with the worst result on the metric, among those with a result; ties go to the group
    /// with more students, then in the fixed order. For absence and suspension worst is highest.
    func lowestRace(on metric: String) -> String? {
        var lowest: (race: String, result: GroupResult)?
        for race in StudentGroups.races {
            guard let result = results[metric]?[race], let value = result.value else { continue }
            guard let current = lowest else {
                lowest = (race, result)
                continue
            }
            let isTie = value == current.result.value!
            let isWorse = Self.isLowerBetter(metric) ? value > current.result.value! : value < current.result.value!
            if isWorse || isTie && result.n > current.result.n { lowest = (race, result) }
        }
        return lowest?.race
    }

    static func isLowerBetter(_ metric: String) -> Bool { metric == "chronic_absence" || metric == "suspension" }
}
