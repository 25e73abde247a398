import Aggregation
import Model
import Parallel
import TestSupport
import Testing

@testable import Sensitivity

/// What weights come to, worked by hand and as sums.
@Suite struct EffectiveImportanceTests {
    private let workers = Workers(count: 1)
    private let weights = SampleResults.weights

    private func importance(_ levels: [[Int?]]) -> EffectiveImportance {
        ScoreMatrix(SampleResults.allStudents(levels), population: nil, rule: SampleResults.rule(), workers: workers)
            .importance(under: weights, among: Array(levels.indices))
    }

    @Test func `Equal weights, unequal spread: the metric with three times the spread decides nine tenths`() throws {
        // a is 2 or 8, b is 4 or 6, in all four combinations; all others are the same everywhere.
        let found = importance([[2, 4, 5, 5, 5, 5], [2, 6, 5, 5, 5, 5], [8, 4, 5, 5, 5, 5], [8, 6, 5, 5, 5, 5]])
        #expect(found.metrics.map(\.nominalWeight) == [20, 20, 20, 8, 12, 20])
        #expect(found.metrics.map(\.meanWeight) == [20, 20, 20, 8, 12, 20])
        for (metric, expected) in zip(found.metrics, [0.9, 0.1, 0, 0, 0, 0]) {
            #expect(abs(try #require(metric.varianceShare) - expected) < 1e-12)
        }
        #expect(abs(try #require(found.metrics[0].mainEffect) - 0.9) < 1e-12)
        #expect(abs(try #require(found.metrics[1].mainEffect) - 0.1) < 1e-12)
        #expect(found.metrics[2].mainEffect == nil)
        #expect(abs(try #require(found.weightingShare)) < 1e-12)
    }

    @Test func `Two metrics that always agree share what they decide, and each alone tells everything`() throws {
        let found = importance([[2, 2, 5, 5, 5, 5], [4, 4, 5, 5, 5, 5], [9, 9, 5, 5, 5, 5]])
        for metric in found.metrics.prefix(2) {
            #expect(abs(try #require(metric.varianceShare) - 0.5) < 1e-12)
            #expect(abs(try #require(metric.mainEffect) - 1) < 1e-12)
        }
    }

    @Test func `What differs by missing results alone is nobody's spread`() throws {
        // Everybody has 8 on a and 4 on b; the second school's b is missing, and a has its weight.
        let found = importance([[8, 4, 6, 5, 5, 5], [8, nil, 6, 5, 5, 5], [8, 4, 6, 5, 5, 5], [8, 4, nil, 5, 5, 5]])
        for metric in found.metrics { #expect(abs(try #require(metric.varianceShare)) < 1e-12) }
        #expect(abs(try #require(found.weightingShare) - 1) < 1e-12)
        #expect(found.metrics.map(\.resultCount) == [4, 3, 3, 4, 4, 4])
        // 20, 30, 20 and 30 points.
        #expect(found.metrics[0].meanWeight == 25)
    }

    @Test func `Without any spread there are no parts`() {
        let found = importance([[5, 5, 5, 5, 5, 5], [5, 5, 5, 5, 5, 5]])
        #expect(found.metrics.allSatisfy { $0.varianceShare == nil && $0.mainEffect == nil })
        #expect(found.weightingShare == nil)
        #expect(importance([]).schoolCount == 0)
    }

    @Test(arguments: IndexRule.Redistribution.allCases)
    func `Parts add up to 1, and where nothing is missing are covariances of points with scores`(
        redistribution: IndexRule.Redistribution
    ) throws {
        for (seed, missing) in [(1, 4), (2, 0), (3, 0)] as [(UInt64, Int)] {
            let sample = SampleResults(
                seed: seed, schools: 80, missing: missing, levels: missing == 0 ? ["middle"] : ["elementary", "middle", "K-8"],
                redistribution: redistribution)
            let matrix = ScoreMatrix(sample.results, population: sample.population, rule: sample.rule, workers: workers)
            let found = matrix.importance(under: weights, among: Array(matrix.schools.indices))
            let parts = try found.metrics.map { try #require($0.varianceShare) }
            #expect(abs(parts.reduce(try #require(found.weightingShare), +) - 1) < 1e-12)
            if missing > 0 { continue }
            let scores = aggregate(sample.results, population: sample.population, rule: sample.rule, workers: workers).scores
            let totals = scores.map { $0.score!.approximation }
            for (place, metric) in matrix.metrics.enumerated() {
                let points = scores.map { $0.parts.filter { $0.metric == metric }.reduce(0) { $0 + $1.points.approximation } }
                #expect(abs(covariance(points, totals) / covariance(totals, totals) - parts[place]) < 1e-12)
            }
        }
    }

    private func covariance(_ x: [Double], _ y: [Double]) -> Double {
        let (xMean, yMean) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
        return zip(x, y).reduce(0) { $0 + ($1.0 - xMean) * ($1.1 - yMean) } / Double(x.count)
    }
}
