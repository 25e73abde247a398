internal import Growth
internal import Model
internal import Parallel
internal import Pipeline

/// The students of one grade who have a score in a subject, with their prior scores.
struct GrowthCohort: Sendable {
    let of: GrowthGrade
    /// By student the row of the current score.
    let rows: [Int]
    let histories: ScoreHistories
    /// By year, the oldest first, and student the score's standard error; NaN where there is none.
    let errors: [[Double]]
    let rule: PercentileRule
}

/// The scores of one subject in a year and in the years that its progressions look back to.
struct SubjectScores: Sendable {
    let subject: UInt16
    private let scores: ScoreRows
    private let growth: GrowthDeclaration
    /// The scores of the current year.
    private let now: StudentScores
    /// Years back → the scores of that year.
    private let before: [Int: StudentScores]

    init(_ scores: ScoreRows, subject: UInt16, year: String, growth: GrowthDeclaration, workers: Workers) {
        let years = growth.years, now = years.firstIndex(of: year)
        let back = [0] + Set(growth.progressions.flatMap { $0.priors.map(\.yearsBack) }).sorted()
        let found = workers.map(back.count) { place -> StudentScores in
            let year = now.flatMap { $0 >= back[place] ? years[$0 - back[place]] : nil }
            return scores.byStudent(year.map(scores.rows) ?? [], subject: subject)
        }
        self.scores = scores
        self.subject = subject
        self.growth = growth
        self.now = found[0]
        before = Dictionary(uniqueKeysWithValues: zip(back, found).dropFirst())
    }

    /// What can be said of a student's score in the current year.
    enum Standing {
        /// The row that speaks for the student.
        case reliable(row: Int)
        case contradicted
        case missing
    }

    func standing(of row: Int) -> Standing {
        // What another school's row says of the student is not this row's.
        if scores.score(of: row).isNaN { return .missing }
        let student = scores.number(of: row)
        if student >= 0, now.rows[student] == StudentScores.contradicted { return .contradicted }
        guard let own = now.row(of: student), !scores.score(of: own).isNaN else { return .missing }
        return .reliable(row: own)
    }

    /// Whether the student of a row has the same score at several schools.
    func isAtSeveralSchools(_ row: Int) -> Bool { now.atSeveralSchools.contains(scores.number(of: row)) }

    /// The rows of a current grade with a score that can be relied on, one for each student.
    func rows(ofGrade grade: String) -> [Int]? { now.rowsOfGrade[grade] }

    /// By row the same student's row of a prior grade; nil where there is none with a score that can be relied on.
    func priorRows(of rows: [Int], _ prior: GrowthDeclaration.Prior) -> [Int?] {
        guard let known = before[prior.yearsBack], let grade = scores.gradeCode(of: prior.grade) else { return rows.map { _ in nil } }
        return rows.map { row in
            known.row(of: scores.number(of: row)).flatMap { scores.isGrade(grade, of: $0) && !scores.score(of: $0).isNaN ? $0 : nil }
        }
    }

    /// The cohort of a progression; nil where nobody is in its grade.
    func cohort(_ progression: GrowthDeclaration.Progression, _ percentiles: PercentileSettings) -> GrowthCohort? {
        guard let rows = now.rowsOfGrade[progression.grade] else { return nil }
        let priorRows = progression.priors.reversed().map { prior in
            rows.map { before[prior.yearsBack]!.row(of: scores.number(of: $0)) }
        }
        let years = priorRows + [rows.map { $0 as Int? }]
        let histories = ScoreHistories(
            grades: years.map { $0.map { $0.map { scores.grade(of: $0) } ?? "" } },
            scores: years.map { $0.map { $0.map { scores.score(of: $0) } ?? .nan } })
        let of = GrowthGrade(subject: scores.subjectName(of: subject), grade: progression.grade)
        let fixed = percentiles.knots[of] ?? [:]
        var knots: [String: SplineKnots] = [:]
        for (place, prior) in progression.priors.enumerated() {
            let known = before[prior.yearsBack]!.rowsOfGrade[prior.grade] ?? []
            knots[prior.grade] = fixed[place + 1] ?? SplineKnots(scores: known.map { scores.score(of: $0) })
        }
        return GrowthCohort(
            of: of, rows: rows, histories: histories, errors: years.map { $0.map { $0.map(scores.standardError) ?? .nan } },
            rule: PercentileRule(
                progression: progression.priors.reversed().map(\.grade) + [progression.grade],
                minimumCohort: percentiles.declaration.minimumCohort, knots: knots,
                obtainable: percentiles.declaration.obtainable[of.subject]?[of.grade], baseline: percentiles.baseline(of, progression)))
    }
}
