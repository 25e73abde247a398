internal import Conditions
internal import Growth
internal import Ingestion
internal import Parallel
internal import Pipeline
internal import Tables

/// The rows of scores with what value added needs to know of their students.
struct StudentRows {
    let scores: ScoreRows
    /// The groups besides all students, in declared order.
    let groups: [GroupDeclaration]
    private let growth: ValueAddedDeclaration
    private let schoolCount: Int
    /// By characteristic and row its truth value.
    private let characteristics: [[UInt8]]
    private let members: [[UInt8]]
    private let keys: StudentKeys

    /// Why a current score is not among those that growth is computed from.
    enum Exclusion: Int, CaseIterable {
        case otherGrade, noScore, severalScores, noSchool, severalSchools, noPrior, noError, unknown, notEstimable

        var text: String {
            switch self {
            case .otherGrade: "grade without growth"
            case .noScore: "no score"
            case .severalScores: "several scores"
            case .noSchool: "the school is not known"
            case .severalSchools: "a score at several schools"
            case .noPrior: "no prior score in every subject"
            case .noError: "a prior score without standard error"
            case .unknown: "a characteristic that is not known"
            case .notEstimable: "growth of the grade can't be told"
            }
        }
    }

    struct Cohort: Sendable {
        let grade: String
        /// The names of priors, then of characteristics.
        let terms: [String]
        /// By student the row of the current score, in the order of students' identifiers.
        let rows: [Int]
        let cohort: ValueAddedCohort
        /// The rows of other current scores, and why they are left out.
        let excluded: [(row: Int, reason: Exclusion)]
    }

    init(
        _ rows: JoinedRows, growth: ValueAddedDeclaration, groups: [GroupDeclaration], keys: StudentKeys, schoolCount: Int,
        workers: Workers
    ) {
        let table = Table(rowCount: rows.rowCount, columns: rows.columns)
        func truth(_ condition: Condition) -> [UInt8] { table.truth(of: condition, workers: workers) }
        self.growth = growth
        self.groups = groups.filter { $0.key != GroupDeclaration.everyone }
        self.keys = keys
        self.schoolCount = schoolCount
        scores = ScoreRows(table, rule: rows.source, growth: growth.scores, standardError: growth.standardError, workers: workers)
        characteristics = growth.characteristics.map { truth($0.condition) }
        members = self.groups.map { $0.condition(over: rows.source.name).map(truth) ?? [] }
    }

    /// By group and student whether the student is in it.
    func membership(of rows: [Int]) -> [[Bool]] {
        members.map { truth in rows.map { !truth.isEmpty && truth[$0] == Truth.yes } }
    }

    /// The students of a grade who have all that is needed; nil where there is none.
    func cohort(
        _ progression: GrowthDeclaration.Progression, _ subject: SubjectScores, among subjects: [SubjectScores]
    ) -> Cohort? {
        guard let current = subject.rows(ofGrade: progression.grade), let prior = progression.priors.first else { return nil }
        let priorSubjects = [subject] + subjects.filter { $0.subject != subject.subject }
        // Sums have the same bits whatever the order of the rows in the file.
        let students = current.map { (key: scores.student(of: $0), row: $0) }.sorted { keys.precedes($0.key, $1.key) }.map(\.row)
        let before = priorSubjects.map { $0.priorRows(of: students, prior) }
        var rows: [Int] = [], priorRows = priorSubjects.map { _ in [Int]() }, excluded: [(row: Int, reason: Exclusion)] = []
        for (place, row) in students.enumerated() {
            if let reason = exclusion(row, place, before, in: subject) {
                excluded.append((row, reason))
                continue
            }
            rows.append(row)
            for number in before.indices { priorRows[number].append(before[number][place]!) }
        }
        let cohort = ValueAddedCohort(
            scores: rows.map(scores.score), priors: priorRows.map { $0.map(scores.score) },
            standardErrors: priorRows.map { $0.map(scores.standardError) },
            characteristics: characteristics.map { truth in rows.map { truth[$0] == Truth.yes ? 1 : 0 } },
            schools: rows.map { Int(scores.school(of: $0)) - 1 }, schoolCount: schoolCount)
        let priors = priorSubjects.map { "prior \(scores.subjectName(of: $0.subject))" }
        return Cohort(
            grade: progression.grade, terms: priors + growth.characteristics.map(\.name), rows: rows, cohort: cohort, excluded: excluded)
    }

    /// - Parameter before: by subject and place the rows of prior scores.
    private func exclusion(_ row: Int, _ place: Int, _ before: [[Int?]], in subject: SubjectScores) -> Exclusion? {
        if scores.school(of: row) == 0 { return .noSchool }
        if subject.isAtSeveralSchools(row) { return .severalSchools }
        if before.contains(where: { $0[place] == nil }) { return .noPrior }
        if before.contains(where: { scores.standardError(of: $0[place]!).isNaN }) { return .noError }
        return characteristics.contains { $0[row] == Truth.unknown } ? .unknown : nil
    }
}
