import Model
import Parallel
import TestSupport
import Testing

@testable import Aggregation

/// Scores and their parts, worked by hand and as properties of random results.
@Suite struct AggregateTests {
    private func score(_ results: Results, _ rule: IndexRule = IndexSample.rule()) -> SchoolScore {
        aggregate(results, population: nil, rule: rule, workers: Workers(count: 1)).scores[0]
    }

    private func parts(_ score: SchoolScore, of metric: String) -> [String] {
        score.parts.filter { $0.metric == metric }.map { "\($0.component) \($0.group) \($0.level): \($0.points) of \($0.maximum)" }
    }

    @Test func `Half for all students, half equally among the groups that have a result`() {
        let all = score(IndexSample.results(["middle"]) { _, _, group in group == 0 ? 5 : group == 4 ? nil : 10 })
        // Metric a weighs 30: 15 for all at level 5; 7.5 each for the lowest race and English learners at level 10.
        #expect(parts(all, of: "a") == ["all all 5: 15/2 of 15", "lowest AA 10: 15/2 of 15/2", "el el 10: 15/2 of 15/2"])
        // Metric f has no groups.
        #expect(parts(all, of: "f") == ["all all 5: 20/3 of 40/3"])
        // 100 points: f gives 20/3 of 40/3, the rest half of its halves and all of the others: 20/3 + 260/3 * 3/4.
        #expect(all.score == Rational(20, over: 3) + Rational(65))
    }

    @Test func `Equal shares: a fifth each, and those of missing groups go to the others`() {
        let results = IndexSample.results(["middle"]) { _, _, group in group == 0 ? 5 : group == 4 ? nil : 10 }
        let equal = score(results, IndexSample.rule(.equalShares))
        // Four shares of 7.5; the three groups' 22.5 are the two groups' that are there.
        #expect(parts(equal, of: "a") == ["all all 5: 15/4 of 15/2", "lowest AA 10: 45/4 of 45/4", "el el 10: 45/4 of 45/4"])
    }

    @Test(arguments: ShareRule.Policy.allCases)
    func `Where no group has a result all students have the whole`(policy: ShareRule.Policy) {
        let alone = score(IndexSample.results(["middle"]) { _, _, group in group == 0 ? 7 : nil }, IndexSample.rule(policy))
        #expect(parts(alone, of: "a") == ["all all 7: 21 of 30"])
        #expect(alone.score == Rational(70))
    }

    @Test func `A school without a lowest group has one component less`() {
        let results = IndexSample.results(["middle"], lowest: -1) { _, _, _ in 10 }
        #expect(score(results).parts.filter { $0.metric == "b" }.map(\.component) == ["all", "el", "swd"])
    }

    @Test func `A group's result counts only where all students have one`() {
        let results = IndexSample.results(["middle"]) { _, metric, group in metric == 0 && group == 0 ? nil : 10 }
        #expect(score(results).parts.contains { $0.metric == "a" } == false)
        #expect(score(results).score == Rational(100))
    }

    @Test func `Level 10 throughout is 100, printed and exact, for every pattern of what is missing`() {
        var random = SeededNumbers(seed: 1)
        let present = (0..<200).map { _ in (0..<30).map { _ in random.happens(2, in: 3) } }
        let results = IndexSample.results(present.map { _ in "middle" }) { school, metric, group in
            present[school][metric * 5 + group] ? 10 : nil
        }
        for policy in ShareRule.Policy.allCases {
            let scores = aggregate(results, population: nil, rule: IndexSample.rule(policy), workers: Workers(count: 2)).scores
            #expect(scores.count { $0.score != nil } > 100)
            for score in scores {
                guard let total = score.score else { continue }
                #expect(total == Rational(100))
                #expect(score.parts.reduce(0) { $0 + $1.printedPoints } == 100_00)
                #expect(score.parts.reduce(0) { $0 + $1.printedMaximum } == 100_00)
            }
        }
    }

    @Test(arguments: 1...4)
    func `Printed parts add up metric by metric and are never off by a hundredth`(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        let levels = (0..<150).map { _ in (0..<30).map { _ in random.happens(4, in: 5) ? random.whole(1...10) : nil } }
        let results = IndexSample.results(levels.map { _ in "middle" }) { levels[$0][$1 * 5 + $2] }
        for score in aggregate(results, population: nil, rule: IndexSample.rule(), workers: Workers(count: 1)).scores {
            guard let total = score.score else { continue }
            #expect(score.parts.reduce(0) { $0 + $1.printedPoints } == total.scaledAndRounded(decimals: 2))
            #expect(score.parts.reduce(Rational.zero) { $0 + $1.points } == total)
            #expect(score.parts.reduce(0) { $0 + $1.printedMaximum } == 100_00)
            for part in score.parts {
                #expect(abs(part.printedPoints - part.points.scaledAndRounded(decimals: 2)) <= 1)
                #expect(part.printedPoints <= part.printedMaximum)
            }
            for metric in IndexSample.metrics {
                let own = score.parts.filter { $0.metric == metric }
                let sum = own.reduce(Rational.zero) { $0 + $1.points }
                let printed = own.reduce(0) { $0 + $1.printedPoints }
                #expect(abs(printed - sum.scaledAndRounded(decimals: 2)) <= 1)
                #expect(printed <= own.reduce(0) { $0 + $1.printedMaximum })
            }
        }
    }

    @Test func `A school of a higher level never has a lower score`() {
        var random = SeededNumbers(seed: 9)
        for _ in 0..<100 {
            let levels = (0..<30).map { _ in random.happens(5, in: 6) ? random.whole(1...9) : nil }
            let place = random.whole(0...29)
            let results = IndexSample.results(["middle", "middle"]) { school, metric, group in
                levels[metric * 5 + group].map { $0 + (school == 1 && metric * 5 + group == place ? 1 : 0) }
            }
            let scores = aggregate(results, population: nil, rule: IndexSample.rule(), workers: Workers(count: 1)).scores
            guard let lower = scores[0].score, let higher = scores[1].score else { continue }
            #expect(lower <= higher)
        }
    }

    @Test func `A school that spans levels needs the population`() {
        let results = IndexSample.results(["K-8"]) { _, _, _ in 10 }
        #expect(score(results).outcome == .none(reason: "no weights for school level K-8"))
    }
}

/// Ranks from unrounded scores.
@Suite struct RankTests {
    private func scores(_ texts: [String?]) -> [SchoolScore] {
        texts.map { SchoolScore(outcome: $0.map { .score(Rational($0)!) } ?? .none(reason: "none"), parts: []) }
    }

    private func places(_ texts: [String?], among classes: [String]? = nil) -> [String] {
        ranks(of: scores(texts), among: classes ?? texts.map { _ in "" }).map { $0.map { "\($0.place)/\($0.of)" } ?? "" }
    }

    @Test func `Ties share the smaller rank, and the next one is passed over`() {
        #expect(places(["60", "80", "60", "90", "50"]) == ["3/5", "2/5", "3/5", "1/5", "5/5"])
        #expect(places(["70", "70", "70"]) == ["1/3", "1/3", "1/3"])
    }

    @Test func `Scores that print alike are no tie`() {
        #expect(places(["200/3", "66.67", "66.666"]) == ["2/3", "1/3", "3/3"])
    }

    @Test func `Schools without a score have no rank and do not count`() {
        #expect(places([nil, "50", nil, "60"]) == ["", "2/2", "", "1/2"])
        #expect(places([nil, nil]) == ["", ""])
        #expect(places([]) == [])
    }

    @Test func `Each class ranks for itself`() {
        #expect(places(["50", "60", "70", "40"], among: ["high", "high", "span", "span"]) == ["2/2", "1/2", "1/2", "2/2"])
    }
}
