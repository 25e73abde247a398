internal import Growth
internal import Reports

/// What became of growth percentiles or targets, in words.
package struct GrowthSummary: Sendable {
    /// What to know in any case: fits that are not as good as promised.
    package let warnings: [String]
    package let facts: [String]
}

extension GrowthPercentiles.Absence {
    /// The reason in words.
    var text: String {
        switch self {
        case .otherGrade: "not in the current grade"
        case .noScore: "no current score"
        case .noPriorScore: "no score in the grade before"
        case .smallCohort: "cohort smaller than the minimum"
        case .notInBaseline: "not in the baseline"
        }
    }

    static var all: [Self] { [.otherGrade, .noScore, .noPriorScore, .smallCohort, .notInBaseline] }
}

extension SimulationExtrapolation.Absence {
    /// The reason in words.
    var text: String {
        switch self {
        case .noPercentile: "no percentile"
        case .noStandardError: "no standard error of a prior score"
        case .smallCohort: "fewer students with standard errors than the minimum"
        }
    }
}

extension GrowthSummary {
    init(
        _ growth: GrowthPercentiles, _ corrected: SimulationExtrapolation?, of histories: ScoreHistories,
        knots: Set<String>, _ request: GrowthPercentilesRequest
    ) {
        let unusedKnots = knots.subtracting(request.progression.dropLast()).sorted()
        var warnings: [String] = [], facts: [String] = []
        for order in growth.orders {
            if !order.uncertified.isEmpty {
                warnings.append(
                    "order \(order.order): \(order.uncertified.count) of 100 fits could not be certified; percentiles near them may be off.")
            }
            if !order.slow.isEmpty { warnings.append("order \(order.order): \(order.slow.count) of 100 fits were found the slow way.") }
            let fate =
                switch (order.isFitted, request.baseline) {
                case (true, nil): "fitted, \(order.columnCount) columns"
                case (true, _): "compared with the baseline"
                case (false, nil): "not fitted: fewer than \(max(1, request.minimumCohort))"
                case (false, _): "not in the baseline"
                }
            facts.append("order \(order.order): \(counted(order.studentCount, "student", "students")), \(fate)")
        }
        var absent = 0
        for reason in GrowthPercentiles.Absence.all {
            let count = growth.outcomes.count { $0 == .absent(reason) }
            if count > 0 { facts.append("without a percentile: \(count), \(reason.text)") }
            absent += count
        }
        if let corrected {
            if corrected.uncertifiedCount > 0 {
                warnings.append(
                    "\(corrected.uncertifiedCount) of \(corrected.fitCount) fits for the correction could not be certified; "
                        + "corrected percentiles near them may be off.")
            }
            for reason in [SimulationExtrapolation.Absence.noStandardError, .smallCohort] {
                let count = corrected.outcomes.count { $0 == .absent(reason) }
                if count > 0 { facts.append("without a corrected percentile: \(count), \(reason.text)") }
            }
        }
        if !knots.isEmpty, unusedKnots.count == knots.count {
            warnings.append(
                "no knots were used: their grades are \(unusedKnots.map { "`\($0)`" }.joined(separator: ", ")), none of them a prior grade of "
                    + "the progression.")
        }
        if absent == growth.outcomes.count {
            let isSmall = growth.outcomes.contains { $0 == .absent(.smallCohort) }
            warnings.append(
                "no student has a percentile. "
                    + (isSmall ? "The cohort is smaller than --minimum-cohort." : histories.currentGradesHint(request.progression)))
        }
        facts.append("Wrote percentiles of \(counted(growth.outcomes.count - absent, "student", "students")) to \(request.out)")
        self.init(warnings: warnings, facts: facts)
    }
}

extension ScoreHistories {
    /// Where students are, for whom finds nobody in the current grade of a progression.
    func currentGradesHint(_ progression: [String]) -> String {
        let current = Set(grades[yearCount - 1]).subtracting([""]).sorted().joined(separator: ", ")
        return "The current grade of the progression is `\(progression.last!)`; "
            + (current.isEmpty ? "the last year has no grades." : "in the last year the students are in \(current).")
    }
}
