/// Where students get who grow by the same percentile every year: predicted scores, year after year, by stored regressions.
///
/// Source: D. W. Betebenner (2009), p. 47; the R package SGP, `studentGrowthProjections`.
struct ScoreTrajectories: Sendable {
    /// By year the regressions, with the fewest prior scores first.
    private let years: [[RegressionPlanes]]
    private let obtainable: ClosedRange<Double>?

    init(_ rule: TargetRule) {
        years = rule.ahead.map { year in
            year.regressions.orders.sorted { $0.order < $1.order }.map { RegressionPlanes($0) }
        }
        obtainable = rule.obtainable
    }

    /// How many prior scores the first year is predicted from; nil where no regression takes so few.
    func order(scoreCount: Int) -> Int? { years[0].last { $0.priorCount <= scoreCount }?.priorCount }

    /// A student's trajectories.
    ///
    /// Every year takes the regression with the most prior scores that are there, predicted ones included. The scores of a year
    /// are sorted, so that no trajectory crosses another one.
    ///
    /// - Parameter history: the student's scores, the most recent first.
    /// - Returns: by year and quantile the score, ascending and to five decimals; up to the first year that no regression takes
    ///   so few prior scores for.
    func scores(after history: [Double]) -> [[Double]] {
        var predicted: [[Double]] = []
        for (year, regressions) in years.enumerated() {
            guard let planes = regressions.last(where: { $0.priorCount <= history.count + year }) else { break }
            let fitted = PercentileRule.quantiles.indices.map { quantile in
                let priors = predicted.reversed().map { $0[quantile] } + history
                return FiveDecimals.rounded(obtainable.holding(planes.height(quantile, at: planes.point(priors))))
            }
            predicted.append(fitted.sorted())
        }
        return predicted
    }
}
