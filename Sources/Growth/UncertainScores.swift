/// Students' scores with the errors that prior scores are measured with: they can be measured again, with more error.
package struct UncertainScores: Sendable {
    package let histories: ScoreHistories
    /// By year before the last, the oldest first, and student the score's conditional standard error, in score points; NaN where
    /// there is none.
    let errors: [[Double]]
    private let seed: UInt64
    /// By student what the noise is drawn by.
    private let keys: [UInt64]

    /// - Parameters:
    ///   - students: by student the identifier.
    ///   - seed: another seed draws other errors.
    package init(_ histories: ScoreHistories, errors: [[Double]], students: [String], seed: UInt64) {
        precondition(
            errors.count == histories.yearCount - 1 && errors.allSatisfy { $0.count == histories.studentCount }
                && students.count == histories.studentCount,
            "every prior year and student has an error or NaN, and every student an identifier")
        self.histories = histories
        self.errors = errors
        self.seed = seed
        keys = students.map { MeasurementNoise.key($0) }
    }

    /// One measuring again of all prior scores.
    struct DataSet: Sendable {
        /// Which share of the error variance is added once more: the number among those that are simulated.
        let ratio: Int
        /// The number among the data sets of that ratio.
        let number: Int
    }

    /// The variances that are added to prior scores, in their error variances.
    static let ratios = [0.5, 1, 1.5, 2]

    /// Whether all of a student's last prior scores have an error.
    func hasErrors(_ student: Int, priors: Int) -> Bool {
        (1...priors).allSatisfy { errors[errors.count - $0][student].isFinite }
    }

    /// A student's prior score measured again.
    ///
    /// - Parameter prior: 1 for the most recent one.
    /// - Returns: the score itself where it has no error; NaN where there is none.
    func score(_ student: Int, prior: Int, in data: DataSet) -> Double {
        let year = errors.count - prior
        let score = histories.scores[year][student], error = errors[year][student]
        if score.isNaN || error.isNaN || error == 0 { return score }
        var noise = MeasurementNoise(seed: seed, student: keys[student], data.ratio, data.number, prior)
        return score + Self.ratios[data.ratio].squareRoot() * error * noise.next()
    }

    /// All prior scores measured again; current scores stay.
    func measuredAgain(_ data: DataSet) -> ScoreHistories {
        let priors = errors.indices.map { year in
            (0..<histories.studentCount).map { score($0, prior: errors.count - year, in: data) }
        }
        return ScoreHistories(grades: histories.grades, scores: priors + histories.scores.suffix(1))
    }
}
