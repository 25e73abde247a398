package import Conditions
package import Model

/// What growth is computed from, as a pipeline file declares it.
package struct GrowthDeclaration: Sendable {
    /// A current grade, with the prior grades that growth there is seen from.
    package struct Progression: Sendable, Equatable {
        package let grade: String
        /// The most recent first; each so many years back in `years`.
        package let priors: [Prior]
    }

    package struct Prior: Sendable, Equatable {
        package let grade: String
        package let yearsBack: Int
    }

    /// The years with scores, the oldest first; one without a test is left out.
    package let years: [String]
    package let progressions: [Progression]
    /// The scores that count; nil for all.
    package let about: Condition?
    package let subject: String
    package let grade: String
    package let score: String
    package let provenance: Provenance

    /// The years before one from which progressions take prior scores; none for a year that is not among the declared ones.
    package func years(before year: String) -> [String] {
        guard let place = years.firstIndex(of: year) else { return [] }
        let back = Set(progressions.flatMap { $0.priors.map(\.yearsBack) })
        return back.sorted().compactMap { place >= $0 ? years[place - $0] : nil }
    }
}

/// Students' growth percentiles, as a pipeline file declares them.
package struct PercentileDeclaration: Sendable {
    package let scores: GrowthDeclaration
    /// With fewer students in a cohort there are no percentiles.
    package let minimumCohort: Int
    /// Subject → grade → the lowest and the highest score that can be obtained.
    package let obtainable: [String: [String: ClosedRange<Double>]]
    /// The field with a score's standard error, for that of the percentile; nil where there is none.
    package let standardError: String?
    /// How percentiles are corrected for errors of prior scores; nil where they are not.
    package let simulation: Simulation?

    package struct Simulation: Sendable {
        package let dataSetCount: Int
        package let seed: UInt64
    }
}

/// School growth by value added, as a pipeline file declares it.
package struct ValueAddedDeclaration: Sendable {
    package let scores: GrowthDeclaration
    /// The subjects whose prior scores are looked at, which are those that growth is computed for.
    package let subjects: [String]
    /// The field with a score's standard error.
    package let standardError: String
    /// What students are like: a name and the condition that holds for those who have it.
    package let characteristics: [(name: String, condition: Condition)]
    /// A grade of a school counts from so many students.
    package let minimumN: Int
    /// A group's growth is told in the table of schools from so many students.
    package let groupMinimumN: Int
    /// So many schools of a grade have to be there for each average that they are compared by.
    package let schoolsPerAverage: Int
}
