internal import Conditions
internal import Growth
internal import Ingestion
internal import Parallel
internal import Synchronization

/// A file with a row for each student and columns for each year: `ID`, and for every year `GRADE_<year>` and `SS_<year>`, the
/// scale score. An empty field and `NA` say that there is none.
struct WideScoreFile {
    /// By student the identifier, in the order of the file.
    let students: [String]
    let histories: ScoreHistories
    /// By further column asked for and student its text.
    let others: [[String]]

    private static let student = "ID", grade = "GRADE_", score = "SS_"

    /// Reads the last years of a file.
    ///
    /// - Parameters:
    ///   - yearCount: how many years; the file may have more before them.
    ///   - others: further columns to read.
    /// - Throws: everything that is wrong with it, each with its line.
    init(_ path: String, yearCount: Int, others: [String] = [], workers: Workers) throws(InputProblems) {
        let file: CSVFile
        do throws(CSVFault) { file = try CSVFile(path: path, digest: false) } catch { throw InputProblems(path, [error.description]) }
        var columns = try Self.columns(of: file, yearCount: yearCount)
        for name in others { columns.append(try Self.column(name, of: file)) }
        var rows: [Row] = [], faults: [(line: Int, text: String)] = []
        do throws(CSVFault) {
            (rows, faults) = try Self.rows(of: file, columns: columns, yearCount: yearCount, workers: workers)
        } catch {
            throw InputProblems(path, [error.description])
        }
        faults += Self.repeats(in: rows)
        var problems = faults.sorted { $0.line < $1.line }.map { "\(path):\($0.line): \($0.text)." }
        if problems.count > Self.problemLimit {
            problems[Self.problemLimit...] = ["\(path): \(problems.count - Self.problemLimit) more rows are wrong."]
        }
        if !problems.isEmpty { throw InputProblems(path, problems) }
        students = rows.map(\.student)
        self.others = others.indices.map { other in rows.map { $0.others[other] } }
        histories = ScoreHistories(
            grades: (0..<yearCount).map { year in rows.map { $0.grades[year] } },
            scores: (0..<yearCount).map { year in rows.map { $0.scores[year] } })
    }

    private static let problemLimit = 20

    // MARK: Columns

    /// The columns of the student and of each year's grade and score.
    private static func columns(of file: CSVFile, yearCount: Int) throws(InputProblems) -> [Int] {
        let header = file.header
        guard let student = header.firstIndex(of: Self.student) else {
            let hint = nearest(to: Self.student, among: header).map { " (did you mean `\($0)`?)" } ?? ""
            throw InputProblems(
                file.path, ["\(file.path): the header lacks `\(Self.student)`. Name the column of the students' identifiers so\(hint)."])
        }
        let years = header.filter { $0.hasPrefix(Self.grade) }.map { String($0.dropFirst(Self.grade.count)) }
            .filter { header.contains(Self.score + $0) }.sorted()
        if years.count < yearCount {
            throw InputProblems(
                file.path,
                [
                    "\(file.path): the header has grades and scores of \(years.count == 1 ? "1 year" : "\(years.count) years"), and the "
                        + "progression needs \(yearCount). Give every year a column `GRADE_<year>` and a column `SS_<year>`, such as "
                        + "`GRADE_2017` and `SS_2017`."
                ])
        }
        return [student] + years.suffix(yearCount).flatMap { year in
            [header.firstIndex(of: Self.grade + year)!, header.firstIndex(of: Self.score + year)!]
        }
    }

    /// The place of a further column.
    private static func column(_ name: String, of file: CSVFile) throws(InputProblems) -> Int {
        if let place = file.header.firstIndex(of: name) { return place }
        let hint = nearest(to: name, among: file.header).map { "Did you mean `\($0)`?" } ?? "Name a column of the file."
        throw InputProblems(file.path, ["\(file.path): the header lacks `\(name)`. \(hint)"])
    }

    // MARK: Rows

    private struct Row: Sendable {
        var line: Int
        let student: String
        let grades: [String]
        let scores: [Double]
        let others: [String]
    }

    private struct Batch: Sendable {
        var rows: [Row] = []
        var problems: [(line: Int, text: String)] = []
    }

    private static func rows(
        of file: CSVFile, columns: [Int], yearCount: Int, workers: Workers
    ) throws(CSVFault) -> ([Row], [(line: Int, text: String)]) {
        let batches = Mutex<[Int: Batch]>([:])
        let header = file.header
        let summary = try file.readBatches(columns: columns, workers: workers) { records in
            var batch = Batch()
            for record in records.malformed {
                batch.problems.append((record.line, "\(record.fault.problem). \(record.fault.remedy)"))
            }
            for row in 0..<records.rowCount {
                var grades: [String] = [], scores: [Double] = []
                for year in 0..<yearCount {
                    let grade = text(records, row, 1 + 2 * year), score = text(records, row, 2 + 2 * year)
                    grades.append(isAbsent(grade) ? "" : grade)
                    let value = isAbsent(score) ? .nan : Double(score)
                    scores.append(value ?? .nan)
                    if value == nil || value!.isInfinite {
                        let name = header[columns[2 + 2 * year]]
                        batch.problems.append((records.line(of: row), "`\(name)` is `\(score)`, not a number. Correct it, or leave it empty"))
                    }
                }
                var others: [String] = []
                for column in (1 + 2 * yearCount)..<columns.count { others.append(text(records, row, column)) }
                batch.rows.append(
                    Row(line: records.line(of: row), student: text(records, row, 0), grades: grades, scores: scores, others: others))
            }
            let (number, done) = (records.number, batch)
            batches.withLock { $0[number] = done }
        }
        var rows: [Row] = [], problems: [(line: Int, text: String)] = []
        let all = batches.withLock { $0 }
        rows.reserveCapacity(summary.rows)
        for (number, batch) in all.sorted(by: { $0.key < $1.key }) {
            for var row in batch.rows {
                row.line = summary.line(batch: number, line: row.line)
                rows.append(row)
            }
            problems += batch.problems.map { (summary.line(batch: number, line: $0.line), $0.text) }
        }
        return (rows, problems)
    }

    private static func text(_ records: borrowing RecordBatch, _ row: Int, _ column: Int) -> String {
        String(decoding: records.field(row, column), as: UTF8.self)
    }

    private static func isAbsent(_ text: String) -> Bool { text.isEmpty || text == "NA" }

    private static func repeats(in rows: [Row]) -> [(line: Int, text: String)] {
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
