/// The same tables for some of their schools, given by their places; all values and ranks stay as they are.
extension Population {
    package func selecting(_ places: [Int]) -> Population {
        let perSchool = groups.count * (levels.count + 1)
        return Population(
            schools: places.map { schools[$0] }, groups: groups, levels: levels, counts: counts.blocks(places, of: perSchool))
    }
}

extension Measures {
    package func selecting(_ places: [Int]) -> Measures {
        Measures(
            year: year, schools: places.map { schools[$0] }, metrics: metrics, groups: groups, chosenGroups: chosenGroups,
            cells: cells.blocks(places, of: metrics.count * groups.count),
            choices: choices.map { $0.blocks(places, of: metrics.count) },
            standardErrors: StandardErrors(standardErrors.byMetric.mapValues { $0.blocks(places, of: groups.count) }), correlations: correlations)
    }
}

extension Results {
    package func selecting(_ places: [Int]) -> Results {
        Results(
            measures: measures.selecting(places),
            levels: levels.blocks(places, of: measures.metrics.count * measures.groups.count), levelCount: levelCount)
    }
}

extension Scores {
    package func selecting(_ places: [Int]) -> Scores {
        Scores(
            index: index, year: year, schools: places.map { schools[$0] }, decimals: decimals, scores: places.map { scores[$0] },
            ranks: places.map { ranks[$0] }, levelRanks: places.map { levelRanks[$0] }, isLowest: isLowest.map { all in places.map { all[$0] } })
    }
}

extension Ledger {
    package func selecting(_ places: [Int]) -> Ledger {
        let newPlaces = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
        let entries = self.entries.compactMap { entry in
            newPlaces[entry.school].map {
                Entry(school: $0, metric: entry.metric, enrolled: entry.enrolled, counted: entry.counted, excluded: entry.excluded)
            }
        }
        return Ledger(year: year, schools: places.map { schools[$0] }, entries: entries)
    }
}

extension Array {
    /// The blocks of a length that stand at some places, one after the other.
    fileprivate func blocks(_ places: [Int], of length: Int) -> [Element] {
        places.flatMap { self[$0 * length..<($0 + 1) * length] }
    }
}
