import Foundation
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
        /// How many standard errors the coefficients are from the true ones.
        let distances: [Double]

        init(seed: UInt64) throws {
            let sample = SampleGrade(seed: seed), found = try #require(ValueAdded(sample.cohort))
            let truth = sample.effects.map { $0 / found.studentDeviation }, mean = truth.reduce(0, +) / Double(truth.count)
            covered = zip(found.effects, truth).count { $0!.interval.contains($1 - mean) }
            schools = truth.count
            recovery = correlation(found.effects.map { $0!.shrunken }, truth)
            func bias(isCorrected: Bool) throws -> Double {
                let found = try #require(ValueAdded(sample.cohort, isCorrected: isCorrected, usesSchoolAverages: false))
                let errors = zip(found.effects, sample.effects).map { $0!.estimate - $1 / found.studentDeviation }
                return correlation(errors, sample.meanPriors)
            }
            corrected = try bias(isCorrected: true)
            plain = try bias(isCorrected: false)
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
        let spreads = SampleGrade.coefficients.indices.map { place in mean(outcomes.map { $0.distances[place] * $0.distances[place] }).squareRoot() }
        print("""
            value added, 100 grades of 150 schools
              intervals of 95% that hold the true effect   \(String(format: "%.3f", coverage))
              correlation of estimated and true effects     \(String(format: "%.3f", recovery))
              correlation of errors with prior scores       \(String(format: "%.3f", corrected)) corrected, \(String(format: "%.3f", plain)) not
              coefficients' errors, in standard errors      \(spreads.map { String(format: "%.2f", $0) }.joined(separator: ", "))
            """)
        #expect((0.935...0.965).contains(coverage))
        #expect(recovery > 0.75)
        #expect(abs(corrected) < 0.05 && plain > 0.6)
        for spread in spreads { #expect((0.8...1.25).contains(spread)) }
    }
}
