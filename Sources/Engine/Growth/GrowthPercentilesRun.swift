internal import Growth
internal import Ingestion
internal import Parallel
internal import Reports

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
        standardError: String?, fit: String?, objectives: String?,
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
        self.fit = fit
        self.objectives = objectives
        self.baseline = baseline
        self.coefficients = coefficients
        self.threads = threads
    }
}

/// What became of it, in words.
package struct GrowthPercentilesSummary: Sendable {
    /// What to know in any case: fits that are not as good as promised.
    package let warnings: [String]
    package let facts: [String]
}

extension GrowthPercentiles.Absence {
    /// The reason in words.
    fileprivate var text: String {
        switch self {
        case .otherGrade: "not in the current grade"
        case .noScore: "no current score"
        case .noPriorScore: "no score in the grade before"
        case .smallCohort: "cohort smaller than the minimum"
        }
    }

    fileprivate static var all: [Self] { [.otherGrade, .noScore, .noPriorScore, .smallCohort] }
}

/// Growth percentiles of one file's students, without a pipeline.
package enum GrowthPercentilesRun {
    package static func run(_ request: GrowthPercentilesRequest) throws(RunFailure) -> GrowthPercentilesSummary {
        let workers = Workers(count: request.threads)
        let file: WideScoreFile, knots: [String: SplineKnots], baseline: StoredRegressions?
        do throws(InputProblems) {
            file = try WideScoreFile(
                request.input, yearCount: request.progression.count,
                others: [request.summary?.column, request.standardError].compactMap { $0 }, workers: workers)
            if let path = request.knots { knots = try KnotsFile.read(path) } else { knots = [:] }
            if let path = request.baseline {
                baseline = try RegressionsFile.read(path, progression: request.progression)
            } else {
                baseline = nil
            }
        } catch {
            throw .inputs(error.problems.map(\.problem))
        }
        let rule = PercentileRule(
            progression: request.progression, minimumCohort: request.minimumCohort, knots: knots, obtainable: request.obtainable,
            baseline: baseline)
        let growth = GrowthPercentiles(file.histories, rule: rule, workers: workers)
        do throws(PublishingProblem) {
            try OutputFile.replace(request.out, with: percentiles(growth, of: file, request))
            if let (column, path) = request.summary {
                try OutputFile.replace(path, with: PercentileSummary.text(growth, by: file.others[0], named: column))
            }
            if let path = request.fit {
                try OutputFile.replace(path, with: FitTableText.bytes(GoodnessOfFit(growth, of: file.histories)))
            }
            if let path = request.objectives { try OutputFile.replace(path, with: ObjectivesText.bytes(growth)) }
            if let path = request.coefficients {
                try OutputFile.replace(path, with: RegressionsFile.text(StoredRegressions(growth, progression: request.progression)))
            }
            if let absent = request.absent { try OutputFile.replace(absent, with: absences(growth, of: file.students)) }
        } catch {
            throw .publishing(error)
        }
        return GrowthPercentilesSummary(growth, of: file.histories, request)
    }

    private static func percentiles(
        _ growth: GrowthPercentiles, of file: WideScoreFile, _ request: GrowthPercentilesRequest
    ) -> [UInt8] {
        let cuts = request.cuts.isEmpty ? [] : growth.cuts(request.cuts)
        let scoreErrors = request.standardError == nil ? nil : file.others.last?.map { Double($0) ?? .nan }
        let errors = scoreErrors.map { growth.standardErrors($0, of: file.histories) }
        var text = RowText()
        for name in ["ID", "SGP", "order"] { text.add(name) }
        if request.allOrders { for order in growth.orders { text.add("SGP_ORDER_\(order.order)") } }
        if errors != nil { text.add("SGP_STANDARD_ERROR") }
        for percentile in request.cuts { text.add("PERCENTILE_CUT_\(percentile)") }
        text.endRow()
        for (student, outcome) in growth.outcomes.enumerated() {
            guard case .percentile(let percentile, let order) = outcome else { continue }
            text.add(file.students[student])
            text.add(percentile)
            text.add(order)
            if request.allOrders {
                for percentiles in growth.byOrder { text.add(percentiles[student] == 0 ? nil : Int(percentiles[student])) }
            }
            if let errors { text.add(scaled: errors[student].map { Int128(($0 * 10).rounded()) }, decimals: 1) }
            if !cuts.isEmpty { for cut in cuts[student] { text.add(Int(cut)) } }
            text.endRow()
        }
        return text.bytes
    }

    private static func absences(_ growth: GrowthPercentiles, of students: [String]) -> [UInt8] {
        var text = RowText()
        for name in ["ID", "reason"] { text.add(name) }
        text.endRow()
        for (student, outcome) in growth.outcomes.enumerated() {
            guard case .absent(let reason) = outcome else { continue }
            text.add(students[student])
            text.add(reason.text)
            text.endRow()
        }
        return text.bytes
    }
}

extension GrowthPercentilesSummary {
    fileprivate init(_ growth: GrowthPercentiles, of histories: ScoreHistories, _ request: GrowthPercentilesRequest) {
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
        if absent == growth.outcomes.count {
            let grades = Set(histories.grades[histories.yearCount - 1]).subtracting([""]).sorted().joined(separator: ", ")
            warnings.append(
                "no student has a percentile. The current grade of the progression is `\(request.progression.last!)`; "
                    + (grades.isEmpty ? "the last year has no grades." : "in the last year the students are in \(grades)."))
        }
        facts.append("Wrote percentiles of \(counted(growth.outcomes.count - absent, "student", "students")) to \(request.out)")
        self.init(warnings: warnings, facts: facts)
    }
}
