/// What growth targets to compute, of which file, and where to.
package struct GrowthTargetsRequest: Sendable {
    package var input: String
    package var out: String
    /// The grades so far, the current one last.
    package var progression: [String]
    /// The grades to come.
    package var ahead: [String]
    /// By grade to come the file with the regressions that predict its scores.
    package var coefficients: [String]
    /// The file with the grades' cut scores.
    package var cuts: String
    package var obtainable: ClosedRange<Double>?
    /// Percentiles whose trajectories are written out, from 1 to 99.
    package var trajectories: [Int]
    /// A file for the students without targets, and why.
    package var absent: String?
    package var threads: Int

    package init(
        input: String, out: String, progression: [String], ahead: [String], coefficients: [String], cuts: String,
        obtainable: ClosedRange<Double>?, trajectories: [Int], absent: String?, threads: Int
    ) {
        self.input = input
        self.out = out
        self.progression = progression
        self.ahead = ahead
        self.coefficients = coefficients
        self.cuts = cuts
        self.obtainable = obtainable
        self.trajectories = trajectories
        self.absent = absent
        self.threads = threads
    }
}
