internal import Conditions
internal import Growth
internal import Ingestion
internal import Model
internal import Parallel
internal import Pipeline
internal import Tables

/// Computes school growth by value added: a row for each school, subject and group.
struct ValueAddedStage {
    let growth: ValueAddedDeclaration
    let pipeline: Pipeline
    let inputs: Inputs
    let workers: Workers

    func run(source name: String, year: String) throws(InputProblems) -> Table {
        let rows = try inputs.rows(of: name)
        let students = StudentRows(rows, growth: growth, groups: pipeline.countedGroups, schoolCount: inputs.schools.count, workers: workers)
        let known = growth.subjects.compactMap { subject in
            students.scores.subjectCode(of: subject).map { code in
                SubjectScores(students.scores, subject: code, year: year, growth: growth.scores, workers: workers)
            }
        }
        var results: [(subject: UInt16, growth: SchoolGrowth)] = []
        for subject in known {
            let cohorts = growth.scores.progressions.compactMap { students.cohort($0, subject, among: known) }
            let schoolsPerAverage = growth.schoolsPerAverage
            let fits = workers.map(cohorts.count) { ValueAdded(cohorts[$0].cohort, schoolsPerAverage: schoolsPerAverage) }
            report(cohorts, fits, subject, of: students, source: name)
            let grades = zip(cohorts, fits).compactMap { cohort, fit in
                fit.map { SchoolGrowth.Grade($0, cohort: cohort.cohort, groups: students.membership(of: cohort.rows)) }
            }
            results.append(
                (subject.subject,
                 SchoolGrowth(grades, schoolCount: inputs.schools.count, groupCount: students.groups.count, minimumN: growth.minimumN)))
        }
        return table(results, of: students, year: year)
    }

    /// Grades without growth, and students that were left out, are no secret.
    private func report(
        _ cohorts: [StudentRows.Cohort], _ fits: [ValueAdded?], _ subject: SubjectScores, of students: StudentRows, source: String
    ) {
        let name = students.scores.subjectName(of: subject.subject)
        func add(_ severity: Finding.Severity, _ problem: String, _ remedy: String) {
            inputs.add(
                Finding(
                    severity: severity, source: source, file: inputs.rule(source).file, line: nil, column: "", value: "",
                    rule: "value_added", problem: problem, remedy: remedy))
        }
        for (cohort, fit) in zip(cohorts, fits) where fit == nil && !cohort.rows.isEmpty {
            add(
                .warning, "growth in \(name), grade \(cohort.grade), can't be told from \(counted(cohort.rows.count, "student", "students"))",
                "Check that prior scores have their standard errors, and that no characteristic says the same as others")
        }
        for reason in StudentRows.Exclusion.allCases {
            let count = cohorts.reduce(0) { $0 + ($1.excluded[reason] ?? 0) }
            if count == 0 { continue }
            add(.note, "growth in \(name) leaves out \(counted(count, "score", "scores")): \(reason.rawValue)", "Nothing needs to be done")
        }
    }

    private func table(_ results: [(subject: UInt16, growth: SchoolGrowth)], of students: StudentRows, year: String) -> Table {
        let groups = [GroupDeclaration.everyone] + students.groups.map(\.key)
        let subjects = students.scores.subjectWords, schools = Vocabulary(inputs.schools.map(\.id))
        let years = Vocabulary([year]), words = Vocabulary(groups)
        var cells: [(school: Int, subject: UInt16, group: Int, result: SchoolGrowth.Result)] = []
        for (subject, growth) in results {
            for (group, bySchool) in growth.results.enumerated() {
                for (school, result) in bySchool.enumerated() { if let result { cells.append((school, subject, group, result)) } }
            }
        }
        func billionths(_ value: Double) -> Int64 { Int64((value * Double(Column.numberScale)).rounded()) }
        return Table(
            rowCount: cells.count,
            columns: [
                "school_id": .text(cells.map { UInt16($0.school + 1) }, schools), "year": .text(cells.map { _ in 1 }, years),
                "subject": .text(cells.map(\.subject), subjects), "group": .text(cells.map { words.code(of: groups[$0.group])! }, words),
                "n": .integer(cells.map { Int32($0.result.studentCount) }),
                "growth": .number(cells.map { billionths($0.result.growth) }),
                "uncertainty": .number(cells.map { billionths($0.result.uncertainty) }),
            ])
    }
}
