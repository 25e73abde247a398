internal import Conditions
internal import Ingestion
internal import Parallel
internal import Pipeline
internal import Tables

/// The rows of a source of scores, and what growth needs of them.
struct ScoreRows: Sendable {
    private let table: Table
    private let rule: SourceRule
    private let growth: GrowthDeclaration
    private let students: [UInt64]
    /// By row the school's place among the schools, from 1; 0 for one that is not among them.
    private let schools: [UInt16]
    private let years: (codes: [UInt16], words: Vocabulary)
    private let subjects: (codes: [UInt16], words: Vocabulary)
    private let grades: (codes: [UInt16], words: Vocabulary)
    /// By row the score; NaN where there is none, or none that counts.
    private let scores: [Double]
    /// By row the score's standard error, NaN where there is none; empty where no field has them.
    private let errors: [Double]

    /// - Parameter standardError: the field with the scores' standard errors; nil for none.
    init(_ table: Table, rule: SourceRule, growth: GrowthDeclaration, standardError: String? = nil, workers: Workers) {
        func texts(_ name: String) -> ([UInt16], Vocabulary) {
            guard case .text(let codes, let words)? = table.columns[name] else { preconditionFailure("the declaration was checked") }
            return (codes, words)
        }
        guard case .key(let students)? = table.columns[rule.field(.student)!.name] else {
            preconditionFailure("the declaration was checked")
        }
        (self.table, self.rule, self.growth, self.students) = (table, rule, growth, students)
        schools = texts(rule.field(.school)!.name).0
        (years, subjects, grades) = (texts(rule.field(.year)!.name), texts(growth.subject), texts(growth.grade))
        errors = standardError.map { table.columns[$0]!.doubles } ?? []
        let truth = growth.about.map { table.truth(of: $0, workers: workers) }
        scores = table.columns[growth.score]!.doubles.enumerated().map { row, score in
            truth.map { $0[row] == Truth.yes } ?? true ? score : .nan
        }
    }

    var rowCount: Int { table.rowCount }

    /// The codes of the subjects there are, in order.
    var subjectCodes: [UInt16] { Set(subjects.codes).subtracting([0]).sorted() }

    /// The rows of a year, whether their scores count or not.
    func rows(of year: String) -> [Int] {
        guard let code = years.words.code(of: year) else { return [] }
        return years.codes.indices.filter { years.codes[$0] == code }
    }

    func subjectCode(of name: String) -> UInt16? { subjects.words.code(of: name) }
    func subjectName(of code: UInt16) -> String { subjects.words.text(of: code) ?? "" }
    var subjectWords: Vocabulary { subjects.words }

    func student(of row: Int) -> UInt64 { students[row] }
    func school(of row: Int) -> UInt16 { schools[row] }
    func subject(of row: Int) -> UInt16 { subjects.codes[row] }
    func grade(of row: Int) -> String { grades.words.text(of: grades.codes[row]) ?? "" }
    func score(of row: Int) -> Double { scores[row] }
    func standardError(of row: Int) -> Double { errors.isEmpty ? .nan : errors[row] }

    /// A student's row among some: none where no score counts, or where several say different things; of equal ones the first
    /// school's.
    func byStudent(_ rows: [Int], subject: UInt16) -> StudentScores {
        var found = StudentScores()
        found.rows.reserveCapacity(rows.count / 2)
        for row in rows where subjects.codes[row] == subject && students[row] != 0 {
            guard let other = found.rows[students[row]] else {
                found.rows[students[row]] = row
                continue
            }
            if scores[row].isNaN { continue }
            if scores[other].isNaN {
                found.rows[students[row]] = row
            } else if scores[row] != scores[other] || grades.codes[row] != grades.codes[other] {
                found.contradicted.insert(students[row])
            } else if schools[row] != schools[other] {
                found.atSeveralSchools.insert(students[row])
                if schools[row] < schools[other] { found.rows[students[row]] = row }
            }
        }
        for row in found.rows.values.sorted() where !found.contradicted.contains(students[row]) && !scores[row].isNaN {
            found.rowsOfGrade[grade(of: row), default: []].append(row)
        }
        return found
    }

    /// The rows as a table of the kind `growth_percentiles`.
    func table(of rows: [Int], _ results: [GrowthResult]) -> Table {
        func text(_ name: String) -> Column {
            guard case .text(let codes, let words)? = table.columns[name] else { preconditionFailure("the declaration was checked") }
            return .text(rows.map { codes[$0] }, words)
        }
        let reasons = Vocabulary(GrowthResult.Reason.allCases.map(\.rawValue))
        return Table(
            rowCount: rows.count,
            columns: [
                "student_id": .key(rows.map { students[$0] }), "school_id": text(rule.field(.school)!.name),
                "year": text(rule.field(.year)!.name), "subject": text(growth.subject), "grade": text(growth.grade),
                "percentile": .short(results.map { $0.percentile.map { Int16($0) } ?? .min }),
                "corrected_percentile": .short(results.map { $0.corrected.map { Int16($0) } ?? .min }),
                "percentile_error": .number(
                    results.map { $0.error.map { Int64(($0 * Double(Column.numberScale)).rounded()) } ?? .min }),
                "prior_scores": .short(results.map { $0.priorScores.map { Int16($0) } ?? .min }),
                "absence": .text(results.map { $0.reason.flatMap { reasons.code(of: $0.rawValue) } ?? 0 }, reasons),
            ])
    }
}

/// The scores of one subject and year, by student.
struct StudentScores: Sendable {
    /// Student → row.
    fileprivate(set) var rows: [UInt64: Int] = [:]
    /// Grade → the rows with a score that can be relied on, one for each student, in order.
    fileprivate(set) var rowsOfGrade: [String: [Int]] = [:]
    /// Students with several scores, or in several grades.
    fileprivate(set) var contradicted: Set<UInt64> = []
    /// Students whose score stands at several schools.
    fileprivate(set) var atSeveralSchools: Set<UInt64> = []

    /// A student's row; nil where there is none that can be relied on.
    func row(of student: UInt64) -> Int? { contradicted.contains(student) ? nil : rows[student] }
}

/// What a score's row says: a percentile, or why there is none.
struct GrowthResult {
    /// The kind `growth_percentiles` lists them.
    enum Reason: String, CaseIterable {
        case otherGrade = "grade without growth"
        case noScore = "no score"
        case severalScores = "several scores"
        case noPriorScore = "no prior score"
        case smallCohort = "cohort too small"
    }

    var percentile: Int?
    /// For errors of the prior scores.
    var corrected: Int?
    /// The percentile's standard error.
    var error: Double?
    var priorScores: Int?
    var reason: Reason?
}

extension Column {
    /// A number column's values; NaN where there is none.
    var doubles: [Double] {
        switch self {
        case .short(let values): values.map { $0 == .min ? .nan : Double($0) }
        case .integer(let values): values.map { $0 == .min ? .nan : Double($0) }
        case .number(let values): values.map { $0 == .min ? .nan : Double($0) / Double(Column.numberScale) }
        default: preconditionFailure("scores are numbers")
        }
    }
}
