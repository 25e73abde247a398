/// Where students are to get, and by which regressions their way there is predicted.
package struct TargetRule: Sendable {
    /// The grades that students have gone through, oldest first, the current one last.
    package let progression: [String]
    /// A grade that students are to go through next.
    package struct Year: Sendable {
        package let grade: String
        /// The scale score that is to be reached.
        package let cut: Double
        /// The regressions that predict the grade's scores.
        package let regressions: StoredRegressions

        package init(grade: String, cut: Double, regressions: StoredRegressions) {
            self.grade = grade
            self.cut = cut
            self.regressions = regressions
        }
    }
    /// The current grade's scale score that is to be reached.
    package let currentCut: Double
    /// From the next year on.
    package let ahead: [Year]
    /// The lowest and the highest score that can be obtained: predicted scores stay within. Nil: they are as they are.
    package let obtainable: ClosedRange<Double>?

    /// - Precondition: every year's regressions have no mistake on the path up to its grade.
    package init(progression: [String], currentCut: Double, ahead: [Year], obtainable: ClosedRange<Double>? = nil) {
        precondition(!progression.isEmpty && !ahead.isEmpty, "students come from a grade and go to another")
        for place in ahead.indices {
            let path = progression + ahead[...place].map(\.grade)
            precondition(ahead[place].regressions.mistake(onPath: path) == nil, "regressions predict the grade that they are for")
        }
        self.progression = progression
        self.currentCut = currentCut
        self.ahead = ahead
        self.obtainable = obtainable
    }
}
