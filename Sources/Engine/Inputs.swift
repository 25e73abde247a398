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
    private let needs: Needs
    private let reader: SourceReader
    private let workers: Workers
    private var tables: [String: Table] = [:]
    private var joined: [String: JoinedRows] = [:]
    /// How many of the needed uses have begun.
    private var usesDone = 0

    let schools: [School]
    private(set) var files: [FileReport] = []
    private(set) var findings: [Finding] = []
    private(set) var rejects: [RejectsFile] = []
    /// District → why nothing of it can be used.
    private(set) var heldBack: [String: String] = [:]
    /// The years of all rows met in the files, and whether any row is of the run's.
    private var yearsMet: Set<String> = []
    private var hasRowOfYear = false

    init(
        _ pipeline: Pipeline, needs: Needs, directories: [SourceRule.Place: String], workers: Workers
    ) throws(InputProblems) {
        self.pipeline = pipeline
        self.needs = needs
        self.workers = workers
        let keys = StudentKeys()
        let years = Set(needs.years)
        var rule = pipeline.schoolsSource
        rule.fields = rule.fields.map { $0.role == .school ? $0.asPlain : $0 }
        let schoolsReader = SourceReader(
            directories: directories, years: years, districts: [], keys: keys, schools: Vocabulary(), quality: pipeline.quality,
            workers: workers)
        let content = try schoolsReader.read(rule, fields: needs.fields[rule.name] ?? [])
        let list = SchoolList(content)
        if list.schools.isEmpty {
            throw InputProblems(problems: [InputProblem(source: rule.name, problem: list.noSchool(of: needs.years[0]))])
        }
        schools = list.schools
        reader = SourceReader(
            directories: directories, years: years, districts: Array(Set(list.schools.map(\.districtID))).sorted(), keys: keys,
            schools: Vocabulary(list.schools.map(\.id)), quality: pipeline.quality, workers: workers)
        add(content)
        findings += list.findings
        try checkFiles()
    }

    /// Every missing file of every source is reported before any is read.
    private func checkFiles() throws(InputProblems) {
        let missing = pipeline.sources.filter { needs.fields[$0.name] != nil }.flatMap { reader.missingFiles(of: $0) }
        if !missing.isEmpty { throw InputProblems(problems: missing) }
    }

    private func add(_ content: SourceContent) {
        files += content.files
        findings += content.findings
        rejects += content.rejects
        heldBack.merge(content.heldBack) { first, _ in first }
        yearsMet.formUnion(content.yearsMet)
        hasRowOfYear = hasRowOfYear || content.hasRow(of: needs.years[0])
    }

    /// A year that no file knows is a wrong year, or the wrong files, and no reason to publish an empty index.
    func checkYear() throws(RunFailure) {
        if yearsMet.isEmpty || hasRowOfYear { return }
        let years = yearsMet.sorted().joined(separator: ", ")
        throw .inputs(["no row of any source is of \(needs.years[0]); the files' years are \(years). Check --year and --data."])
    }

    /// A source's rows of the years that the run needs.
    func table(_ name: String) throws(InputProblems) -> Table {
        if let table = tables[name] { return table }
        let content = try reader.read(rule(name), fields: needs.fields[name] ?? [])
        add(content)
        tables[name] = content.table
        return content.table
    }

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

    func add(_ finding: Finding) { findings.append(finding) }

    /// Per school why it is held back; nil where it is not.
    var reasonsHeldBack: [String?] {
        schools.map { school in heldBack[school.districtID].map { "held back: \($0)" } }
    }

    /// The run's own year.
    var year: String { needs.years[0] }

    /// Whether every row in memory is of the run's own year.
    var isOneYear: Bool { needs.years.count == 1 }
}

/// The schools of the schools source, in the order of districts and codes.
struct SchoolList {
    /// What a run needs to know of a school.
    static let fields = ["school_id", "district_id", "school_name", "district_name", "school_level"]

    private(set) var schools: [School] = []
    private(set) var findings: [Finding] = []
    private let file: String

    init(_ content: SourceContent) {
        file = content.rule.file
        let table = content.table
        for row in 0..<table.rowCount {
            let school = School(
                id: table.text("school_id", row), districtID: table.text("district_id", row),
                name: table.text("school_name", row), districtName: table.text("district_name", row),
                level: table.text("school_level", row))
            let codes = [("school_id", school.id), ("district_id", school.districtID)]
            guard let unsafe = codes.first(where: { !Self.isSafe($0.1) }) else {
                schools.append(school)
                continue
            }
            findings.append(
                Finding(
                    severity: .error, source: content.rule.name, file: content.rule.file, line: nil, column: unsafe.0,
                    value: String(unsafe.1.prefix(80)), rule: "identifier",
                    problem: "the code of the school or its district can't name a file",
                    remedy: "Use up to 100 letters, digits, points, hyphens and underscores, and no point in front"))
        }
        schools.sort { ($0.districtID, $0.id) < ($1.districtID, $1.id) }
    }

    /// Why a list without schools has none.
    func noSchool(of year: String) -> String {
        if let first = findings.first {
            return "\(first.file): none of its schools can be used; \(first.problem) (found \"\(first.value)\"). \(first.remedy)."
        }
        return "\(file): there is no school of \(year) in it. Check the file and the year."
    }

    /// Identifiers become file names only where nothing in them can lead elsewhere.
    static func isSafe(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 100 && !id.hasPrefix(".")
            && id.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
            }
    }
}

extension SourceContent {
    /// Whether a row that was kept is of a year.
    fileprivate func hasRow(of year: String) -> Bool {
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
