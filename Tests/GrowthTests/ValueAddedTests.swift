import TestSupport
import Testing

@testable import Growth

/// School growth on consortia whose true effects are known.
@Suite struct ValueAddedTests {
    /// The regression with a column for each school, by its normal equations: slow and obvious.
    @Test func `Without errors of measurement it is the regression with a column for each school`() throws {
        let sample = SampleGrade(seed: 1, schools: 12), cohort = sample.cohort
        let found = try #require(ErrorsInVariables(cohort, isCorrected: false))
        let rows = cohort.scores.indices.map { student in
            cohort.columns.map { $0[student] } + (0..<12).map { cohort.schools[student] == $0 ? 1 : 0 }
        }
        let size = rows[0].count
        let normal = (0..<size).map { row in (0..<size).map { column in rows.reduce(0.0) { $0 + $1[row] * $1[column] } } }
        let right = (0..<size).map { column in rows.indices.reduce(0.0) { $0 + rows[$1][column] * cohort.scores[$1] } }
        let expected = try #require(solved(normal, right))
        #expect(zip(found.coefficients, expected).allSatisfy { abs($0 - $1) < 1e-7 })
        let rest = rows.indices.map { student in cohort.scores[student] - zip(rows[student], expected).reduce(0) { $0 + $1.0 * $1.1 } }
        let variance = rest.reduce(0) { $0 + $1 * $1 } / Double(rows.count - size)
        #expect(abs(found.residualVariance - variance) < 1e-6 * variance)
    }

    @Test func `Coefficients are recovered within their errors, and without correction they are too small`() throws {
        for seed in 1...5 as ClosedRange<UInt64> {
            let cohort = SampleGrade(seed: seed).cohort
            let corrected = try #require(ValueAdded(cohort)), plain = try #require(ValueAdded(cohort, isCorrected: false))
            for (place, truth) in SampleGrade.coefficients.enumerated() {
                #expect(abs(corrected.coefficients[place] - truth) < 4 * corrected.standardErrors[place], "\(seed): \(corrected.coefficients)")
            }
            #expect(plain.coefficients[0] < corrected.coefficients[0] - 0.1)
        }
    }

    /// The coverage of several seeds together; of 750 schools 95% would miss this range once in a thousand times.
    @Test func `Intervals hold the true effect 95 times in 100, and effects are in the right order`() throws {
        var covered = 0, all = 0
        for seed in 11...15 as ClosedRange<UInt64> {
            let sample = SampleGrade(seed: seed), found = try #require(ValueAdded(sample.cohort))
            let truth = sample.effects.map { $0 / found.studentDeviation }
            let mean = truth.reduce(0, +) / Double(truth.count)
            for (effect, truth) in zip(found.effects, truth) {
                let effect = try #require(effect)
                covered += effect.interval.contains(truth - mean) ? 1 : 0
                all += 1
            }
            #expect(correlation(found.effects.map { $0!.shrunken }, truth) > 0.7)
            #expect(abs(found.schoolDeviation - 6 / found.studentDeviation) < 0.05)
        }
        #expect((0.92...0.98).contains(Double(covered) / Double(all)), "\(covered) of \(all)")
    }

    @Test func `Without correction schools with low prior scores look worse than they are, with it they do not`() throws {
        for seed in 21...23 as ClosedRange<UInt64> {
            let sample = SampleGrade(seed: seed)
            func bias(isCorrected: Bool) throws -> Double {
                let found = try #require(ValueAdded(sample.cohort, isCorrected: isCorrected, usesSchoolAverages: false))
                let errors = zip(found.effects, sample.effects).map { $0!.estimate - $1 / found.studentDeviation }
                return correlation(errors, sample.meanPriors)
            }
            #expect(try bias(isCorrected: false) > 0.5)
            #expect(abs(try bias(isCorrected: true)) < 0.3)
        }
    }

    @Test func `With the characteristic in the model, schools of poor students do not look worse than they are`() throws {
        for seed in 24...26 as ClosedRange<UInt64> {
            let sample = SampleGrade(seed: seed)
            func bias(_ cohort: ValueAddedCohort) throws -> Double {
                let found = try #require(ValueAdded(cohort, usesSchoolAverages: false))
                return correlation(
                    zip(found.effects, sample.effects).map { $0!.estimate - $1 / found.studentDeviation }, sample.poorShares)
            }
            #expect(abs(try bias(sample.cohort)) < 0.3)
            #expect(try bias(sample.cohort.withoutCharacteristics) < -0.2)
        }
    }

    @Test func `Compared with schools of the same averages, growth has nothing to do with them`() throws {
        let sample = SampleGrade(seed: 31), found = try #require(ValueAdded(sample.cohort))
        let weights = found.effects.map { Double($0!.studentCount) }
        let means = (0..<150).map { school in
            let own = sample.cohort.schools.indices.filter { sample.cohort.schools[$0] == school }
            return own.reduce(0) { $0 + sample.cohort.priors[0][$1] } / Double(own.count)
        }
        let centre = zip(means, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
        let products = found.effects.indices.reduce(0) { $0 + weights[$1] * found.effects[$1]!.estimate * (means[$1] - centre) }
        #expect(abs(products) < 1e-6 * weights.reduce(0, +))
    }

    @Test func `A small school is drawn to the mean more than a large one`() throws {
        let found = try #require(ValueAdded(SampleGrade(seed: 41).cohort)), effects = found.effects.compactMap { $0 }
        let sorted = effects.sorted { $0.studentCount < $1.studentCount }
        func share(_ effect: ValueAdded.Effect) -> Double { effect.shrunken / effect.estimate }
        #expect(share(sorted.first!) < share(sorted.last!))
        #expect(effects.allSatisfy { abs($0.shrunken) <= abs($0.estimate) })
    }

    @Test func `Residuals of a school's students have its estimate for their mean`() throws {
        let sample = SampleGrade(seed: 51), found = try #require(ValueAdded(sample.cohort))
        for school in 0..<150 {
            let own = sample.cohort.schools.indices.filter { sample.cohort.schools[$0] == school }
            let mean = own.reduce(0) { $0 + found.residuals[$1] } / Double(own.count)
            #expect(abs(mean / found.studentDeviation - found.effects[school]!.estimate) < 1e-9)
        }
    }

    // MARK: Ill-formed cohorts

    private func changed(_ cohort: ValueAddedCohort, errors: Double? = nil, characteristics: [[Double]]? = nil) -> ValueAddedCohort {
        ValueAddedCohort(
            scores: cohort.scores, priors: cohort.priors,
            standardErrors: errors.map { error in cohort.priors.map { $0.map { _ in error } } } ?? cohort.standardErrors,
            characteristics: characteristics ?? cohort.characteristics, schools: cohort.schools, schoolCount: cohort.schoolCount)
    }

    @Test func `Errors as large as the differences between students tell nothing`() {
        #expect(ValueAdded(changed(SampleGrade(seed: 61).cohort, errors: 100)) == nil)
    }

    @Test func `A characteristic that nobody has changes nothing, one that is there twice tells nothing`() throws {
        let cohort = SampleGrade(seed: 62).cohort, poor = cohort.characteristics[0]
        let plain = try #require(ValueAdded(cohort))
        let still = try #require(ValueAdded(changed(cohort, characteristics: [poor, poor.map { _ in 0 }])))
        #expect(still.coefficients == plain.coefficients + [0])
        #expect(zip(still.effects, plain.effects).allSatisfy { abs($0!.estimate - $1!.estimate) < 1e-9 })
        #expect(ValueAdded(changed(cohort, characteristics: [poor, poor])) == nil)
    }

    @Test func `Where the prediction leaves nothing but rounding, there is no growth to tell`() {
        let cohort = SampleGrade(seed: 63).cohort
        func sample(_ score: (Int) -> Double) -> ValueAddedCohort {
            ValueAddedCohort(
                scores: cohort.scores.indices.map(score), priors: cohort.priors, standardErrors: cohort.priors.map { $0.map { _ in 0 } },
                characteristics: [], schools: cohort.schools, schoolCount: cohort.schoolCount)
        }
        // Constant within schools; the prior score and an amount for each school; all equal.
        #expect(ValueAdded(sample { 2400.1 + 7.3 * Double(cohort.schools[$0]) }) == nil)
        #expect(ValueAdded(sample { cohort.priors[0][$0] + 1.7 * Double(cohort.schools[$0]) }) == nil)
        #expect(ValueAdded(sample { _ in 2400.1 }) == nil)
    }

    @Test func `Nobody, one student, one school`() throws {
        func cohort(_ count: Int, schools: Int) -> ValueAddedCohort {
            let values = (0..<count).map { 400 + Double($0 * $0 % 37) }
            return ValueAddedCohort(
                scores: values.map { $0 + Double(Int($0) % 5) }, priors: [values], standardErrors: [values.map { _ in 1 }],
                characteristics: [], schools: values.indices.map { $0 % schools }, schoolCount: schools)
        }
        #expect(ValueAdded(cohort(0, schools: 1)) == nil)
        #expect(ValueAdded(cohort(1, schools: 1)) == nil)
        let alone = try #require(ValueAdded(cohort(40, schools: 1)))
        #expect(alone.schoolDeviation == 0)
        #expect(abs(alone.effects[0]!.estimate) < 1e-9 && alone.effects[0]!.shrunken == 0)
    }
}
