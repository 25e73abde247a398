internal import Growth
internal import Ingestion
internal import Model
internal import Parallel
internal import Pipeline
internal import Tables

/// Computes growth percentiles from a source's scores: a row for each score of the year, with its percentile or why it has none.
struct GrowthStage {
    let growth: GrowthDeclaration
    let inputs: Inputs
    let workers: Workers

    func run(source name: String, year: String) throws(InputProblems) -> GrowthOutcome {
        let scores = ScoreRows(try inputs.table(name), rule: inputs.rule(name), growth: growth, workers: workers)
        inputs.release(name, after: "")
        let rows = scores.rows(of: year)
        let subjects = scores.subjectCodes.map { SubjectScores(scores, subject: $0, year: year, growth: growth, workers: workers) }
        let cohorts = subjects.flatMap { subject in growth.progressions.compactMap { subject.cohort($0) } }
        // Large cohorts first, so that threads end together.
        let order = cohorts.indices.sorted { (-cohorts[$0].rows.count, $0) < (-cohorts[$1].rows.count, $1) }
        let fitted = workers.map(order.count) { place in
            let cohort = cohorts[order[place]]
            return GrowthPercentiles(cohort.histories, rule: cohort.rule, workers: Workers(count: 1))
        }
        var results = [GrowthResult](repeating: GrowthResult(reason: .otherGrade), count: scores.rowCount)
        for (place, growth) in fitted.enumerated() {
            let cohort = cohorts[order[place]]
            for (row, outcome) in zip(cohort.rows, growth.outcomes) { results[row] = GrowthResult(outcome) }
            report(growth, of: cohort, source: name)
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
            cohorts: order.map { cohorts[$0] }, fitted: fitted, scores: scores, schools: inputs.schools, keys: inputs.studentKeys)
        return GrowthOutcome(
            rows: scores.table(of: rows, byRow),
            tables: [
                ("percentile_cohorts", .percentileCohorts(tables.cohortRows)), ("percentile_fit", .percentileFit(tables.fitRows)),
                ("percentile_extremes", .percentileExtremes(tables.extremeRows)),
            ], students: { .percentileStudents(tables.students(rows, byRow)) })
    }

    /// Fits that are not as good as promised are no secret.
    private func report(_ growth: GrowthPercentiles, of cohort: GrowthCohort, source: String) {
        for order in growth.orders {
            for (quantiles, severity, problem) in [
                (order.uncertified, Finding.Severity.error, "could not be certified; percentiles near them may be off"),
                (order.slow, .note, "were found the slow way"),
            ] where !quantiles.isEmpty {
                inputs.add(
                    Finding(
                        severity: severity, source: source, file: inputs.rule(source).file, line: nil, column: "", value: "",
                        rule: "growth",
                        problem: "grade \(cohort.grade), \(order.studentCount) students: \(quantiles.count) of 100 fits on "
                            + "\(order.order) prior scores \(problem)",
                        remedy: severity == .error ? "Please report this with the cohort's scores" : "Nothing needs to be done"))
            }
        }
    }
}

extension GrowthResult {
    fileprivate init(_ outcome: GrowthPercentiles.Outcome) {
        switch outcome {
        case .percentile(let percentile, let order): self.init(percentile: percentile, priorScores: order)
        case .absent(.otherGrade): self.init(reason: .otherGrade)
        case .absent(.noScore): self.init(reason: .noScore)
        case .absent(.noPriorScore): self.init(reason: .noPriorScore)
        case .absent(.smallCohort): self.init(reason: .smallCohort)
        }
    }
}
