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
    private let numbers: StudentNumbers
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
        numbers = StudentNumbers(students)
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
    /// The student's number among all of the source; -1 for a row without one.
    func number(of row: Int) -> Int { Int(numbers.ofRows[row]) }
    func school(of row: Int) -> UInt16 { schools[row] }
    func subject(of row: Int) -> UInt16 { subjects.codes[row] }
    func isGrade(_ code: UInt16?, of row: Int) -> Bool { grades.codes[row] == code }
    func gradeCode(of row: Int) -> UInt16 { grades.codes[row] }
    var gradeWords: Vocabulary { grades.words }
    func gradeCode(of name: String) -> UInt16? { grades.words.code(of: name) }
    func grade(of row: Int) -> String { grades.words.text(of: grades.codes[row]) ?? "" }
    func score(of row: Int) -> Double { scores[row] }
    func standardError(of row: Int) -> Double { errors.isEmpty ? .nan : errors[row] }

    /// The students' rows among some: none where no score counts, or where several say different things; of equal ones the first
    /// school's.
    func byStudent(_ rows: [Int], subject: UInt16) -> StudentScores {
        var found = StudentScores(studentCount: numbers.count)
        for row in rows where subjects.codes[row] == subject && students[row] != 0 {
            let student = Int(numbers.ofRows[row]), known = found.rows[student]
            if known == StudentScores.contradicted { continue }
            if known == StudentScores.none {
                found.rows[student] = Int32(row)
                continue
            }
            let other = Int(known)
            if scores[row].isNaN { continue }
            if scores[other].isNaN {
                found.rows[student] = Int32(row)
            } else if scores[row] != scores[other] || grades.codes[row] != grades.codes[other] {
                found.rows[student] = StudentScores.contradicted
            } else if schools[row] != schools[other] {
                found.atSeveralSchools.insert(student)
                if schools[row] < schools[other] { found.rows[student] = Int32(row) }
            }
        }
        var byCode = [[Int]](repeating: [], count: grades.words.texts.count + 1)
        for row in rows where subjects.codes[row] == subject && students[row] != 0 {
            if found.rows[Int(numbers.ofRows[row])] == row && !scores[row].isNaN { byCode[Int(grades.codes[row])].append(row) }
        }
        for (code, own) in byCode.enumerated() where !own.isEmpty { found.rowsOfGrade[grades.words.text(of: UInt16(code)) ?? ""] = own }
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
    static let none: Int32 = -1, contradicted: Int32 = -2

    /// By student's number the row that speaks for the student, or why there is none.
    fileprivate(set) var rows: [Int32]
    /// Grade → the rows with a score that can be relied on, one for each student, in order.
    fileprivate(set) var rowsOfGrade: [String: [Int]] = [:]
    /// Students whose score stands at several schools.
    fileprivate(set) var atSeveralSchools: Set<Int> = []

    init(studentCount: Int) { rows = [Int32](repeating: Self.none, count: studentCount) }

    /// A student's row; nil where there is none that can be relied on.
    func row(of student: Int) -> Int? { student >= 0 && rows[student] >= 0 ? Int(rows[student]) : nil }
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
        case notInBaseline = "not in the baseline"
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
