/// What growth percentiles to compute, of which file, and where to.
package struct GrowthPercentilesRequest: Sendable {
    package var input: String
    package var out: String
    package var progression: [String]
    package var minimumCohort: Int
    package var knots: String?
    package var obtainable: ClosedRange<Double>?
    /// Percentiles whose scores are written out, from 0 to 99.
    package var cuts: [Int]
    /// Whether every order's percentile is written out.
    package var allOrders: Bool
    /// A file for the students without a percentile, and why.
    package var absent: String?
    /// A column to summarize percentiles by, such as the school's, and the file for it.
    package var summary: (column: String, path: String)?
    /// A column with the current scores' standard errors.
    package var standardError: String?
    /// To correct for errors of the prior scores: how often these are measured again in simulation, with each of four amounts of
    /// error, and what the errors are drawn by.
    package var simulation: (dataSetCount: Int, seed: UInt64)?
    /// A file for the goodness of fit.
    package var fit: String?
    /// A file for the regressions' objectives.
    package var objectives: String?
    /// A file with the regressions of a baseline, to compare with.
    package var baseline: String?
    /// A file to write the fitted regressions to.
    package var coefficients: String?
    package var threads: Int

    package init(
        input: String, out: String, progression: [String], minimumCohort: Int, knots: String?, obtainable: ClosedRange<Double>?,
        cuts: [Int], allOrders: Bool, absent: String?, summary: (column: String, path: String)?,
        standardError: String?, simulation: (dataSetCount: Int, seed: UInt64)?, fit: String?, objectives: String?,
        baseline: String?, coefficients: String?, threads: Int
    ) {
        self.input = input
        self.out = out
        self.progression = progression
        self.minimumCohort = minimumCohort
        self.knots = knots
        self.obtainable = obtainable
        self.cuts = cuts
        self.allOrders = allOrders
        self.absent = absent
        self.summary = summary
        self.standardError = standardError
        self.simulation = simulation
        self.fit = fit
        self.objectives = objectives
        self.baseline = baseline
        self.coefficients = coefficients
        self.threads = threads
    }
}
