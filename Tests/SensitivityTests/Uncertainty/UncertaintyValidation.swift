import Aggregation
import Foundation
import Model
import Parallel
import TestSupport
import Testing

@testable import Sensitivity

/// Schools made up with known true rates: how often the intervals hold the true score, and the said chances of a level come true.
///
/// `scripts/validate` runs it and prints what it found.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SCHOOLINDEX_VALIDATE"] != nil))
struct UncertaintyValidation {
    /// Schools of three races and English learners among them, with rates that differ by school, race, learner and metric.
    private struct World {
        static let schoolCount = 400, metricCount = 5

        private(set) var truth: [Measure?] = []
        private(set) var observed: [Measure?] = []

        /// - Parameter center: the log odds that rates lie around.
        init(seed: UInt64, center: Double) {
            var random = SeededNumbers(seed: seed)
            func uniform(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &random) }
            for _ in 0..<Self.schoolCount {
                let quality = uniform(-1...1), sizes = (0..<3).map { _ in random.whole(20...120) }
                let learners = sizes.map { random.whole(0...$0) }
                // Race by learner.
                let n = (0..<3).flatMap { [sizes[$0] - learners[$0], learners[$0]] }
                for _ in 0..<Self.metricCount {
                    let rates = (0..<6).map { cell in
                        1 / (1 + exp(-(center + quality + uniform(-0.6...0.6) + (cell % 2 == 0 ? 0 : -0.5))))
                    }
                    let met = zip(n, rates).map { n, rate in (0..<n).count { _ in uniform(0...1) < rate } }
                    add(n, met: met, rates: rates)
                }
            }
        }

        /// All students, the races, and the learners of all races.
        private mutating func add(_ n: [Int], met: [Int], rates: [Double]) {
            for cells in [[0, 1, 2, 3, 4, 5], [0, 1], [2, 3], [4, 5], [1, 3, 5]] {
                let all = cells.reduce(0) { $0 + n[$1] }, own = cells.reduce(0) { $0 + met[$1] }
                let expected = cells.reduce(0.0) { $0 + Double(n[$1]) * rates[$1] } / Double(max(1, all))
                let percent = Rational(Int128(expected * 1e11), over: 1_000_000_000)
                observed.append(all < 20 ? nil : UncertainSample.share(own, of: all))
                truth.append(all < 20 ? nil : Measure(n: all, met: nil, outcome: .value(percent)))
            }
        }

        static func measure(_ measures: [Measure?]) -> (Int, Int, Int) -> Measure? {
            { measures[($0 * metricCount + $1) * UncertainSample.groups.count + $2] }
        }
    }

    /// What one world tells.
    private struct Outcome {
        var schools = 0
        var covered = 0
        /// By tenth of the chance that was said of a level: how many, what was said of them, and how many were the true one.
        var said = [(count: Int, chance: Double, true: Int)](repeating: (0, 0, 0), count: 10)

        mutating func add(seed: UInt64, center: Double, bounds: [String]) {
            let world = World(seed: seed, center: center)
            var sample = UncertainSample()
            sample.metrics = ["a", "b", "c", "d", "e"].map { .init(key: $0, bounds: bounds) }
            sample.domains = [["a", "b", "c"], ["d", "e"]]
            sample.weights = ["middle": ["a": "20", "b": "20", "c": "20", "d": "20", "e": "20"]]
            sample.levels = (0..<World.schoolCount).map { _ in "middle" }
            sample.measure = World.measure(world.observed)
            let truth = sample.measures(World.measure(world.truth)), levels = sample.results(truth), scores = sample.scores(truth).scores
            let rule = UncertainSample.drawing(1000, seed: seed), workers = Workers(count: 2)
            let summary = UncertaintySummary(Replicates(sample.index, rule: rule, workers: workers), workers: workers)
            schools += World.schoolCount
            covered += zip(summary.schools, scores).count { $0!.score.contains($1.score!.approximation) }
            for level in summary.levels {
                let metric = sample.metrics.firstIndex { $0.key == level.metric }!
                let actual = levels.level(school: level.school, metric: metric, group: 0)!
                for (place, chance) in level.probabilities.enumerated() {
                    let tenth = min(9, Int(chance * 10))
                    said[tenth].count += 1
                    said[tenth].chance += chance
                    said[tenth].true += place + 1 == actual ? 1 : 0
                }
            }
        }

        func print(_ title: String) {
            var lines = ["\(title), \(schools) schools", "  intervals of 90% that hold the true score   \(Self.text(Double(covered) / Double(schools)))"]
            for (tenth, own) in said.enumerated() where own.count > 50 {
                let said = own.chance / Double(own.count), found = Double(own.true) / Double(own.count)
                lines.append("  levels with \(tenth)0 to \(tenth + 1)0 of 100: said \(Self.text(said)), true \(Self.text(found))")
            }
            Swift.print(lines.joined(separator: "\n"))
        }

        private static func text(_ value: Double) -> String { String(format: "%.3f", value) }
    }

    @Test func `Intervals of 90% hold the true score, and said chances come true, for shares in the middle`() {
        var outcome = Outcome()
        for seed in 1...5 as ClosedRange<UInt64> { outcome.add(seed: seed, center: 0, bounds: (1...9).map { "\(10 * $0)" }) }
        outcome.print("uncertainty, shares around 50%, levels 10 wide")
        #expect((0.86...0.94).contains(Double(outcome.covered) / Double(outcome.schools)))
        for own in outcome.said where own.count > 500 {
            #expect(abs(own.chance - Double(own.true)) < 0.05 * Double(own.count))
        }
    }

    @Test func `The same for shares near 0, as of suspensions`() {
        var outcome = Outcome()
        for seed in 1...5 as ClosedRange<UInt64> { outcome.add(seed: seed, center: -3, bounds: (1...9).map { "\($0)" }) }
        outcome.print("uncertainty, shares around 5%, levels 1 wide")
        #expect((0.8...0.97).contains(Double(outcome.covered) / Double(outcome.schools)))
    }

    // MARK: Against a bootstrap of students

    /// Students of some schools with outcomes on three metrics that go together, counted by school, metric and group.
    private struct Roster {
        static let schoolCount = 40

        /// By school; bits: race from 0 to 2, learner, and whether each metric counts and is met.
        var students: [[(race: Int, isLearner: Bool, outcomes: [Bool?])]] = []

        init(seed: UInt64) {
            var random = SeededNumbers(seed: seed)
            func uniform() -> Double { Double.random(in: 0..<1, using: &random) }
            for _ in 0..<Self.schoolCount {
                let quality = 0.6 * (uniform() - 0.5)
                students.append((0..<random.whole(120...400)).map { _ in
                    let race = random.whole(0...2), isLearner = uniform() < (race == 0 ? 0.5 : 0.15)
                    let ability = uniform() + uniform() + uniform() - 1.5 + quality - (isLearner ? 0.4 : 0) + 0.1 * Double(race)
                    let outcomes = (0..<3).map { metric -> Bool? in
                        if metric == 1, uniform() < 0.2 { return nil }
                        return (metric == 2 ? 0.3 : 1) * ability + 0.5 * (uniform() - 0.5) > 0
                    }
                    return (race, isLearner, outcomes)
                })
            }
        }

        /// - Parameter weights: how often each student is there, by school; nil for once.
        func measure(_ weights: [[Int]]?) -> (Int, Int, Int) -> Measure? {
            var n = [Int](repeating: 0, count: Self.schoolCount * 15), met = n
            for (school, own) in students.enumerated() {
                for (place, student) in own.enumerated() {
                    let weight = weights?[school][place] ?? 1
                    if weight == 0 { continue }
                    for (metric, outcome) in student.outcomes.enumerated() {
                        guard let outcome else { continue }
                        for group in [0, 1 + student.race] + (student.isLearner ? [4] : []) {
                            n[(school * 3 + metric) * 5 + group] += weight
                            met[(school * 3 + metric) * 5 + group] += outcome ? weight : 0
                        }
                    }
                }
            }
            return { school, metric, group in
                let place = (school * 3 + metric) * 5 + group
                return n[place] == 0 ? nil : UncertainSample.share(met[place], of: n[place])
            }
        }

        /// As disaggregation tells them, in this test's own words.
        var correlations: OutcomeCorrelations {
            var products = [Double](repeating: 0, count: 9)
            for own in students {
                let shares = (0..<3).map { metric in
                    Double(own.count { $0.outcomes[metric] == true }) / Double(max(1, own.count { $0.outcomes[metric] != nil }))
                }
                for student in own {
                    let deviations = (0..<3).map { metric in student.outcomes[metric].map { ($0 ? 1 : 0) - shares[metric] } ?? 0 }
                    for pair in 0..<9 { products[pair] += deviations[pair / 3] * deviations[pair % 3] }
                }
            }
            return OutcomeCorrelations([.init(metrics: [0, 1, 2], products: products)])
        }
    }

    @Test func `Standard errors of scores are those of a bootstrap of students, if outcomes go together`() {
        let roster = Roster(seed: 5), replicates = 400
        var sample = UncertainSample()
        sample.metrics = ["a", "b", "c"].map { .init(key: $0, bounds: (1...9).map { "\(20 + 6 * $0)" }) }
        (sample.domains, sample.weights) = ([["a", "b", "c"]], ["middle": ["a": "35", "b": "35", "c": "30"]])
        sample.levels = (0..<Roster.schoolCount).map { _ in "middle" }
        sample.measure = roster.measure(nil)
        var random = SeededNumbers(seed: 6)
        var scores = [[Double]](repeating: [], count: Roster.schoolCount)
        for _ in 0..<replicates {
            let weights = roster.students.map { own -> [Int] in
                var weights = [Int](repeating: 0, count: own.count)
                for _ in own { weights[random.whole(0...own.count - 1)] += 1 }
                return weights
            }
            for (school, score) in sample.scores(sample.measures(roster.measure(weights))).scores.enumerated() {
                scores[school].append(score.score!.approximation)
            }
        }
        let bootstrapped = scores.map { own -> Double in
            let mean = own.reduce(0, +) / Double(own.count)
            return (own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(own.count - 1)).squareRoot()
        }
        func ratio(_ sample: UncertainSample) -> Double {
            let workers = Workers(count: 2)
            let summary = UncertaintySummary(Replicates(sample.index, rule: UncertainSample.drawing(1000), workers: workers), workers: workers)
            return zip(summary.schools, bootstrapped).reduce(0) { $0 + $1.0!.standardError / $1.1 } / Double(bootstrapped.count)
        }
        let apart = ratio(sample)
        sample.correlations = roster.correlations
        let together = ratio(sample), block = sample.correlations.blocks[0]
        print(String(
            format: """
                uncertainty against a bootstrap of students, %d schools, correlations of outcomes %.2f, %.2f, %.2f
                  standard error of a score, of the bootstrap's   %.3f with the correlations, %.3f without
                """, Roster.schoolCount, block.correlation(0, 1), block.correlation(0, 2), block.correlation(1, 2), together, apart))
        #expect(abs(together - 1) < 0.06)
        #expect(apart < together - 0.05)
    }
}
