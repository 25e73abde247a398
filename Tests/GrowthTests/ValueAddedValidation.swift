import Foundation
import TestSupport
import Testing

@testable import Growth

/// School growth over a hundred made-up grades: `scripts/validate` runs it and prints what it found.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["SCHOOLINDEX_VALIDATE"] != nil))
struct ValueAddedValidation {
    /// What one grade tells.
    private struct Outcome: Sendable {
        /// Schools whose interval holds the true effect, and all schools.
        let covered: Int
        let schools: Int
        /// The correlation of estimated and true effects.
        let recovery: Double
        /// The correlation of an estimate's error with the school's mean prior score, with the correction for errors of
        /// measurement and without.
        let corrected: Double
        let plain: Double
        /// The correlation of an estimate's error with the school's share of poor students, with the characteristic in the model and
        /// without it.
        let neutral: Double
        let blind: Double
        /// How many standard errors the coefficients are from the true ones.
        let distances: [Double]

        init(seed: UInt64) throws {
            let sample = SampleGrade(seed: seed), found = try #require(ValueAdded(sample.cohort))
            let truth = sample.effects.map { $0 / found.studentDeviation }, mean = truth.reduce(0, +) / Double(truth.count)
            covered = zip(found.effects, truth).count { $0!.interval.contains($1 - mean) }
            schools = truth.count
            recovery = correlation(found.effects.map { $0!.shrunken }, truth)
            func errors(_ cohort: ValueAddedCohort, isCorrected: Bool = true) throws -> [Double] {
                let found = try #require(ValueAdded(cohort, isCorrected: isCorrected, usesSchoolAverages: false))
                return zip(found.effects, sample.effects).map { $0!.estimate - $1 / found.studentDeviation }
            }
            corrected = correlation(try errors(sample.cohort), sample.meanPriors)
            plain = correlation(try errors(sample.cohort, isCorrected: false), sample.meanPriors)
            neutral = correlation(try errors(sample.cohort), sample.poorShares)
            blind = correlation(try errors(sample.cohort.withoutCharacteristics), sample.poorShares)
            distances = SampleGrade.coefficients.indices.map {
                (found.coefficients[$0] - SampleGrade.coefficients[$0]) / found.standardErrors[$0]
            }
        }
    }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    @Test func `Over a hundred grades effects are recovered, intervals hold, and growth is neutral`() throws {
        let outcomes = try (1...100).map { try Outcome(seed: 1_000 + $0) }
        let coverage = Double(outcomes.reduce(0) { $0 + $1.covered }) / Double(outcomes.reduce(0) { $0 + $1.schools })
        let recovery = mean(outcomes.map(\.recovery)), corrected = mean(outcomes.map(\.corrected)), plain = mean(outcomes.map(\.plain))
        let neutral = mean(outcomes.map(\.neutral)), blind = mean(outcomes.map(\.blind))
        let spreads = SampleGrade.coefficients.indices.map { place in mean(outcomes.map { $0.distances[place] * $0.distances[place] }).squareRoot() }
        print("""
            value added, 100 grades of 150 schools
              intervals of 95% that hold the true effect   \(String(format: "%.3f", coverage))
              correlation of estimated and true effects     \(String(format: "%.3f", recovery))
              correlation of errors with prior scores       \(String(format: "%.3f", corrected)) corrected, \(String(format: "%.3f", plain)) not
              correlation of errors with poor students      \(String(format: "%.3f", neutral)) with the characteristic, \(String(format: "%.3f", blind)) without
              coefficients' errors, in standard errors      \(spreads.map { String(format: "%.2f", $0) }.joined(separator: ", "))
            """)
        #expect((0.935...0.965).contains(coverage))
        #expect(recovery > 0.75)
        #expect(abs(corrected) < 0.05 && plain > 0.6)
        #expect(abs(neutral) < 0.05 && blind < -0.3)
        for spread in spreads { #expect((0.8...1.25).contains(spread)) }
    }

    /// A group of students, the same for none but itself: half of the students, who gain more at some schools and less at others.
    private struct GroupOutcome: Sendable {
        let covered: Int
        let schools: Int
        let recovery: Double

        init(seed: UInt64) throws {
            let sample = SampleGrade(seed: seed)
            var numbers = SeededNumbers(seed: seed + 7)
            func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &numbers) } }
            let gains = sample.effects.map { _ in 5 * normal() }
            let isMember = sample.cohort.scores.map { _ in Bool.random(using: &numbers) }
            let scores = sample.cohort.scores.indices.map { student in
                sample.cohort.scores[student] + (isMember[student] ? gains[sample.cohort.schools[student]] : 0)
            }
            let cohort = ValueAddedCohort(
                scores: scores, priors: sample.cohort.priors, standardErrors: sample.cohort.standardErrors,
                characteristics: sample.cohort.characteristics, schools: sample.cohort.schools, schoolCount: sample.cohort.schoolCount)
            let found = try #require(ValueAdded(cohort, usesSchoolAverages: false))
            let growth = SchoolGrowth(
                [SchoolGrowth.Grade(found, cohort: cohort, groups: [isMember])], schoolCount: cohort.schoolCount, groupCount: 1, minimumN: 1)
            // Effects are told from the mean of all students, weighted by students.
            var mean = 0.0
            for (student, school) in cohort.schools.enumerated() { mean += sample.effects[school] + (isMember[student] ? gains[school] : 0) }
            mean /= Double(cohort.studentCount)
            let pairs = growth.results[1].enumerated().compactMap { school, result in
                result.map { (result: $0, truth: (sample.effects[school] + gains[school] - mean) / found.studentDeviation) }
            }
            covered = pairs.count { abs($0.truth - $0.result.growth) <= 1.96 * $0.result.uncertainty }
            schools = pairs.count
            recovery = correlation(pairs.map(\.result.growth), pairs.map(\.truth))
        }
    }

    @Test func `Over a hundred grades a group's growth is recovered, and its intervals hold`() throws {
        let outcomes = try (1...100).map { try GroupOutcome(seed: 2_000 + $0) }
        let coverage = Double(outcomes.reduce(0) { $0 + $1.covered }) / Double(outcomes.reduce(0) { $0 + $1.schools })
        let recovery = mean(outcomes.map(\.recovery))
        print("""
            value added of a group, 100 grades of 150 schools
              intervals of 95% that hold the true effect   \(String(format: "%.3f", coverage))
              correlation of estimated and true effects     \(String(format: "%.3f", recovery))
            """)
        #expect((0.93...0.96).contains(coverage))
        #expect(recovery > 0.7)
    }
}
