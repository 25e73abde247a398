internal import Conditions
internal import Growth
internal import Ingestion
internal import Parallel

/// A file with a row for each student and columns for each year: `ID`, and for every year `GRADE_<year>` and `SS_<year>`, the
/// scale score, and where they are asked for `SE_<year>`, its standard error. An empty field and `NA` say that there is none.
struct WideScoreFile {
    /// By student the identifier, in the order of the file.
    let students: [String]
    let histories: ScoreHistories
    /// By year before the last and student the score's standard error, in score points; NaN where there is none. Empty where they
    /// are not asked for.
    let errors: [[Double]]
    /// By further column asked for and student its text.
    let others: [[String]]

    private static let student = "ID", grade = "GRADE_", score = "SS_", error = "SE_"

    /// Reads the last years of a file.
    ///
    /// - Parameters:
    ///   - yearCount: how many years; the file may have more before them.
    ///   - hasErrors: whether to read the standard errors of the scores before the last year.
    ///   - others: further columns to read.
    /// - Throws: everything that is wrong with it, each with its line.
    init(
        _ path: String, yearCount: Int, hasErrors: Bool = false, others: [String] = [], workers: Workers
    ) throws(InputProblems) {
        let file: CSVFile
        do throws(CSVFault) { file = try CSVFile(path: path, digest: false) } catch {
            throw InputProblems(path, [error.description])
        }
        let student = try Self.studentColumn(of: file), years = try Self.years(of: file, yearCount: yearCount)
        let columns = WideScoreColumns(
            student: student, grades: years.map { file.header.firstIndex(of: Self.grade + $0)! },
            scores: years.map { file.header.firstIndex(of: Self.score + $0)! },
            errors: hasErrors ? try Self.errorColumns(of: file, years.dropLast()) : [],
            others: try others.map { name throws(InputProblems) in try Self.column(name, of: file) })
        let rows: [WideScoreRow], faults: [(line: Int, text: String)]
        do throws(CSVFault) { (rows, faults) = try columns.rows(of: file, workers: workers) } catch {
            throw InputProblems(path, [error.description])
        }
        var problems = (faults + Self.repeats(in: rows)).sorted { $0.line < $1.line }.map { "\(path):\($0.line): \($0.text)." }
        if problems.count > Self.problemLimit {
            problems[Self.problemLimit...] = ["\(path): \(problems.count - Self.problemLimit) more rows are wrong."]
        }
        if !problems.isEmpty { throw InputProblems(path, problems) }
        students = rows.map(\.student)
        errors = columns.errors.indices.map { year in rows.map { $0.errors[year] } }
        self.others = others.indices.map { other in rows.map { $0.others[other] } }
        histories = ScoreHistories(
            grades: (0..<yearCount).map { year in rows.map { $0.grades[year] } },
            scores: (0..<yearCount).map { year in rows.map { $0.scores[year] } })
    }

    private static let problemLimit = 20

    // MARK: Columns

    private static func studentColumn(of file: CSVFile) throws(InputProblems) -> Int {
        if let place = file.header.firstIndex(of: student) { return place }
        let hint = nearest(to: student, among: file.header).map { " (did you mean `\($0)`?)" } ?? ""
        throw InputProblems(
            file.path, ["\(file.path): the header lacks `\(student)`. Name the column of the students' identifiers so\(hint)."])
    }

    /// The last years with grades and scores.
    private static func years(of file: CSVFile, yearCount: Int) throws(InputProblems) -> [String] {
        let header = file.header
        let years = header.filter { $0.hasPrefix(grade) }.map { String($0.dropFirst(grade.count)) }
            .filter { header.contains(score + $0) }.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
        if years.count >= yearCount { return years.suffix(yearCount) }
        throw InputProblems(
            file.path,
            [
                "\(file.path): the header has grades and scores of \(counted(years.count, "year", "years")), and "
                    + "the progression needs \(yearCount). Give every year a column `GRADE_<year>` and a column `SS_<year>`, such as "
                    + "`GRADE_2017` and `SS_2017`."
            ])
    }

    /// The columns of the scores' standard errors.
    private static func errorColumns(of file: CSVFile, _ years: [String]) throws(InputProblems) -> [Int] {
        let names = years.map { error + $0 }
        let missing = names.filter { !file.header.contains($0) }.map { "`\($0)`" }
        if missing.isEmpty { return names.map { file.header.firstIndex(of: $0)! } }
        throw InputProblems(
            file.path,
            [
                "\(file.path): the header lacks \(missing.joined(separator: ", ")). Give every year before the last a column "
                    + "`SE_<year>` with the standard errors of its scores, in score points."
            ])
    }

    /// The place of a further column.
    private static func column(_ name: String, of file: CSVFile) throws(InputProblems) -> Int {
        if let place = file.header.firstIndex(of: name) { return place }
        let hint = nearest(to: name, among: file.header).map { "Did you mean `\($0)`?" } ?? "Name a column of the file."
        throw InputProblems(file.path, ["\(file.path): the header lacks `\(name)`. \(hint)"])
    }

    // MARK: Further columns

    /// The standard errors of current scores, NaN where there is none, from a further column that was read.
    func standardErrors(named column: String, in path: String) throws(InputProblems) -> [Double] {
        let texts = others.last ?? []
        let wrong = zip(students, texts).filter { text in
            !text.1.isEmpty && text.1 != "NA" && (ScoreText.number(text.1).map { $0 < 0 } ?? true)
        }
        if let first = wrong.first {
            let more = wrong.count > 1 ? "; \(wrong.count - 1) more are wrong like this" : ""
            throw InputProblems(
                path,
                [
                    "\(path): `\(column)` of student `\(first.0)` is `\(first.1)`, not a standard error, 0 or more\(more). Correct it, or leave it "
                        + "empty."
                ])
        }
        return texts.map { ScoreText.number($0) ?? .nan }
    }

    // MARK: Rows

    private static func repeats(in rows: [WideScoreRow]) -> [(line: Int, text: String)] {
        var lines: [String: Int] = [:]
        lines.reserveCapacity(rows.count)
        return rows.compactMap { row in
            if row.student.isEmpty { return (row.line, "there is no `ID`. Give every row its student") }
            guard let first = lines.updateValue(row.line, forKey: row.student) else { return nil }
            return (row.line, "student `\(row.student)` has a row already, line \(first). Keep one row for each student")
        }
    }
}

extension InputProblems {
    init(_ source: String, _ problems: [String]) {
        self.init(problems: problems.map { InputProblem(source: source, problem: $0) })
    }
}
