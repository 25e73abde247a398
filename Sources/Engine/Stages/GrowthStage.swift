internal import Growth
internal import Ingestion
internal import Parallel
internal import Pipeline
internal import Tables

/// Computes growth percentiles from a source's scores: a row for each score of the year, with its percentile or why it has none.
struct GrowthStage {
    let growth: GrowthDeclaration
    let inputs: Inputs
    let workers: Workers

    func run(source name: String, year: String) throws(InputProblems) -> Table {
        let scores = ScoreRows(try inputs.table(name), rule: inputs.rule(name), growth: growth, workers: workers)
        inputs.release(name, after: "")
        let rows = scores.rows(of: year)
        var byStudent: [UInt16: [UInt64: GrowthResult]] = [:]
        let cohorts = scores.subjectCodes.flatMap { self.cohorts($0, scores, year: year) }
        // Large cohorts first, so that threads end together.
        let order = cohorts.indices.sorted { (-cohorts[$0].students.count, $0) < (-cohorts[$1].students.count, $1) }
        let fitted = workers.map(order.count) { place in
            let cohort = cohorts[order[place]]
            return GrowthPercentiles(cohort.histories, rule: cohort.rule, workers: Workers(count: 1))
        }
        for (place, growth) in fitted.enumerated() {
            let cohort = cohorts[order[place]]
            for (student, outcome) in zip(cohort.students, growth.outcomes) {
                byStudent[cohort.subject, default: [:]][student] = GrowthResult(outcome)
            }
            report(growth, of: cohort, source: name)
        }
        let current = scores.subjectCodes.reduce(into: [:]) { $0[$1] = scores.byStudent(rows, subject: $1) }
        let results = rows.map { row -> GrowthResult in
            let student = scores.student(of: row), subject = scores.subject(of: row)
            if current[subject]?.contradicted.contains(student) ?? false { return GrowthResult(reason: .severalScores) }
            if scores.score(of: row).isNaN { return GrowthResult(reason: .noScore) }
            return byStudent[subject]?[student] ?? GrowthResult(reason: .otherGrade)
        }
        return scores.table(of: rows, results)
    }

    private struct Cohort: Sendable {
        let subject: UInt16
        let grade: String
        let students: [UInt64]
        let histories: ScoreHistories
        let rule: PercentileRule
    }

    /// The students of each grade with growth who have a score in a subject, with their prior scores.
    private func cohorts(_ subject: UInt16, _ scores: ScoreRows, year: String) -> [Cohort] {
        guard let now = growth.years.firstIndex(of: year) else { return [] }
        let back = [0] + Set(growth.progressions.flatMap { $0.priors.map(\.yearsBack) }).sorted()
        let years = growth.years
        let found = workers.map(back.count) { place -> StudentScores in
            let year = now - back[place]
            return year < 0 ? StudentScores() : scores.byStudent(scores.rows(of: years[year]), subject: subject)
        }
        let byYear = Dictionary(uniqueKeysWithValues: zip(back, found))
        let current = found[0].rows.values.sorted().filter { row in
            !found[0].contradicted.contains(scores.student(of: row)) && !scores.score(of: row).isNaN
        }
        let byGrade = Dictionary(grouping: current) { scores.grade(of: $0) }
        return growth.progressions.compactMap { progression in
            guard let members = byGrade[progression.grade] else { return nil }
            let students = members.map { scores.student(of: $0) }
            let before = progression.priors.reversed().map { byYear[$0.yearsBack]! }
            let rows = before.map { year in students.map { year.row(of: $0) } } + [members.map { $0 as Int? }]
            let histories = ScoreHistories(
                grades: rows.map { $0.map { $0.map { scores.grade(of: $0) } ?? "" } },
                scores: rows.map { $0.map { $0.map { scores.score(of: $0) } ?? .nan } })
            var knots: [String: SplineKnots] = [:]
            for prior in progression.priors where knots[prior.grade] == nil {
                let known = byYear[prior.yearsBack]!
                knots[prior.grade] = SplineKnots(
                    scores: known.rows.compactMap { student, row in
                        let isKnown = !known.contradicted.contains(student) && scores.grade(of: row) == prior.grade
                        return isKnown && !scores.score(of: row).isNaN ? scores.score(of: row) : nil
                    })
            }
            return Cohort(
                subject: subject, grade: progression.grade, students: students, histories: histories,
                rule: PercentileRule(
                    progression: progression.priors.reversed().map(\.grade) + [progression.grade],
                    minimumCohort: growth.minimumCohort, knots: knots))
        }
    }

    /// Fits that are not as good as promised are no secret.
    private func report(_ growth: GrowthPercentiles, of cohort: Cohort, source: String) {
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
