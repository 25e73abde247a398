import Aggregation
import Model
import Parallel
import TestSupport
import Testing

@testable import Sensitivity

/// Intervals, ranks, the lowest and swaps, by hand and against the long way.
@Suite struct UncertaintySummaryTests {
    private static func summary(_ sample: UncertainSample, _ rule: UncertaintyRule) -> UncertaintySummary {
        UncertaintySummary(Replicates(sample.index, rule: rule, workers: Workers(count: 2)), workers: Workers(count: 2))
    }

    /// Forty schools whose first metric's share is 30% to 69%, of 100 students each.
    private static var ladder: UncertainSample {
        var sample = UncertainSample()
        sample.metrics = [.init(key: "a", bounds: (1...9).map { "\(30 + 4 * $0)" })]
        (sample.domains, sample.weights) = ([["a"]], ["middle": ["a": "100"], "high": ["a": "100"]])
        sample.scored = []
        sample.levels = (0..<40).map { $0 % 4 == 0 ? "high" : "middle" }
        sample.measure = { school, _, group in group == 0 ? UncertainSample.share(30 + school, of: 100) : nil }
        return sample
    }

    @Test(arguments: LowestRule.Class.allCases)
    func `Ranks and the lowest of every replicate are those of the index's own functions`(among: LowestRule.Class) {
        var sample = Self.ladder
        sample.lowest = LowestRule(share: Rational(1, over: 10), among: among)
        let summary = Self.summary(sample, UncertainSample.drawing(60)), replicates = summary.replicates
        var lowest = [Int](repeating: 0, count: 40)
        for replicate in 0..<60 {
            let scores = (0..<40).map { replicates.scores(of: $0)[replicate] }
            func rank(_ school: Int, _ members: [Int]) -> Rank {
                Rank(place: 1 + members.count { scores[$0] > scores[school] }, of: members.count)
            }
            let ofLevel = (0..<40).map { school in (0..<40).filter { sample.levels[$0] == sample.levels[school] } }
            let ranks = (0..<40).map { rank($0, Array(0..<40)) }, levelRanks = (0..<40).map { rank($0, ofLevel[$0]) }
            #expect((0..<40).map { Int(summary.ranks.ranks(of: $0)[replicate]) } == ranks.map(\.place))
            #expect((0..<40).map { Int(summary.ranks.levelRanks(of: $0)[replicate]) } == levelRanks.map(\.place))
            let own = sample.lowest!.lowest(ranks: among == .all ? ranks : levelRanks, classes: sample.lowest!.classes(of: sample.schools))
            for school in 0..<40 where own[school] { lowest[school] += 1 }
        }
        #expect(summary.schools.map { $0!.probabilityOfLowest! } == lowest.map { Double($0) / 60 })
        #expect(lowest[0] > 15 && lowest[39] == 0)
    }

    @Test func `The interval leaves out a twentieth on either side`() {
        let summary = Self.summary(Self.ladder, UncertainSample.drawing(40)), own = summary.schools[20]!
        // Of 40 in order the 2nd and the 38th.
        let scores = summary.replicates.scores(of: 20).sorted().map { Double($0) * Replicates.unit }
        #expect(own.score == scores[1]...scores[37])
        let ranks = summary.ranks.ranks(of: 20).sorted()
        #expect(own.rank == Int(ranks[1])...Int(ranks[37]))
        let mean = scores.reduce(0, +) / 40, squares = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        #expect(abs(own.standardError - (squares / 39).squareRoot()) < 1e-9)
    }

    @Test func `One replicate has no standard error`() {
        let own = Self.summary(Self.ladder, UncertainSample.drawing(1)).schools[7]!
        #expect(own.standardError == 0 && own.score.lowerBound == own.score.upperBound)
    }

    @Test func `Neighbours are told of within their school level; two schools swap as often as the one behind is ahead`() {
        let summary = Self.summary(Self.ladder, UncertainSample.drawing(200)), neighbours = summary.neighbours
        #expect(neighbours.count == 9 + 29)
        #expect(neighbours.allSatisfy { Self.ladder.levels[$0.ahead] == Self.ladder.levels[$0.behind] })
        let far = summary.swap(3, 39)!, near = summary.swap(39, 38)!
        #expect(far.ahead == 39 && far.behind == 3 && far.swapped == 0)
        let pairs = zip(summary.replicates.scores(of: near.ahead), summary.replicates.scores(of: near.behind))
        #expect(near.swapped == Double(pairs.count { $0 < $1 }) / 200 && near.tied == Double(pairs.count { $0 == $1 }) / 200)
        #expect(near.swapped > 0.1 && near.tied > 0.1)
    }

    @Test func `Ranks from 0 to 100 are those worked out one by one, whatever the values`() {
        var random = SeededNumbers(seed: 9)
        for count in [1, 2, 5, 60, 300] {
            for kind in 0..<4 {
                var ranking = MidRanking(capacity: count)
                for place in 0..<count {
                    let value = Double(random.whole(0...1000))
                    ranking.values[place] = [value, (value / 250).rounded(), place == 0 ? 1e9 : value, 7][kind]
                }
                ranking.rank()
                for place in 0..<count {
                    let own = ranking.values[place], worse = ranking.values.count { $0 < own }, equal = ranking.values.count { $0 == own }
                    #expect(ranking.ranks[place] == 50 * Double(2 * worse + equal) / Double(count))
                }
            }
        }
    }
}
