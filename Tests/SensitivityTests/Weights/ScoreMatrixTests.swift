import Aggregation
import Model
import Parallel
import TestSupport
import Testing

@testable import Sensitivity

/// Scores from earned shares against the whole aggregation.
@Suite struct ScoreMatrixTests {
    private let workers = Workers(count: 2)

    private func matrix(_ sample: SampleResults) -> ScoreMatrix {
        ScoreMatrix(sample.results, population: sample.population, rule: sample.rule, workers: workers)
    }

    /// How a school's scores and ranks read, for a comparison of all of them at once.
    private func text(_ score: Rational?, _ rank: Int, _ of: Int, _ levelRank: Int, _ levelOf: Int) -> String {
        score.map { "\($0) \(rank)/\(of) \(levelRank)/\(levelOf)" } ?? "none"
    }

    private func texts(_ scores: WeightedScores, _ count: Int) -> [String] {
        (0..<count).map { school in
            text(
                scores.score(school), Int(scores.standing.ranks[school]), scores.standing.count(inClassOf: school),
                Int(scores.levelStanding.ranks[school]), scores.levelStanding.count(inClassOf: school))
        }
    }

    private func texts(_ scores: Scores) -> [String] {
        scores.schools.indices.map { school in
            text(
                scores.scores[school].score, scores.ranks[school]?.place ?? 0, scores.ranks[school]?.of ?? 0,
                scores.levelRanks[school]?.place ?? 0, scores.levelRanks[school]?.of ?? 0)
        }
    }

    @Test(arguments: ShareRule.Policy.allCases, IndexRule.Redistribution.allCases)
    func `Under any weights every score and rank is the aggregation's`(
        policy: ShareRule.Policy, redistribution: IndexRule.Redistribution
    ) {
        for seed in 1...6 as ClosedRange<UInt64> {
            let sample = SampleResults(seed: seed, schools: 60, policy: policy, redistribution: redistribution)
            let matrix = matrix(sample)
            var random = SeededNumbers(seed: seed)
            let weights = [SampleResults.weights] + (0..<4).map { SampleResults.randomWeights(&random, unit: $0 == 3 ? 100 : 6) }
            for (own, scores) in zip(weights, matrix.scores(under: weights, workers: workers)) {
                let whole = aggregate(
                    sample.results, population: sample.population, rule: sample.rule.weighted(by: own), workers: workers)
                #expect(texts(scores, 60) == texts(whole))
                #expect(whole.scores.contains { $0.score != nil } && whole.scores.contains { $0.score == nil })
            }
        }
    }

    @Test func `Weights with numbers too long for 128 bits give the aggregation's scores to nine decimals`() {
        let sample = SampleResults(seed: 3, schools: 40)
        let matrix = matrix(sample)
        let long = SampleResults.weights.mapValues { own in
            Dictionary(uniqueKeysWithValues: own.sorted { $0.key < $1.key }.enumerated().map { place, entry in
                (entry.key, entry.value + Rational(1, over: [1_000_003, 1_000_033, 1_000_037, 1_000_039, 1_000_081, 1_000_099][place]))
            })
        }
        let whole = aggregate(
            sample.results, population: sample.population, rule: sample.rule.weighted(by: long), workers: workers)
        let scores = matrix.scores(under: long)
        for (school, score) in whole.scores.enumerated() {
            #expect(scores.score(school)?.scaledAndRounded(decimals: 9) == score.score?.scaledAndRounded(decimals: 9))
            #expect(Int(scores.standing.ranks[school]) == whole.ranks[school]?.place ?? 0)
        }
    }

    @Test func `Without a population a school that spans levels has no score`() {
        let sample = SampleResults(seed: 1, schools: 20, missing: 0, levels: ["K-8", "middle"])
        let matrix = ScoreMatrix(sample.results, population: nil, rule: sample.rule, workers: workers)
        let scores = matrix.scores(under: sample.rule.weights)
        for (place, school) in matrix.schools.enumerated() { #expect((scores.score(place) == nil) == (school.level == "K-8")) }
    }

    @Test func `Earned shares are the mean of components by share, over the highest level`() {
        // All students at level 5 with a half; the lowest race at 8 and English learners at 10 with a quarter each.
        let sample = SampleResults.worked([5, 8, nil, 10, nil])
        let matrix = ScoreMatrix(sample, population: nil, rule: SampleResults.rule(), workers: workers)
        #expect(matrix.earnedShare(school: 0, metric: 0) == Rational(7, over: 10))
        // Metric f has no groups.
        #expect(matrix.earnedShare(school: 0, metric: 5) == Rational(5, over: 10))
    }

    @Test func `Schools below a share of their class are those with fewer strictly lower scores`() {
        // Places of ten schools, two of them tied at the end: of 10 schools a fifth are 2.
        let standing = Standing(
            order: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0], isTied: (0..<10).map { $0 == 9 }, classes: .init(repeating: 0, count: 10),
            classCount: 1)
        #expect(standing.lower == [0, 0, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(standing.ranks == [9, 9, 8, 7, 6, 5, 4, 3, 2, 1])
        let fifth = (0..<10).filter { standing.isAmongLowest($0, share: Rational(1, over: 5)) }
        let more = (0..<10).filter { standing.isAmongLowest($0, share: Rational(21, over: 100)) }
        #expect(fifth == [0, 1])
        #expect(more == [0, 1, 2])
    }
}
