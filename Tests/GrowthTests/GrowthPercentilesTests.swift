import Parallel
import TestSupport
import Testing

@testable import Growth

/// Percentiles of whole cohorts.
@Suite struct GrowthPercentilesTests {
    private func growth(_ histories: ScoreHistories, _ rule: PercentileRule) -> GrowthPercentiles {
        GrowthPercentiles(histories, rule: rule, workers: Workers(count: 2))
    }

    private func histories(_ rows: [(String, Double?, String, Double?)]) -> ScoreHistories {
        ScoreHistories(
            grades: [rows.map(\.0), rows.map(\.2)], scores: [rows.map { $0.1 ?? .nan }, rows.map { $0.3 ?? .nan }])
    }

    /// fixtures/growth: a made-up cohort; the expected percentiles and objectives are those of R's quantreg 5.94 (`br`), by the
    /// script beside them.
    @Test func `The percentiles are those of the reference's own solver`() throws {
        let cohort = CSVDocument(try RepositoryFile.text("fixtures/growth/cohort.csv"))
        let years = ["2015", "2016", "2017"]
        let found = growth(
            ScoreHistories(
                grades: years.map { cohort[column: "GRADE_\($0)"] },
                scores: years.map { cohort[column: "SS_\($0)"].map { Double($0) ?? .nan } }),
            PercentileRule(progression: ["3", "4", "5"]))
        let students = cohort[column: "ID"]
        var rows: [[String]] = []
        for (student, outcome) in found.outcomes.enumerated() {
            guard case .percentile(let percentile, let order) = outcome else { continue }
            let orders = found.byOrder.map { $0[student] == 0 ? "" : "\($0[student])" }
            rows.append([students[student], "\(percentile)", "\(order)"] + orders)
        }
        #expect(rows == CSVDocument(try RepositoryFile.text("fixtures/growth/percentiles.csv")).rows)
        let objectives = CSVDocument(try RepositoryFile.text("fixtures/growth/objectives.csv"))[column: "objective"].map { Double($0)! }
        for (found, expected) in zip(found.orders.flatMap(\.objectives), objectives) {
            #expect(abs(found - expected) <= 1e-9 * expected)
        }
        #expect(found.orders.map(\.studentCount) == [221, 197])
        let reasons = found.outcomes.reduce(into: [GrowthPercentiles.Absence: Int]()) { counts, outcome in
            if case .absent(let reason) = outcome { counts[reason, default: 0] += 1 }
        }
        #expect(reasons == [.otherGrade: 5, .noScore: 6, .noPriorScore: 8])
    }

    // MARK: Ill-formed cohorts

    @Test func `Why a student has no percentile`() {
        let found = growth(
            histories([("3", 400, "4", 420), ("3", 400, "5", 420), ("3", nil, "4", 420), ("2", 390, "4", 420), ("", nil, "4", nil)]),
            PercentileRule(progression: ["3", "4"]))
        #expect(
            found.outcomes == [
                .percentile(1, order: 1), .absent(.otherGrade), .absent(.noPriorScore), .absent(.noPriorScore), .absent(.noScore),
            ])
    }

    @Test func `A cohort smaller than the minimum has no percentiles`() {
        let rows = [("3", 400, "4", 420), ("3", 410, "4", 440), ("3", 430, "4", 450)] as [(String, Double?, String, Double?)]
        #expect(growth(histories(rows), PercentileRule(progression: ["3", "4"], minimumCohort: 4)).outcomes
            == [GrowthPercentiles.Outcome](repeating: .absent(.smallCohort), count: 3))
        #expect(growth(histories(rows), PercentileRule(progression: ["3", "4"], minimumCohort: 3)).orders[0].isFitted)
    }

    @Test func `Where a higher order's cohort is too small, a lower one's percentile holds`() {
        var cohort = SampleCohort(students: 60, priors: 2, step: 1, seed: 5)
        for student in 0..<40 { cohort.priors[1][student] = .nan }
        let found = growth(
            ScoreHistories(
                grades: ["3", "4", "5"].map { [String](repeating: $0, count: 60) },
                scores: [cohort.priors[1], cohort.priors[0], cohort.current]),
            PercentileRule(progression: ["3", "4", "5"], minimumCohort: 30))
        #expect(found.orders.map(\.isFitted) == [true, false])
        #expect(found.outcomes.allSatisfy { if case .percentile(_, order: 1) = $0 { true } else { false } })
    }

    @Test func `With equal prior scores a percentile is one among all students`() {
        let found = growth(
            histories((1...150).map { ("3", 500, "4", Double($0)) }), PercentileRule(progression: ["3", "4"]))
        #expect(found.orders[0].columnCount == 1)
        // Quantile (k + 0.5)% of the scores 1 to 150 is the score above which less of them are than its rest: 1.5 k + 0.75, up.
        let fits = (0..<100).map { (Double($0) * 1.5 + 0.75).rounded(.up) }
        #expect(found.byOrder[0] == (1...150).map { score in UInt8(max(1, min(99, fits.count { $0 < Double(score) }))) })
    }

    @Test func `With equal current scores nobody is above a fitted value`() {
        let cohort = SampleCohort(students: 80, priors: 1, step: 1, seed: 6)
        let found = growth(histories(cohort.priors[0].map { ("3", $0, "4", 500) }), PercentileRule(progression: ["3", "4"]))
        #expect(found.byOrder[0] == [UInt8](repeating: 1, count: 80))
    }

    @Test func `Nobody at all`() {
        let found = growth(histories([]), PercentileRule(progression: ["3", "4"]))
        #expect(found.outcomes == [])
        #expect(!found.orders[0].isFitted)
    }

    // MARK: Obtainable scores

    @Test func `The highest obtainable score has 99 and the lowest 1`() {
        var cohort = SampleCohort(students: 300, priors: 1, step: 1, seed: 7)
        cohort.current = cohort.current.map { min(max($0, 450), 560) }
        let rows = histories(zip(cohort.priors[0], cohort.current).map { ("3", $0, "4", $1) })
        let free = growth(rows, PercentileRule(progression: ["3", "4"]))
        let held = growth(rows, PercentileRule(progression: ["3", "4"], obtainable: 450...560))
        for (student, score) in cohort.current.enumerated() {
            let expected = score == 560 ? 99 : score == 450 ? 1 : free.byOrder[0][student]
            #expect(held.byOrder[0][student] == expected)
        }
        #expect(held.cuts([1, 99]).allSatisfy { $0[0] >= 450 && $0[1] <= 560 })
        #expect(!free.cuts([1, 99]).allSatisfy { $0[0] >= 450 && $0[1] <= 560 })
    }

    // MARK: Cuts

    /// A cut is a fitted value, the percentile's own or, where planes cross, another's: whoever is above it is above as many.
    @Test func `Cuts ascend, and enclose the scores with their percentiles`() {
        let cohort = SampleCohort(students: 400, priors: 1, step: 1, seed: 11)
        let found = growth(
            histories(zip(cohort.priors[0], cohort.current).map { ("3", $0, "4", $1) }), PercentileRule(progression: ["3", "4"]))
        for (student, cuts) in found.cuts(Array(0...99)).enumerated() {
            #expect(zip(cuts, cuts.dropFirst()).allSatisfy(<=))
            let percentile = Int(found.byOrder[0][student]), score = cohort.current[student]
            if percentile > 1 { #expect(cuts[percentile - 1] <= score + 0.5) }
            if percentile < 99 { #expect(cuts[percentile] >= score - 0.5) }
        }
    }

    // MARK: Standard errors

    @Test func `A percentile's standard error is that of many scores with their errors drawn again`() {
        let cohort = SampleCohort(students: 400, priors: 1, step: 1, seed: 61)
        let rows = histories(zip(cohort.priors[0], cohort.current).map { ("3", $0, "4", $1) })
        let found = growth(rows, PercentileRule(progression: ["3", "4"]))
        let errors = found.standardErrors([Double](repeating: 20, count: 400), of: rows)
        var numbers = SeededNumbers(seed: 62)
        func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &numbers) } }
        var fitted: [Int: [Double]] = [:]
        found.forEachFitted { fitted[$0] = $1 }
        for student in stride(from: 0, to: 400, by: 40) {
            let draws = (0..<4_000).map { _ -> Double in
                let score = cohort.current[student] + 20 * normal()
                return Double(max(1, min(99, fitted[student]!.count { $0 < score })))
            }
            let mean = draws.reduce(0, +) / 4_000
            let deviation = (draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4_000).squareRoot()
            #expect(abs(errors[student]! - deviation) < 0.08 * deviation + 0.1, "\(errors[student]!) \(deviation)")
        }
    }

    @Test func `Without an error of the score there is none of the percentile, and a sure score has a sure percentile`() {
        let cohort = SampleCohort(students: 100, priors: 1, step: 1, seed: 63)
        let rows = histories(zip(cohort.priors[0], cohort.current).map { ("3", $0, "4", $1) })
        let found = growth(rows, PercentileRule(progression: ["3", "4"]))
        #expect(found.standardErrors([Double](repeating: .nan, count: 100), of: rows).allSatisfy { $0 == nil })
        #expect(found.standardErrors([Double](repeating: 0, count: 100), of: rows).allSatisfy { $0! < 1e-6 })
    }

    // MARK: Goodness of fit

    @Test func `Every band of percentiles has about a tenth of each tenth of the prior scores`() {
        let cohort = SampleCohort(students: 6_000, priors: 1, step: 1, seed: 51)
        let rows = histories(zip(cohort.priors[0], cohort.current).map { ("3", $0, "4", $1) })
        let found = GoodnessOfFit(growth(rows, PercentileRule(progression: ["3", "4"])), of: rows).rows
        #expect(found.count == 10)
        #expect(found.reduce(0) { $0 + $1.studentCount } == 6_000)
        for (row, next) in zip(found, found.dropFirst()) { #expect(row.lowestPrior <= row.highestPrior && row.highestPrior < next.lowestPrior) }
        for row in found {
            #expect((500...700).contains(row.studentCount))
            for count in row.counts { #expect((0.05...0.16).contains(Double(count) / Double(row.studentCount)), "\(row)") }
        }
    }

    @Test func `Students with one prior score are one row`() {
        let rows = histories((1...40).map { ("3", $0 <= 30 ? 500 : 510, "4", Double($0)) })
        let found = GoodnessOfFit(growth(rows, PercentileRule(progression: ["3", "4"])), of: rows).rows
        #expect(found.map(\.studentCount) == [30, 10])
        #expect(found.map(\.lowestPrior) == [500, 510] && found.map(\.highestPrior) == [500, 510])
        #expect(GoodnessOfFit(growth(histories([]), PercentileRule(progression: ["3", "4"])), of: histories([])).rows == [])
    }

    // MARK: A baseline

    @Test func `Compared with their own regressions, students have the percentiles that they had`() {
        let cohort = SampleCohort(students: 500, priors: 3, step: 1, seed: 21)
        let grades = ["3", "4", "5", "6"].map { [String](repeating: $0, count: 500) }
        var priors = cohort.priors
        for student in 0..<120 { priors[2][student] = .nan }
        let rows = ScoreHistories(grades: grades, scores: [priors[2], priors[1], priors[0], cohort.current])
        let own = growth(rows, PercentileRule(progression: ["3", "4", "5", "6"]))
        let stored = StoredRegressions(own, progression: ["3", "4", "5", "6"])
        #expect(stored.mistake(for: ["3", "4", "5", "6"]) == nil)
        #expect(stored.mistake(for: ["4", "5", "6"]) == "it is of the progression 3,4,5,6")
        let again = growth(rows, PercentileRule(progression: ["3", "4", "5", "6"], baseline: stored))
        #expect(again.outcomes == own.outcomes)
        #expect(again.cuts([10, 50, 90]) == own.cuts([10, 50, 90]))
    }

    /// Students whose scores are all ten points higher are above more of the baseline's fitted values, by a slow look at each.
    @Test func `Other students are compared with the baseline's fitted values, also beyond its boundaries`() throws {
        let cohort = SampleCohort(students: 300, priors: 1, step: 1, seed: 22)
        func rows(_ priors: [Double], _ current: [Double]) -> ScoreHistories { histories(zip(priors, current).map { ("3", $0, "4", $1) }) }
        let stored = StoredRegressions(
            growth(rows(cohort.priors[0], cohort.current), PercentileRule(progression: ["3", "4"])), progression: ["3", "4"])
        var priors = cohort.priors[0], current = cohort.current.map { $0 + 10 }
        priors += [100, 900]
        current += [500, 500]
        let found = growth(rows(priors, current), PercentileRule(progression: ["3", "4"], baseline: stored))
        let order = try #require(stored.orders.first)
        let basis = SplineBasis(SplineKnots(order.knots[0]))
        for student in current.indices {
            let row = [1] + basis.dense(at: priors[student])
            let count = order.coefficients.count { coefficients in
                (zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 } * 1e5).rounded() / 1e5 < current[student]
            }
            #expect(found.outcomes[student] == .percentile(max(1, min(99, count)), order: 1))
        }
    }

    @Test func `Knots that are set are taken`() {
        let cohort = SampleCohort(students: 200, priors: 1, step: 1, seed: 12)
        let rows = histories(zip(cohort.priors[0], cohort.current).map { ("3", $0, "4", $1) })
        let knots = SplineKnots(interior: [440, 470, 500, 540], lowerBoundary: 300, upperBoundary: 700)
        #expect(growth(rows, PercentileRule(progression: ["3", "4"], knots: ["3": knots])).orders[0].knots == [knots])
        #expect(growth(rows, PercentileRule(progression: ["3", "4"])).orders[0].knots == [SplineKnots(scores: cohort.priors[0])!])
    }
}
