internal import Aggregation
package import Model
package import Parallel

/// What replicates say of every school.
package struct UncertaintySummary: Sendable {
    package let replicates: Replicates
    package let ranks: ReplicateRanks
    /// Nil for schools without a score.
    package let schools: [SchoolUncertainty?]
    /// Each school with the next one in the ranking of its school level.
    package let neighbours: [RankSwap]

    /// The share of replicates on either side of an interval.
    private static let tail = 0.05

    package init(_ replicates: Replicates, workers: Workers) {
        let ranks = ReplicateRanks(replicates, workers: workers), count = replicates.count, lowest = replicates.index.index.lowest
        (self.replicates, self.ranks) = (replicates, ranks)
        schools = workers.map(replicates.index.measures.schools.count) { school in
            guard replicates.hasScore(school) else { return nil }
            let scores = replicates.scores(of: school), inOrder = scores.sorted()
            let middle = Self.middle(of: inOrder)
            return SchoolUncertainty(
                standardError: Self.deviation(of: scores) * Replicates.unit, mean: Self.mean(of: scores) * Replicates.unit,
                score: Double(middle.lowerBound) * Replicates.unit...Double(middle.upperBound) * Replicates.unit,
                rank: Self.places(ranks.ranks(of: school)), levelRank: Self.places(ranks.levelRanks(of: school)),
                probabilityOfLowest: lowest.map { _ in Double(ranks.lowestCounts[school]) / Double(count) })
        }
        let pairs = Self.neighbours(in: replicates)
        neighbours = workers.map(pairs.count) { Self.swap(pairs[$0].ahead, pairs[$0].behind, in: replicates) }
    }

    /// How often two schools change places; nil where one of them has no score.
    package func swap(_ first: Int, _ second: Int) -> RankSwap? {
        guard let own = score(first), let other = score(second) else { return nil }
        let isAhead = own == other ? first < second : own > other
        return Self.swap(isAhead ? first : second, isAhead ? second : first, in: replicates)
    }

    private func score(_ school: Int) -> Rational? { replicates.hasScore(school) ? replicates.index.scores.scores[school].score : nil }

    private static func swap(_ ahead: Int, _ behind: Int, in replicates: Replicates) -> RankSwap {
        let pairs = zip(replicates.scores(of: ahead), replicates.scores(of: behind)), count = Double(replicates.count)
        return RankSwap(
            ahead: ahead, behind: behind, swapped: Double(pairs.count { $1 > $0 }) / count, tied: Double(pairs.count { $1 == $0 }) / count)
    }

    /// How often each level was that of all students, by school and metric of the index; where they have none there is no entry.
    package var levels: [LevelUncertainty] {
        let index = replicates.index
        return index.measures.schools.indices.flatMap { school in
            index.metrics.enumerated().compactMap { place, metric -> LevelUncertainty? in
                let counts = replicates.levelCounts(school: school, metric: place)
                guard !counts.isEmpty, let everyone = index.everyone,
                    let level = index.results.level(school: school, metric: metric, group: everyone)
                else { return nil }
                return LevelUncertainty(
                    school: school, metric: index.measures.metrics[metric].key, level: level,
                    probabilities: counts.map { Double($0) / Double(replicates.count) })
            }
        }
    }

    private static func neighbours(in replicates: Replicates) -> [(ahead: Int, behind: Int)] {
        let index = replicates.index, schools = index.measures.schools
        let ofLevel = Dictionary(grouping: schools.indices.filter(replicates.hasScore)) { schools[$0].level }
        return ofLevel.keys.sorted().flatMap { level in
            let inOrder = ofLevel[level]!.sorted { first, second in
                let own = index.scores.scores[first].score!, other = index.scores.scores[second].score!
                return own == other ? first < second : own > other
            }
            return zip(inOrder, inOrder.dropFirst()).map { ($0, $1) }
        }
    }

    private static func places(_ ranks: [Int32]) -> ClosedRange<Int> {
        let middle = middle(of: ranks.sorted())
        return Int(middle.lowerBound)...Int(middle.upperBound)
    }

    /// The values between which 90 of 100 lie: those at places ⌈0.05 n⌉ and ⌈0.95 n⌉, from 1.
    ///
    /// Source: R. J. Hyndman and Y. Fan, Sample Quantiles in Statistical Packages (The American Statistician 50, 1996), definition 1.
    private static func middle(of inOrder: [Int32]) -> ClosedRange<Int32> {
        func value(_ share: Double) -> Int32 { inOrder[max(0, Int((share * Double(inOrder.count) - 1e-9).rounded(.up)) - 1)] }
        return value(tail)...value(1 - tail)
    }

    private static func mean(of scores: [Int32]) -> Double { Double(scores.reduce(0) { $0 + Int64($1) }) / Double(scores.count) }

    private static func deviation(of scores: [Int32]) -> Double {
        if scores.count < 2 { return 0 }
        let mean = mean(of: scores)
        let squares = scores.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        return (squares / Double(scores.count - 1)).squareRoot()
    }
}
