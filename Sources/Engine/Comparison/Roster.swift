internal import Ingestion
internal import Model
internal import Parallel
internal import Tables

/// Which students are on a run's rolls: the pairs of a student and a school that its rows of the year name.
struct Roster: Sendable {
    private let students: Column
    private let schools: Column
    let count: Int

    /// - Parameter sources: those whose rows are the rolls; each names a student and a school.
    init(of sources: [SourceRule], year: String, in inputs: Inputs, workers: Workers) throws(InputProblems) {
        var keys: [UInt64] = [], codes: [UInt16] = []
        for source in sources {
            let table = try inputs.table(source.name)
            let rows = JoinedRows(source: source, rowCount: table.rowCount, columns: table.columns, findings: [])
            let schools = rows.schools(year: year, isOneYear: false)
            guard let student = source.field(.student), case .key(let students)? = table.columns[student.name] else { continue }
            let named = (0..<table.rowCount).filter { schools[$0] != 0 && students[$0] != 0 }
            keys += named.map { students[$0] }
            codes += named.map { schools[$0] }
        }
        let words = Vocabulary(inputs.schools.map(\.id))
        let named: [Column] = [.key(keys), .text(codes, words)]
        let repeats = KeyMatches(repeatsOf: RowKeys(named, rowCount: keys.count), workers: workers).repeats
        var isFirst = [Bool](repeating: true, count: keys.count)
        for (_, row) in repeats { isFirst[Int(row)] = false }
        let pairs = Table(rowCount: keys.count, columns: ["student": named[0], "school": named[1]]).keeping(isFirst)
        (students, schools, count) = (pairs.columns["student"]!, pairs.columns["school"]!, pairs.rowCount)
    }

    /// By row whether its student is on the rolls of its school here.
    ///
    /// - Precondition: students' keys are of the same run of numbers as the roster's.
    func holds(_ students: Column, at schools: Column, rowCount: Int, workers: Workers) -> [Bool] {
        let own = [self.students, self.schools]
        let matches = KeyMatches(
            of: RowKeys([students, schools], asking: own, rowCount: rowCount), in: RowKeys(own, rowCount: count), included: nil,
            isUnique: true, workers: workers)
        return matches.rows.map { $0 >= 0 }
    }

    /// How many of its pairs another roster does not have.
    func countMissing(in other: Roster, workers: Workers) -> Int {
        other.holds(students, at: schools, rowCount: count, workers: workers).count { !$0 }
    }
}
