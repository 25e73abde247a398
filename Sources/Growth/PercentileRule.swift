/// How students' growth percentiles are computed.
package struct PercentileRule: Sendable {
    /// The grades that a student goes through, oldest first, the current one last.
    package let progression: [String]
    /// With fewer students than this in a cohort there are no percentiles of its order.
    package let minimumCohort: Int
    /// By prior grade knots that are set; a grade without any gets those that its scores give.
    package let knots: [String: SplineKnots]
    /// The lowest and highest scale score that can be obtained in the current grade: fitted values stay within, and a student
    /// at the top is not below anyone's. Nil: fitted values are as they are.
    package let obtainable: ClosedRange<Double>?
    /// Regressions of a baseline to compare with, instead of those of the students themselves: growth then can be more or less
    /// than in the baseline on the whole. Knots and minimum are the baseline's.
    package let baseline: StoredRegressions?

    /// - Precondition: the progression has a prior grade.
    package init(
        progression: [String], minimumCohort: Int = 0, knots: [String: SplineKnots] = [:],
        obtainable: ClosedRange<Double>? = nil, baseline: StoredRegressions? = nil
    ) {
        precondition(progression.count >= 2, "growth needs a prior grade")
        self.progression = progression
        self.minimumCohort = minimumCohort
        self.knots = knots
        self.obtainable = obtainable
        self.baseline = baseline
    }

    /// The quantiles that are fitted: the middles of the percentiles.
    ///
    /// Source: D. W. Betebenner (2009); the R package SGP 2.2, `studentGrowthPercentiles`.
    package static let quantiles = (0..<100).map { (Double($0) + 0.5) / 100 }

    /// The most prior scores that a regression takes, which is what its checks were made with.
    package static let mostPriors = 5
}

extension ClosedRange<Double>? {
    /// A score held within the range of those that can be obtained; as it is where there is none.
    func holding(_ score: Double) -> Double { map { Swift.min(Swift.max(score, $0.lowerBound), $0.upperBound) } ?? score }
}
