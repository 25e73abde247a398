internal import Foundation
internal import Ingestion
internal import Model
internal import Parallel
internal import Pipeline
internal import Tables

/// The inputs of a run: the schools first, then every other source when it is first asked for.
///
/// A source is let go as soon as nothing further asks for it, so that a run holds only what it works on.
final class Inputs {
    private let pipeline: Pipeline
    private var needs: Needs
    private let reader: SourceReader
    private let workers: Workers
    private var tables: [String: Table] = [:]
    private var joined: [String: JoinedRows] = [:]
    /// How many of the needed uses have begun.
    private var usesDone = 0

    private let list: SchoolList
    /// The schools of all years that the run needs; what is told by school has their order.
    let schools: [School]
    /// Source → what there is to say of its files.
    private(set) var reports: [String: SourceReport] = [:]
    /// What was found beside the files: in the list of schools, while rows were joined, and by stages.
    private(set) var stageFindings: [Finding]

    /// - Parameter keys: where identifiers get their keys; those of two inputs can be compared where they share them.
    init(
        _ pipeline: Pipeline, needs: Needs, directories: [SourceRule.Place: String], keys: StudentKeys = StudentKeys(), workers: Workers
    ) throws(InputProblems) {
        self.pipeline = pipeline
        self.needs = needs
        self.workers = workers
        let years = Set(needs.schoolYears)
        var rule = pipeline.schoolsSource
        rule.fields = rule.fields.map { $0.role == .school ? $0.asPlain : $0 }
        // A school has a row for each year, and can be of another level there.
        let yearField = rule.field(.year)?.name
        if let yearField, years.count > 1, !rule.key.contains(yearField) { rule.key.append(yearField) }
        let schoolsReader = SourceReader(
            directories: directories, years: years, districts: [], keys: keys, schools: Vocabulary(), quality: pipeline.quality,
            workers: workers)
        let content = try schoolsReader.read(rule, fields: needs.fields[rule.name] ?? [])
        let list = SchoolList(content, years: needs.schoolYears)
        if list.schools.isEmpty {
            throw InputProblems(problems: [InputProblem(source: rule.name, problem: list.noSchool(of: needs.years[0]))])
        }
        self.list = list
        stageFindings = list.findings
        schools = list.schools
        reader = SourceReader(
            directories: directories, years: years, districts: Array(Set(list.schools.map(\.districtID))).sorted(), keys: keys,
            schools: Vocabulary(list.schools.map(\.id)), districtsOfSchools: list.schools.map(\.districtID), quality: pipeline.quality, workers: workers)
        reports[rule.name] = SourceReport(content, year: needs.years[0])
        try checkFiles()
    }

    /// Every missing file of every source is reported before any is read.
    private func checkFiles() throws(InputProblems) {
        let missing = pipeline.sources.filter { needs.fields[$0.name] != nil }.flatMap { reader.missingFiles(of: $0) }
        if !missing.isEmpty { throw InputProblems(problems: missing) }
    }

    /// Lets only the work of some stages hold rows in memory; files are still read as all stages need them.
    private func work(on stages: [StageDeclaration]) { needs = needs.working(on: stages) }

    /// The sources with files that the run needs, in declared order.
    var neededSources: [SourceRule] { pipeline.sources.filter { needs.fields[$0.name] != nil && !$0.isMade } }

    /// A source's files: the path below its directory, and the whole path.
    func files(of source: SourceRule) -> [(name: String, path: String)] { reader.files(of: source) }

    // MARK: Reports

    /// Takes what is known of files from when they were read before, and holds rows in memory only for the stages that work on them.
    func take(_ reuse: Reuse) throws(RunFailure) {
        reports.merge(reuse.reports) { own, _ in own }
        work(on: reuse.working)
        do throws(InputProblems) {
            for source in reuse.unknownSources {
                _ = try table(source.name)
                tables[source.name] = nil
            }
        } catch {
            throw error.asFailure
        }
    }

    private var inOrder: [SourceReport] { pipeline.sources.compactMap { reports[$0.name] } }

    var files: [FileReport] { inOrder.flatMap(\.files) }

    var rejects: [RejectsFile] { inOrder.flatMap(\.rejects) }

    /// What is wrong with the files, in the order of sources, then with the rows together; what several stages met counts once.
    var findings: [Finding] {
        var seen: Set<Finding> = []
        return inOrder.flatMap(\.findings) + stageFindings.filter { seen.insert($0).inserted }
    }

    /// District → why nothing of it can be used.
    var heldBack: [String: String] {
        inOrder.reduce(into: [:]) { held, report in held.merge(report.heldBack) { first, _ in first } }
    }

    /// A year that no file knows is a wrong year, or the wrong files, and no reason to publish an empty index.
    func checkYear() throws(RunFailure) {
        let yearsMet = Set(inOrder.flatMap(\.yearsMet))
        if yearsMet.isEmpty || inOrder.contains(where: \.hasRowOfYear) { return }
        let years = yearsMet.sorted().joined(separator: ", ")
        throw .inputs(["no row of any source is of \(needs.years[0]); the files' years are \(years). Check --year and --data."])
    }

    /// A source's rows of the years that the run needs.
    func table(_ name: String) throws(InputProblems) -> Table {
        if let table = tables[name] { return table }
        let content = try reader.keeping(needs.years(of: name)).read(rule(name), fields: needs.fields[name] ?? [])
        reports[name] = SourceReport(content, year: needs.years[0])
        tables[name] = content.table
        return content.table
    }

    /// A source's rows where they were read before and are still here, as cut points are.
    func tableRead(_ name: String) -> Table? { tables[name] }

    /// Takes rows that a stage made.
    func provide(_ name: String, _ table: Table) { tables[name] = table }

    var studentKeys: StudentKeys { reader.keys }

    var schoolsRule: SourceRule { pipeline.schoolsSource }

    func hasSource(_ name: String) -> Bool { pipeline.source(name) != nil }

    func rule(_ name: String) -> SourceRule {
        guard let rule = pipeline.source(name) else { preconditionFailure("only declared sources are asked for") }
        return rule
    }

    /// A source's rows with every column that the run's conditions read there, for one use of them.
    func rows(of name: String) throws(InputProblems) -> JoinedRows {
        let use = usesDone
        usesDone += 1
        let rows: JoinedRows
        if let kept = joined[name] {
            rows = kept
        } else {
            rows = try Joiner(source: rule(name), wanted: needs.columns[name] ?? [], inputs: self, workers: workers).rows()
            release(name, after: name)
        }
        joined[name] = needs.uses[(use + 1)...].contains { $0.source == name } ? rows : nil
        for finding in rows.findings { add(finding) }
        return rows
    }

    /// Lets a source's table go, unless rows that are still to be joined need it.
    ///
    /// - Parameter user: the source that was just joined with it; its rows are kept for later uses.
    func release(_ name: String, after user: String) {
        let isNeeded = needs.uses[usesDone...].contains { use in
            use.source != user && joined[use.source] == nil && needs.sources(workingOn: use.source).contains(name)
        }
        if !isNeeded { tables[name] = nil }
    }

    func add(_ finding: Finding) { stageFindings.append(finding) }

    /// The same schools in the same order, as a year's rows describe them.
    func schools(of year: String) -> [School] { list.schools(of: year) }

    /// The places of the schools that are there in a year; nil where all are.
    func places(in year: String) -> [Int]? { list.places(in: year) }

    /// Per school why it is held back; nil where it is not.
    var reasonsHeldBack: [String?] {
        let heldBack = heldBack
        return schools.map { school in heldBack[school.districtID].map { "held back: \($0)" } }
    }

    /// The run's own year.
    var year: String { needs.years[0] }

    /// Whether every row of a source is of the run's own year.
    func isOneYear(_ source: String) -> Bool { needs.years(of: source).count == 1 }
}

extension SourceContent {
    /// Whether a row that was kept is of a year.
    func hasRow(of year: String) -> Bool {
        guard let field = rule.field(.year), case .text(let codes, let vocabulary)? = table.columns[field.name],
            let code = vocabulary.code(of: year)
        else { return false }
        return codes.contains(code)
    }
}

extension Table {
    /// The text of a row; empty where it is missing or the table has no such column.
    func text(_ name: String, _ row: Int) -> String {
        if case .text(let codes, let vocabulary)? = columns[name] { return vocabulary.text(of: codes[row]) ?? "" }
        return ""
    }
}
