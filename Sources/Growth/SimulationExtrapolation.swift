package import Parallel

/// Growth percentiles corrected for the errors that prior scores are measured with (SIMEX): more error is added in steps, and
/// what that does to the fitted values is carried back to where there would be none.
///
/// Students with low prior scores have been measured too low more often than too high: without errors, the fitted values would
/// rise more with the prior scores, and students of high achievement would not look as if they grew more.
///
/// Source: Y. Shang, A. Van Iwaarden and D. W. Betebenner, Covariate Measurement Error Correction for Student Growth Percentiles
/// Using the SIMEX Method (Educational Measurement: Issues and Practice 34, 2015); J. R. Cook and L. A. Stefanski (Journal of the
/// American Statistical Association 89, 1994); the R package SGP, `calculate.simex`.
package struct SimulationExtrapolation: Sendable {
    /// Why a student has no corrected percentile.
    package enum Absence: Sendable, Hashable {
        case noPercentile
        case noStandardError
        case smallCohort
    }

    /// A student's corrected percentile, of the same order as the uncorrected one.
    package enum Outcome: Sendable, Equatable {
        /// From 1 to 99.
        case percentile(Int)
        case absent(Absence)

        /// Nil where there is none.
        package var percentile: Int? { if case .percentile(let percentile) = self { percentile } else { nil } }
    }

    package let outcomes: [Outcome]
    /// How many regressions were fitted beside the uncorrected ones.
    package let fitCount: Int
    /// How many of them could not be certified.
    package let uncertifiedCount: Int

    /// The students of one order whose prior scores have errors.
    private struct Cohort: Sendable {
        let order: Int
        let members: [Int32]
        /// Those whose percentile is of this order.
        let own: [Int]
        /// The fit to the scores as they are.
        let planes: RegressionPlanes
        /// The same fit where it was made anew.
        let refit: QuantileProcess?
    }

    private struct Fit: Sendable {
        /// By cohort.
        let planes: [RegressionPlanes]
        let uncertifiedCount: Int
    }

    /// - Parameters:
    ///   - growth: the uncorrected percentiles, by a rule without a baseline.
    ///   - dataSetCount: how often all prior scores are measured again for each ratio, at least once.
    /// - Complexity: that of the uncorrected percentiles for each data set.
    package init(
        _ growth: GrowthPercentiles, of scores: UncertainScores, rule: PercentileRule, dataSetCount: Int, workers: Workers
    ) {
        precondition(rule.baseline == nil && dataSetCount >= 1, "scores are measured again for regressions of their own")
        let cohorts = Self.cohorts(growth, scores, rule, workers)
        let sets = UncertainScores.ratios.indices.flatMap { ratio in
            (0..<dataSetCount).map { UncertainScores.DataSet(ratio: ratio, number: $0) }
        }
        let fits = workers.map(cohorts.isEmpty ? 0 : sets.count) { Self.fit(cohorts, to: scores.measuredAgain(sets[$0]), rule) }
        var outcomes = growth.outcomes.indices.map { student in
            Outcome.absent(Self.absence(growth.outcomes[student], hasErrors: { scores.hasErrors(student, priors: $0) }))
        }
        let current = scores.histories.scores[scores.histories.yearCount - 1]
        for (place, cohort) in cohorts.enumerated() {
            let percentiles = workers.map(cohort.own.count) { number in
                let student = cohort.own[number]
                let fitted = Self.extrapolated(student, cohort, scores, sets, fits.lazy.map { $0.planes[place] })
                let count = fitted.count { $0 < current[student] }
                return GrowthPercentiles.percentile(count: count, of: current[student], within: rule.obtainable)
            }
            for (student, percentile) in zip(cohort.own, percentiles) { outcomes[student] = .percentile(Int(percentile)) }
        }
        self.outcomes = outcomes
        let refits = cohorts.compactMap(\.refit)
        fitCount = (fits.count * cohorts.count + refits.count) * PercentileRule.quantiles.count
        uncertifiedCount = (fits.map(\.uncertifiedCount) + refits.map(\.uncertified.count)).reduce(0, +)
    }

    private static func absence(_ outcome: GrowthPercentiles.Outcome, hasErrors: (_ priors: Int) -> Bool) -> Absence {
        guard case .percentile(_, let order) = outcome else { return .noPercentile }
        return hasErrors(order) ? .smallCohort : .noStandardError
    }

    // MARK: Fits

    /// The orders that percentiles come from. Where a student has no error, the fit to the scores as they are is made anew
    /// without that student, so that all fits are of the same students.
    private static func cohorts(
        _ growth: GrowthPercentiles, _ scores: UncertainScores, _ rule: PercentileRule, _ workers: Workers
    ) -> [Cohort] {
        growth.orders.enumerated().compactMap { place, order in
            guard let process = order.process else { return nil }
            let members = growth.members[place].filter { scores.hasErrors(Int($0), priors: order.order) }
            let own = members.lazy.map(Int.init).filter { student in
                if case .percentile(_, order.order) = growth.outcomes[student] { true } else { false }
            }
            if own.isEmpty || members.count < rule.minimumCohort { return nil }
            let isWhole = members.count == growth.members[place].count
            let refit =
                isWhole
                ? nil : Self.process(members, order: order.order, scores.histories, knots: order.knots, workers: workers)
            return Cohort(
                order: order.order, members: members, own: Array(own),
                planes: RegressionPlanes(knots: order.knots, coefficients: (refit ?? process).coefficients), refit: refit)
        }
    }

    /// The regressions of all cohorts on scores measured again.
    private static func fit(_ cohorts: [Cohort], to histories: ScoreHistories, _ rule: PercentileRule) -> Fit {
        let knots = GrowthPercentiles.knots(histories, rule)
        var planes: [RegressionPlanes] = [], uncertifiedCount = 0
        for cohort in cohorts {
            let own = knots[..<cohort.order].map { $0! }
            let process = process(cohort.members, order: cohort.order, histories, knots: own, workers: Workers(count: 1))
            planes.append(RegressionPlanes(knots: own, coefficients: process.coefficients))
            uncertifiedCount += process.uncertified.count
        }
        return Fit(planes: planes, uncertifiedCount: uncertifiedCount)
    }

    private static func process(
        _ members: [Int32], order: Int, _ histories: ScoreHistories, knots: [SplineKnots], workers: Workers
    ) -> QuantileProcess {
        let design = SplineDesign(GrowthPercentiles.cells(histories, members, order: order), knots: knots)
        return QuantileProcess.fits([design], quantiles: PercentileRule.quantiles, workers: workers)[0]
    }

    // MARK: Extrapolation

    /// What the fit to the scores as they are counts in the value at -1 of the line of least squares over the ratios 0, 0.5, 1, 1.5
    /// and 2, in tenths: 1/5 - 2 (ratio - 1) / 2.5.
    private static let tenthsOfNone = 10.0
    /// What each simulated ratio's mean counts in it, in tenths.
    private static let tenths = [6.0, 2, -2, -6]

    /// A student's fitted values without error, ascending, to five decimals.
    ///
    /// Sums are of whole numbers, so that nothing is rounded before the end.
    private static func extrapolated(
        _ student: Int, _ cohort: Cohort, _ scores: UncertainScores, _ sets: [UncertainScores.DataSet],
        _ fits: some Sequence<RegressionPlanes>
    ) -> [Double] {
        let dataSetCount = Double(sets.count / tenths.count), year = scores.histories.yearCount - 1
        var fitted = [Double](repeating: 0, count: PercentileRule.quantiles.count), sums = fitted
        func add(_ planes: RegressionPlanes, times weight: Double, _ score: (_ prior: Int) -> Double) {
            planes.writeSortedUnits(at: planes.point((1...cohort.order).map(score)), into: &fitted)
            for quantile in sums.indices { sums[quantile] += weight * fitted[quantile] }
        }
        add(cohort.planes, times: tenthsOfNone * dataSetCount) { scores.histories.scores[year - $0][student] }
        for (set, planes) in zip(sets, fits) {
            add(planes, times: tenths[set.ratio]) { scores.score(student, prior: $0, in: set) }
        }
        return sums.map { FiveDecimals.value(ofUnits: ($0 / (10 * dataSetCount)).rounded(.toNearestOrEven)) }.sorted()
    }
}
