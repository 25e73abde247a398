import Aggregation
import Model
import Parallel
import TestSupport
import Testing

@testable import Sensitivity

/// Where results turn along lines of weights: worked by hand, and against scores at single places.
@Suite struct WeightTurnTests {
    private let workers = Workers(count: 2)

    /// Two middle schools; levels by metric for all students alone, nil for a missing result.
    private func pair(_ first: [Int?], _ second: [Int?]) -> ScoreMatrix {
        ScoreMatrix(
            SampleResults.allStudents([first, second]), population: nil, rule: SampleResults.rule(), workers: workers)
    }

    private let weights = SampleResults.weights

    @Test func `A move between two metrics, worked by hand`() throws {
        // The first school is 2 behind: 20 · 0.5 - 20 · 0.6. A point from b to a gains 0.5 + 0.6.
        let matrix = pair([10, 2, 5, 5, 5, 5], [5, 8, 5, 5, 5, 5])
        let line = try #require(matrix.transferLine(from: 1, to: 0, at: "middle", under: weights))
        let turns = try matrix.turns(of: WeightContest(0, past: 1), along: [line], under: weights, workers: workers)[0]
        #expect(!turns.isAhead)
        #expect(turns.backward == nil)
        let turn = try #require(turns.forward)
        #expect(turn.place == ExactRoot(Rational(20, over: 11)))
        #expect(!turn.isAttained)
        #expect(turn.rivals == [1])
        #expect(turn.amount == Rational("1.82")!)
        #expect([line.lower, line.upper] == [Rational(-20), Rational(20)])
    }

    @Test func `Raising one weight while the others of the domain shrink, worked by hand`() throws {
        // A point on a takes half a point from b: 0.5 + 0.6 / 2 to gain, and 2 to make up. At 2.5 both are equal.
        let matrix = pair([10, 2, 5, 5, 5, 5], [5, 8, 5, 5, 5, 5])
        let line = try #require(matrix.proportionalLine(raising: 0, at: "middle", under: weights))
        let turns = try matrix.turns(of: WeightContest(0, past: 1), along: [line], under: weights, workers: workers)[0]
        #expect(turns.forward?.place == ExactRoot(Rational(5, over: 2)))
        #expect(turns.forward?.amount == Rational("2.51")!)
        // The other school is no longer ahead as soon as both are equal.
        let other = try matrix.turns(of: WeightContest(1, past: 0), along: [line], under: weights, workers: workers)[0]
        #expect(other.isAhead)
        #expect(other.forward?.isAttained == true)
        #expect(other.forward?.amount == Rational("2.5")!)
    }

    @Test func `With a missing result the equation is of the second degree, worked by hand`() throws {
        // 60 (24 + 0.9 t) / (40 + 0.5 t) = 38 - 0.2 t, so t² + 430 t - 800 = 0, and t = √47025 - 215 = 1.8524….
        let matrix = pair([10, 2, nil, 5, 5, 5], [5, 8, 6, 5, 5, 5])
        let line = try #require(matrix.proportionalLine(raising: 0, at: "middle", under: weights))
        let turn = try #require(
            try matrix.turns(of: WeightContest(0, past: 1), along: [line], under: weights, workers: workers)[0].forward)
        let expected = Quadratic(c0: LongInteger(-800 as Int128), c1: LongInteger(430 as Int128), c2: .one).roots[1]
        #expect(turn.place == expected)
        #expect(turn.place.roundedDown(decimals: 4) == Rational("1.8524")!)
        #expect(turn.amount == Rational("1.86")!)
    }

    /// Whether a school is ahead, by the exact scores of all.
    private func isAhead(_ contest: WeightContest, _ matrix: ScoreMatrix, _ weights: [String: [String: Rational]]) -> Bool {
        let scores = matrix.scores(under: weights)
        let own = scores.score(contest.school)!
        return contest.rivals.count { rival in scores.score(rival).map { $0 < own } ?? false } >= contest.needed
    }

    /// - Returns: all lines of a level, with the contest of a school out of the lowest quarter of all, and past another.
    private func contests(_ matrix: ScoreMatrix, seed: UInt64) -> (contests: [WeightContest], lines: [WeightLine]) {
        var random = SeededNumbers(seed: seed)
        let scores = matrix.scores(under: weights)
        let scored = matrix.schools.indices.filter { scores.score($0) != nil }
        let school = scored.sorted { scores.score($0)! < scores.score($1)! }[scored.count / 4 + random.whole(-1...1)]
        let level = random.pick(["elementary", "middle"])
        let lines = matrix.metrics.indices.compactMap { matrix.proportionalLine(raising: $0, at: level, under: weights) }
        return (
            [
                WeightContest(school, outOfLowest: Rational(1, over: 4), of: scored),
                WeightContest(school, past: random.pick(scored.filter { $0 != school })),
            ], lines + matrix.transferLines(at: level, under: weights)
        )
    }

    @Test(arguments: IndexRule.Redistribution.allCases)
    func `At any place of any line a school is ahead where the stretches say so`(redistribution: IndexRule.Redistribution) throws {
        for seed in 1...4 as ClosedRange<UInt64> {
            let sample = SampleResults(seed: seed, schools: 24, redistribution: redistribution)
            let matrix = ScoreMatrix(sample.results, population: sample.population, rule: sample.rule, workers: workers)
            let (contests, lines) = contests(matrix, seed: seed)
            var random = SeededNumbers(seed: seed), turned = 0
            for contest in contests {
                for turns in try matrix.turns(of: contest, along: lines, under: weights, workers: workers) {
                    let (line, width) = (turns.line, turns.line.upper - turns.line.lower)
                    turned += turns.stretches.count - 1
                    let spots = (0..<4).map { _ in line.lower + width * Rational(Int128(random.whole(1...999)), over: 1_000) }
                    for t in spots + [turns.forward?.amount, turns.backward?.amount, .zero].compactMap(\.self) {
                        let found = turns.stretches.filter { $0.contains(ExactRoot(t)) }.map(\.isAhead)
                        #expect(found == [isAhead(contest, matrix, line.weights(at: t, from: weights, metrics: matrix.metrics))])
                    }
                    for turn in [turns.forward, turns.backward].compactMap(\.self) {
                        let amount = try #require(turn.amount)
                        #expect(turns.stretches.first { $0.contains(ExactRoot(amount)) }!.isAhead != turns.isAhead)
                        #expect(ExactRoot(amount).magnitude >= turn.place.magnitude)
                    }
                }
            }
            #expect(turned > 3)
        }
    }

    @Test func `Stretches follow on each other and take turns`() throws {
        let sample = SampleResults(seed: 9, schools: 40, levels: ["middle"])
        let matrix = ScoreMatrix(sample.results, population: sample.population, rule: sample.rule, workers: workers)
        let (contests, lines) = contests(matrix, seed: 9)
        for turns in try matrix.turns(of: contests[0], along: lines, under: weights, workers: workers) {
            for (left, right) in zip(turns.stretches, turns.stretches.dropFirst()) {
                #expect(left.isAhead != right.isAhead)
                #expect(left.end.place == right.start.place)
                #expect(left.end.isIncluded != right.start.isIncluded)
                #expect(!left.end.rivals.isEmpty)
            }
        }
    }

    @Test func `The smallest turn is the nearest of all lines`() throws {
        let sample = SampleResults(seed: 2, schools: 40, levels: ["middle"])
        let matrix = ScoreMatrix(sample.results, population: sample.population, rule: sample.rule, workers: workers)
        let (contests, lines) = contests(matrix, seed: 2)
        let all = try matrix.turns(of: contests[0], along: lines, under: weights, workers: workers)
        let smallest = try #require(all.smallest?.nearest)
        for turn in all.flatMap({ [$0.backward, $0.forward] }).compactMap(\.self) {
            #expect(smallest.place.magnitude <= turn.place.magnitude)
        }
    }

    @Test func `A metric without weight at the level, or with all of its domain's, has no line`() {
        let matrix = pair([5, 5, 5, 5, 5, 5], [5, 5, 5, 5, 5, 5])
        #expect(matrix.proportionalLine(raising: 2, at: "elementary", under: weights) == nil)
        #expect(matrix.transferLine(from: 0, to: 2, at: "elementary", under: weights) == nil)
        #expect(matrix.transferLine(from: 0, to: 3, at: "middle", under: weights) == nil)
        let alone: [String: [String: Rational]] = ["middle": ["a": Rational(60), "d": Rational(40)]]
        #expect(matrix.proportionalLine(raising: 0, at: "middle", under: alone) == nil)
        #expect(matrix.transferLines(at: "middle", under: alone).isEmpty)
    }
}
