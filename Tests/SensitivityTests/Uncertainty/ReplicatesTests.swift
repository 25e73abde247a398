import Aggregation
import Banding
import Model
import Parallel
import TestSupport
import Testing

@testable import Sensitivity

/// Scores of replicates against the index's own functions, and what does not matter.
@Suite struct ReplicatesTests {
    private func replicates(_ sample: UncertainSample, _ rule: UncertaintyRule, threads: Int = 2) -> Replicates {
        Replicates(sample.index, rule: rule, workers: Workers(count: threads))
    }

    private func scores(_ replicates: Replicates) -> [[Int32]] {
        replicates.index.measures.schools.indices.map { replicates.scores(of: $0) }
    }

    /// Six metrics of every kind over random shares at schools of two levels and one that spans them.
    private static func manifold(_ seed: UInt64) -> UncertainSample {
        var sample = UncertainSample()
        let falling = (1...9).map { "\(100 - 10 * $0)" }
        sample.metrics = [
            .init(key: "a"), .init(key: "b", better: .lower, bounds: falling), .init(key: "c", redraw: .given),
            .init(key: "d", redraw: .rank(of: 2)), .init(key: "e", redraw: .best(of: [0, 2])), .init(key: "f", redraw: .unchanged),
            .init(key: "g", redraw: .rank(of: 1)), .init(key: "h", redraw: .best(of: [3, 5])),
        ]
        sample.domains = [["a", "d", "e"], ["b", "f", "g", "h"]]
        sample.weights = [
            "middle": ["a": "30", "d": "10", "e": "20", "b": "20", "f": "10", "g": "10"],
            "high": ["a": "20", "d": "20", "e": "20", "b": "10", "f": "10", "h": "20"],
        ]
        sample.levels = (0..<18).map { $0 % 9 == 8 ? "6-12" : $0 % 2 == 0 ? "middle" : "high" }
        sample.standardError = 8
        let schools = sample.schools
        sample.population = Population(
            schools: schools, groups: [GroupWords(key: "all", title: "")],
            levels: ["middle", "high"].map { SchoolLevel(key: $0, title: "", grades: []) }, counts: schools.flatMap { _ in [30, 50, 0] as [Int32] })
        let random = UncertainSample.random(seed, schools: 18, metrics: 8), levels = sample.levels, metrics = sample.metrics
        sample.measure = made(random, metrics, levels)
        return sample
    }

    /// Results with ranks and the best of others computed the long way.
    private static func made(
        _ drawn: @escaping (Int, Int, Int) -> Measure?, _ metrics: [UncertainSample.Metric], _ levels: [String]
    ) -> (Int, Int, Int) -> Measure? {
        func value(_ school: Int, _ metric: Int, _ group: Int) -> Measure? {
            switch metrics[metric].redraw {
            case .share, .given, .unchanged: return drawn(school, metric, group)
            case .best(let others):
                let found = others.compactMap { value(school, $0, group) }
                return found.max { $0.value! < $1.value! }
            case .rank(let other):
                guard let own = drawn(school, other, group) else { return nil }
                let others = levels.indices.filter { levels[$0] == levels[school] }.compactMap { drawn($0, other, group)?.value }
                let sign = metrics[other].better == .higher
                let worse = others.count { sign ? $0 < own.value! : $0 > own.value! }, equal = others.count { $0 == own.value! }
                return Measure(
                    n: own.n, met: nil, outcome: .value(Rational(Int128(50 * (2 * worse + equal)), over: Int128(others.count))))
            }
        }
        return value
    }

    /// What a replicate's results were, as results of their own.
    private func redrawn(_ sample: UncertainSample, _ rule: UncertaintyRule, replicate: Int) -> (Int, Int, Int) -> Measure? {
        let index = sample.index, plan = ReplicatePlan(index, rule: rule, workers: Workers(count: 1))
        let memory = SharedBuffer<Double>(count: plan.drawn.results.count)
        plan.draw(first: replicate, count: 1, width: 1, into: memory, workers: Workers(count: 1))
        return { school, metric, group in
            guard let before = index.measures[school: school, metric: metric, group: group], before.value != nil else { return nil }
            guard let row = plan.drawn.row(school: school, metric: metric, group: group) else { return before }
            let value = Int128((memory.pointer[row] * 1e9).rounded())
            return Measure(n: before.n, met: nil, outcome: .value(Rational(value, over: 1_000_000_000)))
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64], IndexRule.Redistribution.allCases)
    func `A replicate's scores are those of the index from its results`(seed: UInt64, redistribution: IndexRule.Redistribution) {
        var sample = Self.manifold(seed)
        sample.redistribution = redistribution
        let rule = UncertainSample.drawing(70, seed: seed), scores = scores(replicates(sample, rule))
        for replicate in [0, 1, 33, 69] {
            let exact = sample.scores(sample.measures(redrawn(sample, rule, replicate: replicate)))
            for school in sample.levels.indices {
                guard let score = exact.scores[school].score else {
                    #expect(scores[school][replicate] == -1)
                    continue
                }
                #expect(abs(Double(scores[school][replicate]) * Replicates.unit - score.approximation) < 2e-7)
            }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `Ranks and the best of others are taken from the replicate's own results`(seed: UInt64) {
        let sample = Self.manifold(seed), rule = UncertainSample.drawing(3, seed: seed)
        let drawn = redrawn(sample, rule, replicate: 2), again = Self.made(drawn, sample.metrics, sample.levels)
        var compared = 0
        for school in sample.levels.indices {
            for metric in sample.metrics.indices {
                for group in UncertainSample.groups.indices {
                    guard let value = drawn(school, metric, group)?.value else { continue }
                    compared += 1
                    #expect(abs(value.approximation - again(school, metric, group)!.value!.approximation) < 1e-8)
                }
            }
        }
        #expect(compared > 400)
    }

    @Test(arguments: [1, 2] as [UInt64])
    func `Where nothing varies every replicate is the published index`(seed: UInt64) {
        for (closed, taken) in [(BandingRule.Closed.betterSide, BandingRule.Taken.unrounded), (.worseSide, .rounded)] {
            var sample = Self.manifold(seed)
            (sample.closed, sample.taken) = (closed, taken)
            let summary = UncertaintySummary(
                replicates(sample, UncertainSample.drawing(5, sampling: .none, measurement: false)), workers: Workers(count: 1))
            let published = summary.replicates.index.scores
            for (school, own) in summary.schools.enumerated() {
                #expect((own == nil) == (published.scores[school].score == nil))
                guard let own, let score = published.scores[school].score else { continue }
                #expect(own.standardError == 0 && abs(own.score.lowerBound - score.approximation) < 2e-7)
                #expect(own.rank == published.ranks[school]!.place...published.ranks[school]!.place)
                #expect(own.levelRank == published.levelRanks[school]!.place...published.levelRanks[school]!.place)
                #expect(own.probabilityOfLowest == (summary.replicates.index.index.lowest!.lowest(published)[school] ? 1 : 0))
            }
            for level in summary.levels { #expect(level.probabilities[level.level - 1] == 1) }
        }
    }

    @Test func `Neither threads nor how many replicates there are change a replicate`() {
        let sample = Self.manifold(5), rule = UncertainSample.drawing(130, concentration: Rational(50))
        let one = scores(replicates(sample, rule, threads: 1))
        #expect(one == scores(replicates(sample, rule, threads: 4)))
        let few = scores(replicates(sample, UncertainSample.drawing(7, concentration: Rational(50)), threads: 3))
        #expect(few == one.map { Array($0.prefix(7)) })
        #expect(one != scores(replicates(sample, UncertainSample.drawing(130, seed: 2, concentration: Rational(50)))))
    }

    @Test func `The order of schools does not change a school's scores`() {
        var sample = UncertainSample()
        sample.levels = ["middle", "middle", "middle"]
        let random = UncertainSample.random(4, schools: 3, metrics: 2)
        sample.measure = { random($0, $1, $2) }
        var alone = sample
        alone.levels = ["middle"]
        #expect(scores(replicates(alone, UncertainSample.drawing(40)))[0] == scores(replicates(sample, UncertainSample.drawing(40)))[0])
    }

    @Test func `A metric without cut points has no levels, and a school that is held back no scores`() {
        var sample = UncertainSample()
        sample.metrics[1].bounds = []
        sample.measure = { _, _, _ in UncertainSample.share(10, of: 20) }
        let found = replicates(sample, UncertainSample.drawing(20))
        #expect(!found.hasScore(0) && found.scores(of: 0).allSatisfy { $0 == -1 })
        #expect(found.levelCounts(school: 0, metric: 0).reduce(0, +) == 20 && found.levelCounts(school: 0, metric: 1) == [])
        #expect(UncertaintySummary(found, workers: Workers(count: 1)).schools == [nil])
    }

    @Test func `The chance of a level is that of the normal distribution`() {
        // 50 of 100: 50 with a standard error of 5; below 40 and below 60 lie 2.3% and 97.7%.
        var sample = UncertainSample()
        sample.scored = []
        sample.measure = { _, _, _ in UncertainSample.share(50, of: 100) }
        let counts = replicates(sample, UncertainSample.drawing(20_000)).levelCounts(school: 0, metric: 0)
        // Four standard errors of a share of 20,000: 1.4 hundredths at a half, 0.42 at 2.3%.
        for (level, share, error) in [(4, 0.0227, 0.0042), (5, 0.4772, 0.0141), (6, 0.4772, 0.0141), (7, 0.0227, 0.0042)] {
            #expect(abs(Double(counts[level - 1]) / 20_000 - share) < error)
        }
        #expect(counts.reduce(0, +) == 20_000)
    }
}
