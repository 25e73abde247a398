internal import Ingestion
internal import Model
internal import Parallel
internal import Tables

/// The rows of one dataset, but those of another for every student at a school whom one roll has and the other has not.
///
/// What is not told by student goes with the first, schools included; students at schools that it does not have are left out.
struct MixedData: CountedData {
    let data: Dataset
    let roster: Dataset

    private var workers: Workers { data.run.workers }

    func schools(of year: String) -> [School] { data.inputs.schools(of: year) }

    var reasonsHeldBack: [String?] { data.inputs.reasonsHeldBack }

    func rows(of source: String, in year: String) throws(InputProblems) -> (rows: JoinedRows, schools: [UInt16]) {
        let own = try data.inputs.rows(of: source, in: year)
        // A stage can be about another year than the run.
        let other = try roster.inputs.rows(of: source, in: year == data.run.year ? roster.run.year : year)
        guard let student = own.rows.source.field(.student)?.name, let school = own.rows.source.field(.school)?.name else { return own }
        func isOn(_ rolls: Roster, _ rows: JoinedRows) -> [Bool] {
            rolls.holds(rows.column(student), at: rows.column(school), rowCount: rows.rowCount, workers: workers)
        }
        /// By row whether its student is on one of the rolls alone.
        func isOnOne(_ rows: JoinedRows) -> [Bool] {
            zip(isOn(data.roster, rows), isOn(roster.roster, rows)).enumerated().map { row, rolls in
                rolls.0 != rolls.1 && rows.column(student).key(at: row) != 0
            }
        }
        let isLeft = isOnOne(own.rows), isTaken = isOnOne(other.rows), codes = codesHere(of: other.schools)
        let kept = own.schools.indices.filter { own.schools[$0] != 0 && !isLeft[$0] }.map { Int32($0) }
        let added = codes.indices.filter { codes[$0] != 0 && isTaken[$0] }.map { Int32($0) }
        let rows = try own.rows.gathered(kept, followedBy: other.rows.gathered(added, workers: workers), workers: workers)
        return (rows, kept.map { own.schools[Int($0)] } + added.map { codes[Int($0)] })
    }

    /// The other dataset's codes of schools as codes of the schools here.
    private func codesHere(of schools: [UInt16]) -> [UInt16] {
        let words = Vocabulary(data.inputs.schools.map(\.id))
        let codes = [0] + roster.inputs.schools.map { words.code(of: $0.id) ?? 0 }
        return schools.map { codes[Int($0)] }
    }
}

extension JoinedRows {
    /// Some of its rows.
    fileprivate func gathered(_ rows: [Int32], workers: Workers) -> JoinedRows {
        JoinedRows(source: source, rowCount: rows.count, columns: columns.mapValues { $0.gathered(rows, workers: workers) }, findings: findings)
    }

    /// Some of its rows, with all of another dataset's below them.
    fileprivate func gathered(_ rows: [Int32], followedBy other: JoinedRows, workers: Workers) throws(InputProblems) -> JoinedRows {
        var columns: [String: Column] = [:]
        for (name, column) in gathered(rows, workers: workers).columns {
            guard let stacked = column.followed(by: other.column(name)) else {
                throw InputProblems(problems: [.tooManyTexts(of: name, in: source)])
            }
            columns[name] = stacked
        }
        return JoinedRows(source: source, rowCount: rows.count + other.rowCount, columns: columns, findings: findings)
    }
}

// MARK: Texts

extension InputProblem {
    fileprivate static func tooManyTexts(of column: String, in source: SourceRule) -> InputProblem {
        InputProblem(
            source: source.name,
            problem: "`\(column)` has more different texts in the files of both runs together than the tool keeps (\(Vocabulary.capacity)). "
                + "Make it an identifier with `role: identifier`, or leave it out.")
    }
}
