import Aggregation
import Foundation
import Model
import Parallel
import TestSupport
import Testing

@testable import Sensitivity

/// How long a thousand sets of weights and a school's break-even weights take: `scripts/validate` runs it in a release build.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SCHOOLINDEX_VALIDATE"] != nil), .serialized)
struct ScoringSpeedValidation {
    private let sample = SampleResults(seed: 1, schools: 2_000, missing: 1, levels: ["elementary", "elementary", "middle", "K-8"])
    private let workers = Workers(count: 2)

    private func seconds(_ work: () throws -> Void) rethrows -> Double {
        let duration = try ContinuousClock().measure(work)
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }

    @Test func `A thousand sets of weights, and one school's break-even weights`() throws {
        let matrix = ScoreMatrix(sample.results, population: sample.population, rule: sample.rule, workers: workers)
        for unit in [1, 1_000, 1_000_000] {
            var random = SeededNumbers(seed: 1)
            let sets = (0..<1_000).map { _ in SampleResults.randomWeights(&random, unit: unit) }
            var checksum = 0
            let time = seconds {
                for scores in matrix.scores(under: sets, workers: workers) { checksum += Int(scores.standing.ranks[0]) }
            }
            print("1,000 sets of weights in 1/\(unit) points, 2,000 schools, exact scores and ranks: \(time) s (\(checksum))")
        }
        let scores = matrix.scores(under: sample.rule.weights)
        let scored = matrix.schools.indices.filter { scores.score($0) != nil }
        let school = try #require(scored.first { matrix.schools[$0].level == "middle" && scores.standing.lower[$0] < 90 })
        let contest = WeightContest(school, outOfLowest: Rational(1, over: 20), of: scored)
        let lines = matrix.transferLines(at: "middle", under: sample.rule.weights)
        var turns: [WeightTurns] = []
        let time = try seconds { turns = try matrix.turns(of: contest, along: lines, under: sample.rule.weights, workers: workers) }
        print("\(turns.count) lines against \(scored.count) schools: \(time) s, \(turns.count { $0.nearest != nil }) turn")
    }
}
