/// The students of one grade with a current score, all prior scores and all characteristics: what school growth is estimated from.
///
/// Everything is by student, in one order.
package struct ValueAddedCohort: Sendable {
    /// Scale scores of this year.
    package let scores: [Double]
    /// By prior (the same subject's first) the scale scores of the year before.
    package let priors: [[Double]]
    /// By prior the standard errors of its scores, in score points.
    package let standardErrors: [[Double]]
    /// By characteristic 1 for those who have it, 0 for others.
    package let characteristics: [[Double]]
    /// Schools from 0 up.
    package let schools: [Int]
    package let schoolCount: Int

    package init(
        scores: [Double], priors: [[Double]], standardErrors: [[Double]], characteristics: [[Double]], schools: [Int],
        schoolCount: Int
    ) {
        precondition(priors.count == standardErrors.count, "every prior has standard errors")
        precondition(
            (priors + standardErrors + characteristics).allSatisfy { $0.count == scores.count } && schools.count == scores.count,
            "everything is by student")
        precondition(schools.allSatisfy((0..<schoolCount).contains), "every student is at a school")
        self.scores = scores
        self.priors = priors
        self.standardErrors = standardErrors
        self.characteristics = characteristics
        self.schools = schools
        self.schoolCount = schoolCount
    }

    /// Priors, then characteristics.
    var columns: [[Double]] { priors + characteristics }
    package var studentCount: Int { scores.count }
}
