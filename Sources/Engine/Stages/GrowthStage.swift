internal import Growth
internal import Ingestion
internal import Model
internal import Parallel
internal import Pipeline
internal import Tables

/// Computes growth percentiles from a source's scores: a row for each score of the year, with its percentile or why it has none.
struct GrowthStage {
    let percentiles: PercentileDeclaration
    let inputs: Inputs
    let workers: Workers

    /// A cohort's percentiles, with what is told of their errors.
    private struct Fitted: Sendable {
        let growth: GrowthPercentiles
        let corrected: SimulationExtrapolation?
        /// By student; empty where no standard errors are declared.
        let errors: [Double?]
    }

    func run(_ stage: StageDeclaration, year: String) throws(InputProblems) -> GrowthOutcome {
        let name = stage.reads["scores"]!, growth = percentiles.scores
        let settings = try PercentileSettings(
            percentiles, knots: try table(stage.reads["knots"]), coefficients: try table(stage.reads["coefficients"]),
            names: (stage.reads["knots"] ?? "", stage.reads["coefficients"] ?? ""))
        let scores = ScoreRows(
            try inputs.table(name), rule: inputs.rule(name), growth: growth, standardError: percentiles.standardError, workers: workers)
        inputs.release(name, after: "")
        let rows = scores.rows(of: year)
        let subjects = scores.subjectCodes.map { SubjectScores(scores, subject: $0, year: year, growth: growth, workers: workers) }
        let cohorts = subjects.flatMap { subject in growth.progressions.compactMap { subject.cohort($0, settings) } }
        // Large cohorts first, so that threads end together.
        let order = cohorts.indices.sorted { (-cohorts[$0].rows.count, $0) < (-cohorts[$1].rows.count, $1) }
        let sorted = order.map { cohorts[$0] }, students = sorted.map { identifiers($0, scores) }
        let fitted = workers.map(sorted.count) { [percentiles] place in Self.fitted(sorted[place], percentiles, students[place]) }
        var results = [GrowthResult](repeating: GrowthResult(reason: .otherGrade), count: scores.rowCount)
        for (cohort, fitted) in zip(sorted, fitted) {
            for (student, row) in cohort.rows.enumerated() {
                results[row] = GrowthResult(
                    fitted.growth.outcomes[student], corrected: fitted.corrected?.outcomes[student].percentile,
                    error: fitted.errors.isEmpty ? nil : fitted.errors[student])
            }
            report(fitted, of: cohort, source: name)
        }
        let bySubject = Dictionary(uniqueKeysWithValues: subjects.map { ($0.subject, $0) })
        let byRow = rows.map { row in
            switch bySubject[scores.subject(of: row)]?.standing(of: row) {
            case .reliable(let own)?: results[own]
            case .contradicted?: GrowthResult(reason: .severalScores)
            case nil, .missing?: GrowthResult(reason: .noScore)
            }
        }
        let tables = PercentileTables(
            cohorts: sorted, fitted: fitted.map(\.growth), scores: scores, schools: inputs.schools, keys: inputs.studentKeys)
        return GrowthOutcome(
            rows: scores.table(of: rows, byRow),
            tables: [
                ("percentile_cohorts", { .percentileCohorts(tables.cohortRows) }),
                ("percentile_fit", { .percentileFit(tables.fitRows) }),
                ("percentile_extremes", { .percentileExtremes(tables.extremeRows) }),
                ("percentile_knots", { .percentileKnots(tables.knotRows) }),
                ("percentile_coefficients", { .percentileCoefficients(tables.coefficientRows) }),
                ("percentile_students", { .percentileStudents(tables.students(rows, byRow)) }),
            ])
    }

    /// A source's rows; nil where there is none of the name.
    private func table(_ name: String?) throws(InputProblems) -> Table? {
        guard let name, inputs.hasSource(name) else { return nil }
        return try inputs.table(name)
    }

    /// By student the identifier, where noise is drawn by it.
    private func identifiers(_ cohort: GrowthCohort, _ scores: ScoreRows) -> [String] {
        percentiles.simulation == nil ? [] : cohort.rows.map { inputs.studentKeys.text(of: scores.student(of: $0)) }
    }

    private static func fitted(_ cohort: GrowthCohort, _ percentiles: PercentileDeclaration, _ students: [String]) -> Fitted {
        let workers = Workers(count: 1)
        let growth = GrowthPercentiles(cohort.histories, rule: cohort.rule, workers: workers)
        let corrected = percentiles.simulation.map { simulation in
            SimulationExtrapolation(
                growth,
                of: UncertainScores(
                    cohort.histories, errors: Array(cohort.errors.dropLast()), students: students, seed: simulation.seed),
                rule: cohort.rule, dataSetCount: simulation.dataSetCount, workers: workers)
        }
        let errors = percentiles.standardError == nil ? [] : growth.standardErrors(cohort.errors.last!, of: cohort.histories)
        return Fitted(growth: growth, corrected: corrected, errors: errors)
    }

    /// Fits that are not as good as promised are no secret.
    private func report(_ fitted: Fitted, of cohort: GrowthCohort, source: String) {
        if let corrected = fitted.corrected, corrected.uncertifiedCount > 0 {
            add(
                .error, source, cohort, "\(corrected.uncertifiedCount) of \(corrected.fitCount) fits of the correction could not be certified",
                "Please report this with the cohort's scores")
        }
        if cohort.rule.baseline?.orders.isEmpty ?? false {
            add(
                .warning, source, cohort, "the baseline has no regressions, so that nobody has a percentile",
                "Check that the source of coefficients writes subjects and grades like the scores")
        }
        if cohort.rule.baseline == nil, !fitted.growth.orders.contains(where: \.isFitted), let most = fitted.growth.orders.first?.studentCount {
            add(
                .note, source, cohort, "\(counted(most, "student", "students")) with a prior score are fewer than the minimum cohort of "
                    + "\(cohort.rule.minimumCohort), so that nobody has a percentile", "Lower minimum_cohort if so few are enough")
        }
        if let range = cohort.rule.obtainable {
            let outside = cohort.histories.scores.last!.count { !$0.isNaN && !range.contains($0) }
            if outside > 0 {
                add(
                    .warning, source, cohort,
                    "\(outside) of \(cohort.rows.count) scores are not within \(range.lowerBound) to \(range.upperBound), which `obtainable` says",
                    "Correct the range, or the scores")
            }
        }
        for order in fitted.growth.orders {
            for (quantiles, severity, problem) in [
                (order.uncertified, Finding.Severity.error, "could not be certified; percentiles near them may be off"),
                (order.slow, .note, "were found the slow way"),
            ] where !quantiles.isEmpty {
                add(
                    severity, source, cohort,
                    "\(order.studentCount) students: \(quantiles.count) of 100 fits on \(order.order) prior scores \(problem)",
                    severity == .error ? "Please report this with the cohort's scores" : "Nothing needs to be done")
            }
        }
    }

    private func add(_ severity: Finding.Severity, _ source: String, _ cohort: GrowthCohort, _ problem: String, _ remedy: String) {
        inputs.add(
            Finding(
                severity: severity, source: source, file: inputs.rule(source).file, line: nil, column: "", value: "", rule: "growth",
                problem: "\(cohort.of.subject), grade \(cohort.of.grade): \(problem)", remedy: remedy))
    }
}

extension GrowthResult {
    fileprivate init(_ outcome: GrowthPercentiles.Outcome, corrected: Int?, error: Double?) {
        switch outcome {
        case .percentile(let percentile, let order):
            self.init(percentile: percentile, corrected: corrected, error: error, priorScores: order)
        case .absent(.otherGrade): self.init(reason: .otherGrade)
        case .absent(.noScore): self.init(reason: .noScore)
        case .absent(.noPriorScore): self.init(reason: .noPriorScore)
        case .absent(.smallCohort): self.init(reason: .smallCohort)
        case .absent(.notInBaseline): self.init(reason: .notInBaseline)
        }
    }
}
