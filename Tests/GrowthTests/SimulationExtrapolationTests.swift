import Parallel
import TestSupport
import Testing

@testable import Growth

/// Percentiles corrected for errors of the prior scores.
@Suite struct SimulationExtrapolationTests {
    private struct Sample {
        var histories: ScoreHistories
        var errors: [[Double]]
        var students: [String]
        var grades: [String]

        var rule: PercentileRule { PercentileRule(progression: grades) }

        func corrected(
            _ rule: PercentileRule? = nil, dataSetCount: Int, seed: UInt64 = 1, threads: Int = 2
        ) -> SimulationExtrapolation {
            let workers = Workers(count: threads)
            return SimulationExtrapolation(
                GrowthPercentiles(histories, rule: rule ?? self.rule, workers: workers),
                of: UncertainScores(histories, errors: errors, students: students, seed: seed), rule: rule ?? self.rule,
                dataSetCount: dataSetCount, workers: workers)
        }

        func growth(_ rule: PercentileRule? = nil) -> GrowthPercentiles {
            GrowthPercentiles(histories, rule: rule ?? self.rule, workers: Workers(count: 2))
        }
    }

    private func sample(_ students: Int, priors: Int, error: Double, seed: UInt64) -> Sample {
        let cohort = SampleCohort(students: students, priors: priors, step: 1, seed: seed)
        let grades = (0...priors).map { "\(3 + $0)" }
        return Sample(
            histories: ScoreHistories(
                grades: grades.map { [String](repeating: $0, count: students) },
                scores: cohort.priors.reversed() + [cohort.current]),
            errors: [[Double]](repeating: [Double](repeating: error, count: students), count: priors),
            students: (0..<students).map { "S\($0)" }, grades: grades)
    }

    // MARK: A second implementation

    /// Slow and obvious: every data set is a file of its own that growth percentiles are computed for; the line is fitted by
    /// normal equations.
    private func obvious(_ sample: Sample, dataSetCount: Int, seed: UInt64) -> [Int?] {
        var percentiles = [Int?](repeating: nil, count: sample.students.count)
        let full = sample.growth(), years = sample.grades.count
        for order in 1..<years {
            func fitted(_ scores: [[Double]]) -> [Int: [Double]] {
                let grown = GrowthPercentiles(
                    ScoreHistories(grades: sample.histories.grades.suffix(order + 1), scores: scores.suffix(order + 1)),
                    rule: PercentileRule(progression: sample.grades.suffix(order + 1)), workers: Workers(count: 2))
                var fitted: [Int: [Double]] = [:]
                grown.forEachFitted { student, values in
                    if case .percentile(_, order) = grown.outcomes[student] { fitted[student] = values }
                }
                return fitted
            }
            var scores = sample.histories.scores
            for student in sample.students.indices {
                let isUnsure = (1...order).contains { sample.errors[years - 1 - $0][student].isNaN }
                if isUnsure { scores[years - 1][student] = .nan }
            }
            var points: [(ratio: Double, fitted: [Int: [Double]])] = [(0, fitted(scores))]
            for (place, ratio) in [0.5, 1, 1.5, 2].enumerated() {
                var means: [Int: [Double]] = [:]
                for number in 0..<dataSetCount {
                    var again = scores
                    for year in 0..<years - 1 {
                        for (student, name) in sample.students.enumerated() where !sample.errors[year][student].isNaN {
                            let key = MeasurementNoise.key(name)
                            var noise = MeasurementNoise(seed: seed, student: key, place, number, years - 1 - year)
                            again[year][student] += ratio.squareRoot() * sample.errors[year][student] * noise.next()
                        }
                    }
                    for (student, values) in fitted(again) {
                        let before = means[student] ?? [Double](repeating: 0, count: 100)
                        means[student] = zip(before, values).map { $0 + $1 / Double(dataSetCount) }
                    }
                }
                points.append((ratio, means))
            }
            for student in sample.students.indices {
                guard case .percentile(_, order) = full.outcomes[student], points[0].fitted[student] != nil else { continue }
                let values = (0..<100).map { quantile -> Double in
                    let x = points.map(\.ratio), y = points.map { $0.fitted[student]![quantile] }
                    let line = solved(
                        [[5, x.reduce(0, +)], [x.reduce(0, +), x.reduce(0) { $0 + $1 * $1 }]],
                        [y.reduce(0, +), zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }])!
                    return ((line[0] - line[1]) * 1e5).rounded() / 1e5
                }.sorted()
                percentiles[student] = max(1, min(99, values.count { $0 < sample.histories.scores[years - 1][student] }))
            }
        }
        return percentiles
    }

    @Test func `Percentiles are those of every data set's own growth percentiles and a line through their fitted values`() {
        var sample = sample(150, priors: 2, error: 18, seed: 71)
        var scores = sample.histories.scores
        for student in 0..<40 { scores[0][student] = .nan }
        sample.histories = ScoreHistories(grades: sample.histories.grades, scores: scores)
        for student in 35..<45 { sample.errors[0][student] = .nan }
        for student in 140..<145 { sample.errors[1][student] = .nan }
        for student in 60..<90 { sample.errors[1][student] = 5 }
        let found = sample.corrected(dataSetCount: 3, seed: 9)
        let expected = obvious(sample, dataSetCount: 3, seed: 9)
        #expect(found.outcomes == expected.map { $0.map { .percentile($0) } ?? .absent(.noStandardError) })
        #expect(expected.count { $0 == nil } == 10)
        #expect(found.uncertifiedCount == 0 && found.fitCount == 2 * (4 * 3 + 1) * 100)
        let uncorrected = sample.growth().outcomes.map { if case .percentile(let percentile, _) = $0 { percentile } else { 0 } }
        #expect(zip(expected, uncorrected).count { $0 != $1 } > 75)
    }

    // MARK: What the correction does

    /// Growth does not go with the true prior score here; scores with errors make it seem so. Of what they do to a slope, a
    /// straight line takes 63% away where 86% of the variance are true.
    @Test func `Corrected percentiles go less with the true prior score`() {
        let count = 1_500
        var numbers = SeededNumbers(seed: 81)
        func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &numbers) } }
        let truth = (0..<count).map { _ in 500 + 50 * normal() }
        let prior = truth.map { ($0 + 20 * normal()).rounded() }
        let current = truth.map { (20 + $0 + 25 * normal()).rounded() }
        let sample = Sample(
            histories: ScoreHistories(
                grades: ["3", "4"].map { [String](repeating: $0, count: count) }, scores: [prior, current]),
            errors: [[Double](repeating: 20, count: count)], students: (0..<count).map { "S\($0)" }, grades: ["3", "4"])
        func correlation(_ percentiles: [Double]) -> Double {
            let (meanX, meanY) = (truth.reduce(0, +) / Double(count), percentiles.reduce(0, +) / Double(count))
            func sum(_ product: (Double, Double) -> Double) -> Double {
                zip(truth, percentiles).reduce(0) { $0 + product($1.0 - meanX, $1.1 - meanY) }
            }
            return sum { $0 * $1 } / (sum { x, _ in x * x } * sum { _, y in y * y }).squareRoot()
        }
        let uncorrected = correlation(
            sample.growth().outcomes.map { if case .percentile(let percentile, _) = $0 { Double(percentile) } else { .nan } })
        let corrected = correlation(
            sample.corrected(dataSetCount: 10).outcomes.map { $0.percentile.map(Double.init) ?? .nan })
        #expect(uncorrected > 0.15)
        #expect(abs(corrected) < 0.5 * uncorrected, "\(corrected), and \(uncorrected) without the correction")
    }

    @Test(arguments: [1, 3]) func `Where scores have no error, percentiles are the uncorrected ones`(priors: Int) {
        var sample = sample(200, priors: priors, error: 0, seed: 72)
        var scores = sample.histories.scores
        if priors > 1 { for student in 0..<60 { scores[0][student] = .nan } }
        sample.histories = ScoreHistories(grades: sample.histories.grades, scores: scores)
        #expect(sample.corrected(dataSetCount: 2).outcomes == sample.growth().outcomes.map { outcome in
            if case .percentile(let percentile, _) = outcome { .percentile(percentile) } else { .absent(.noPercentile) }
        })
    }

    @Test func `Neither the order of students nor the number of threads makes a difference, and the seed does`() {
        let sample = sample(120, priors: 2, error: 20, seed: 73)
        var numbers = SeededNumbers(seed: 74)
        let order = sample.students.indices.shuffled(using: &numbers)
        func shuffled<Element>(_ years: [[Element]]) -> [[Element]] { years.map { year in order.map { year[$0] } } }
        let other = Sample(
            histories: ScoreHistories(grades: shuffled(sample.histories.grades), scores: shuffled(sample.histories.scores)),
            errors: shuffled(sample.errors), students: order.map { sample.students[$0] }, grades: sample.grades)
        let found = sample.corrected(dataSetCount: 4, threads: 1).outcomes
        #expect(other.corrected(dataSetCount: 4, threads: 3).outcomes == order.map { found[$0] })
        #expect(sample.corrected(dataSetCount: 4, seed: 2).outcomes != found)
    }

    @Test func `The highest obtainable score has 99 and the lowest 1`() {
        let sample = sample(200, priors: 1, error: 25, seed: 75)
        let current = sample.histories.scores[1], highest = current.max()!, lowest = current.min()!
        let rule = PercentileRule(progression: sample.grades, obtainable: lowest...highest)
        let found = sample.corrected(rule, dataSetCount: 2).outcomes
        #expect(found[current.firstIndex(of: highest)!] == .percentile(99))
        #expect(found[current.firstIndex(of: lowest)!] == .percentile(1))
    }

    // MARK: Ill-formed cohorts

    @Test func `A single student has a percentile`() {
        let sample = sample(1, priors: 1, error: 10, seed: 76)
        #expect(sample.corrected(dataSetCount: 2).outcomes == [.percentile(1)])
    }

    @Test func `Nobody at all`() {
        #expect(sample(0, priors: 1, error: 10, seed: 76).corrected(dataSetCount: 2).outcomes == [])
    }

    @Test func `Where all have the same scores, nobody is above a fitted value`() {
        var sample = sample(40, priors: 1, error: 0, seed: 77)
        sample.histories = ScoreHistories(
            grades: sample.histories.grades, scores: [[Double](repeating: 450, count: 40), [Double](repeating: 480, count: 40)])
        let ones = [SimulationExtrapolation.Outcome](repeating: .percentile(1), count: 40)
        #expect(sample.corrected(dataSetCount: 2).outcomes == ones)
        sample.errors = [[Double](repeating: 15, count: 40)]
        #expect(sample.corrected(dataSetCount: 2).outcomes == ones)
    }

    @Test func `Why a student has no corrected percentile`() {
        var sample = sample(50, priors: 1, error: 15, seed: 78)
        for student in 0..<30 { sample.errors[0][student] = .nan }
        var scores = sample.histories.scores
        scores[1][49] = .nan
        sample.histories = ScoreHistories(grades: sample.histories.grades, scores: scores)
        let enough = sample.corrected(dataSetCount: 1).outcomes
        #expect(enough[0..<30].allSatisfy { $0 == .absent(.noStandardError) })
        #expect(enough[30..<49].allSatisfy { if case .percentile = $0 { true } else { false } })
        #expect(enough[49] == .absent(.noPercentile))
        let few = sample.corrected(PercentileRule(progression: ["3", "4"], minimumCohort: 20), dataSetCount: 1).outcomes
        #expect(few[30..<49].allSatisfy { $0 == .absent(.smallCohort) })
    }
}
