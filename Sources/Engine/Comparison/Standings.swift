internal import Aggregation
internal import Model

/// The schools that a run lists, and where each stands.
struct Standings {
    let bySchool: [String: SchoolStanding]
    let schools: [School]

    /// - Parameter lowest: which schools are the lowest; nil where the index names none.
    init(_ scored: Scored, lowest: LowestRule?) {
        let all = scored.results.measures.schools, scores = scored.scores
        schools = scored.places.values.sorted().map { all[$0] }
        let isLowest = lowest.flatMap { rule in scores.map(rule.lowest) }
        bySchool = scored.places.mapValues { place in
            let score = scores?.scores[place]
            return SchoolStanding(
                score: score?.score, reason: score?.reason ?? "", rank: scores?.ranks[place], levelRank: scores?.levelRanks[place],
                isLowest: isLowest?[place] ?? false)
        }
    }
}
