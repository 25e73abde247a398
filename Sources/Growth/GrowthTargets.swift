package import Parallel

/// How much students have to grow to reach a cut score, or to stay at or above it: the percentile that it takes every year.
///
/// Source: D. W. Betebenner (2009), p. 47; the R package SGP, `studentGrowthProjections` and `getTargetSGP`.
package struct GrowthTargets: Sendable {
    package enum Status: Sendable, Equatable {
        /// Now below the cut.
        case catchUp
        /// Now at or above it.
        case keepUp
    }

    /// The percentile that it takes in so many years.
    package enum Target: Sendable, Equatable {
        /// From 1 to 99.
        case percentile(Int)
        /// Percentile 99 is not enough.
        case outOfReach
        /// No stored regression takes so few prior scores.
        case noRegression
    }

    package struct Student: Sendable, Equatable {
        package let status: Status
        /// How many prior scores the next score is predicted from; nil where no regression takes so few.
        package let order: Int?
        /// From one year on.
        package let targets: [Target]
        /// By year and percentile asked for the score; up to the first year without a regression.
        package let trajectories: [[Double]]
    }

    /// Why a student has no targets.
    package enum Absence: Sendable, Hashable {
        case otherGrade
        case noScore
    }

    package enum Outcome: Sendable, Equatable {
        case targets(Student)
        case absent(Absence)
    }

    /// By student.
    package let outcomes: [Outcome]

    /// - Parameter percentiles: whose trajectories to keep, from 1 to 99.
    /// - Complexity: O(students * 100 * years).
    package init(_ histories: ScoreHistories, rule: TargetRule, percentiles: [Int] = [], workers: Workers) {
        precondition(percentiles.allSatisfy((1...99).contains), "trajectories are those of percentiles 1 to 99")
        let trajectories = ScoreTrajectories(rule), last = histories.yearCount - 1
        outcomes = workers.map(histories.studentCount) { student in
            if histories.grades[last][student] != rule.progression.last { return .absent(.otherGrade) }
            if histories.scores[last][student].isNaN { return .absent(.noScore) }
            let count = (1...rule.progression.count).last { histories.follows(rule.progression.suffix($0), student: student) }!
            let history = (0..<count).map { histories.scores[last - $0][student] }
            let scores = trajectories.scores(after: history)
            let status = history[0] < rule.currentCut ? Status.catchUp : .keepUp
            let years = rule.ahead.indices.map { year in
                year < scores.count ? Self.target(scores[year], cut: rule.ahead[year].cut) : .noRegression
            }
            return .targets(
                Student(
                    status: status, order: trajectories.order(scoreCount: count),
                    targets: rule.ahead.indices.map { Self.target(status, years[...$0]) },
                    trajectories: scores.map { scores in percentiles.map { scores[$0 - 1] } }))
        }
    }

    /// The lowest percentile whose score is at or above the cut.
    private static func target(_ scores: [Double], cut: Double) -> Target {
        scores[..<99].firstIndex { $0 >= cut }.map { .percentile($0 + 1) } ?? .outOfReach
    }

    /// The percentile that it takes to reach the cut in one of the years, or to be at or above it in all of them.
    static func target(_ status: Status, _ years: some Collection<Target>) -> Target {
        let percentiles = years.compactMap { if case .percentile(let percentile) = $0 { percentile } else { nil } }
        let isReached = status == .catchUp ? !percentiles.isEmpty : percentiles.count == years.count
        if isReached { return .percentile(status == .catchUp ? percentiles.min()! : percentiles.max()!) }
        // Out of reach in any year is a fall for whom is to keep up; whom is to catch up may still do so in a year that is not known.
        let decisive: Target = status == .catchUp ? .noRegression : .outOfReach
        return years.contains(decisive) ? decisive : status == .catchUp ? .outOfReach : .noRegression
    }
}
