internal import Aggregation
internal import Model
internal import Sensitivity

extension SchoolStandings {
    init(_ scores: Scores) {
        self.init(
            scores: scores.scores.map(\.score), ranks: scores.ranks.map { Int32($0?.place ?? 0) },
            levelRanks: scores.levelRanks.map { Int32($0?.place ?? 0) },
            isLowest: scores.isLowest ?? scores.scores.map { _ in false },
            reasons: scores.scores.map { $0.reason ?? "" })
    }

    /// - Parameter baseline: says why a school has no score where it has none there either.
    init(_ weighted: WeightedScores, lowest: LowestRule?, baseline: SchoolStandings) {
        let schools = baseline.scores.indices, scores = schools.map(weighted.score)
        self.init(
            scores: scores, ranks: weighted.standing.ranks, levelRanks: weighted.levelStanding.ranks,
            isLowest: schools.map { school in lowest.map { weighted.isLowest(school, by: $0) } ?? false },
            reasons: schools.map { school in
                if scores[school] != nil { return "" }
                return baseline.reasons[school].isEmpty ? "no result for any metric with a weight" : baseline.reasons[school]
            })
    }
}
