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

    /// The growth of one subject, grade by grade.
    struct SubjectGrowth {
        let scores: SubjectScores
        let cohorts: [StudentRows.Cohort]
        /// By cohort; nil where the students do not tell the coefficients.
        let fits: [ValueAdded?]
    }

    func run(source name: String, year: String) throws(InputProblems) -> GrowthOutcome {
        let rows = try inputs.rows(of: name)
        let students = StudentRows(
            rows, growth: growth, groups: pipeline.countedGroups, keys: inputs.studentKeys, schoolCount: inputs.schools.count,
            workers: workers)
        let known = growth.subjects.compactMap { subject in
            students.scores.subjectCode(of: subject).map { code in
                SubjectScores(students.scores, subject: code, year: year, growth: growth.scores, workers: workers)
            }
        }
        let pairs = known.flatMap { subject in growth.scores.progressions.map { (subject: subject, progression: $0) } }
        let schoolsPerAverage = growth.schoolsPerAverage
        let fitted = workers.map(pairs.count) { place -> (cohort: StudentRows.Cohort, fit: ValueAdded?)? in
            let cohort = students.cohort(pairs[place].progression, pairs[place].subject, among: known)
            return cohort.map { ($0, ValueAdded($0.cohort, schoolsPerAverage: schoolsPerAverage)) }
        }
        let subjects = known.map { subject in
            let own = zip(pairs, fitted).compactMap { $0.subject.subject == subject.subject ? $1 : nil }
            return SubjectGrowth(scores: subject, cohorts: own.map(\.cohort), fits: ValueAdded.pooled(own.map(\.fit)))
        }
        for subject in subjects { report(subject, of: students, source: name) }
        let tables = ValueAddedTables(
            subjects: subjects, students: students, schools: inputs.schools, year: year, minimumN: growth.minimumN, groupMinimumN: growth.groupMinimumN, keys: inputs.studentKeys)
        let results = subjects.map { subject in
            let grades = zip(subject.cohorts, subject.fits).compactMap { cohort, fit in
                fit.map { SchoolGrowth.Grade($0, cohort: cohort.cohort, groups: students.membership(of: cohort.rows)) }
            }
            return (
                subject: subject.scores.subject,
                growth: SchoolGrowth(
                    grades, schoolCount: inputs.schools.count, groupCount: students.groups.count, minimumN: growth.minimumN)
            )
        }
        return GrowthOutcome(
            rows: table(results, of: students, year: year),
            tables: [
                ("growth_regressions", { .regressions(tables.regressions) }), ("growth_effects", { .effects(tables.effects) }),
                ("growth_schools", { .schools(tables.results(results)) }), ("growth_residuals", { .residuals(tables.residuals) }),
                ("growth_ledger", { .ledger(tables.ledger) }), ("growth_students", { .predictions(tables.predictions) }),
            ])
    }

    /// Grades without growth are no secret.
    private func report(_ subject: SubjectGrowth, of students: StudentRows, source: String) {
        let name = students.scores.subjectName(of: subject.scores.subject)
        for (cohort, fit) in zip(subject.cohorts, subject.fits) where fit == nil {
            let reasons = Dictionary(grouping: cohort.excluded, by: \.reason).mapValues(\.count)
            let most = reasons.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
            let left = most.map { "; \(cohort.excluded.count) more are left out, most of them for: \($0.key.text)" } ?? ""
            inputs.add(
                Finding(
                    severity: .warning, source: source, file: inputs.rule(source).file, line: nil, column: "", value: "",
                    rule: "value_added",
                    problem: "growth in \(name), grade \(cohort.grade), can't be told from \(counted(cohort.rows.count, "student", "students"))\(left)",
                    remedy: cohort.rows.isEmpty
                        ? "Check prior scores, their standard errors, and the characteristics"
                        : "Scores must differ within schools by more than their errors, and no characteristic may say the same as others"))
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
