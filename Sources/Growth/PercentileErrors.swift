internal import Glibc

extension GrowthPercentiles {
    /// How doubtful percentiles are because current scores are measured with error: by student the standard deviation of the
    /// percentile that the score, with its error drawn again, would have had; nil without a percentile or an error.
    ///
    /// Exact, without drawing: a percentile is 1 and one more for each fitted value from the second to the 99th that the score
    /// is above, and the probability of that is normal. The reference draws a hundred times (`calculate.confidence.intervals`).
    ///
    /// - Parameter scoreErrors: by student the conditional standard error of the current score, in score points; NaN for none.
    package func standardErrors(_ scoreErrors: [Double], of histories: ScoreHistories) -> [Double?] {
        precondition(scoreErrors.count == outcomes.count, "every student has a standard error or NaN")
        var errors = [Double?](repeating: nil, count: outcomes.count)
        let current = histories.scores[histories.yearCount - 1]
        forEachFitted { student, fitted in
            let error = scoreErrors[student]
            guard error.isFinite, error >= 0 else { return }
            var mean = 0.0, square = 0.0
            for place in 1...98 {
                let distance = current[student] - fitted[place]
                let isAbove = error == 0 ? (distance > 0 ? 1 : 0) : 0.5 * erfc(-distance / error / 2.0.squareRoot())
                mean += isAbove
                square += Double(2 * place - 1) * isAbove
            }
            errors[student] = max(0, square - mean * mean).squareRoot()
        }
        return errors
    }
}
