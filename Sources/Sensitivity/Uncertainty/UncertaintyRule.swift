package import Model

/// How uncertain scores are told to be: what is drawn anew in each replicate, and how often.
package struct UncertaintyRule: Sendable, Equatable {
    /// What is drawn of the students behind a share.
    package enum Sampling: String, Sendable, CaseIterable {
        /// Other students of the same kind could have been there.
        case students
        /// The students are who they are.
        case none
    }

    package let replicates: Int
    package let seed: UInt64
    package let sampling: Sampling
    /// Whether given results are drawn anew with their standard errors.
    package let measurement: Bool
    /// How close weights stay to the declared ones; nil where they are not drawn.
    package let weightConcentration: Rational?

    package init(replicates: Int, seed: UInt64, sampling: Sampling, measurement: Bool, weightConcentration: Rational?) {
        self.replicates = replicates
        self.seed = seed
        self.sampling = sampling
        self.measurement = measurement
        self.weightConcentration = weightConcentration
    }

    /// Where a pipeline file says nothing.
    package static let standard = UncertaintyRule(
        replicates: 1000, seed: 1, sampling: .students, measurement: true, weightConcentration: nil)

    /// The same with another number of replicates or another seed.
    package func with(replicates: Int?, seed: UInt64?) -> UncertaintyRule {
        UncertaintyRule(
            replicates: replicates ?? self.replicates, seed: seed ?? self.seed, sampling: sampling, measurement: measurement,
            weightConcentration: weightConcentration)
    }
}
