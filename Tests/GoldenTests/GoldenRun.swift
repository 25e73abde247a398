import Engine
import Foundation
import Ingestion
import TestSupport

/// One run of a pipeline over the schools of some cases.
struct GoldenRun {
    let key: GoldenRunKey
    let cases: [GoldenCase]
    let forms: GoldenForms

    /// Writes the files, runs the pipeline, reads what it published.
    func published() throws -> GoldenResults {
        let directory = try TemporaryDirectory()
        var files = GoldenFiles(forms: forms, year: key.settings.year)
        var codes: [Int: [String: String]] = [:]
        for goldenCase in cases { codes[goldenCase.place.line] = try files.add(goldenCase) }
        try files.write(to: directory)
        try writePipeline(to: directory)
        let run = try Run(
            RunRequest(
                pipeline: directory.path + "/" + startsFrom, data: directory.path + "/data",
                out: directory.path + "/out", year: key.settings.year, threads: 1))
        let summary = try run.publish()
        // What is said of a whole file, such as that it has no rows, is no mistake of a case.
        if let finding = summary.findings.first(where: { $0.line != nil && $0.rule != "no_results" }) {
            throw PipelineEdit.Failure(
                description: "the cases' files have wrong rows, the first in \(finding.file), column "
                    + "\(finding.column), value `\(finding.value)`: \(finding.problem)")
        }
        return try GoldenResults(directory, codes: codes)
    }

    /// The pipeline, or a scenario of it: growth is given, so that a case can set it, unless the file is about growth.
    private var startsFrom: String {
        key.pipeline == ShippedPipelines.core && !key.settings.computesGrowth ? ShippedPipelines.givenGrowth : key.pipeline
    }

    /// Writes the pipeline with the settings' changes, and cut points beside it, into the folders they have in the repository.
    private func writePipeline(to directory: TemporaryDirectory) throws {
        var edit = PipelineEdit(text: try RepositoryFile.text(key.pipeline))
        for (path, value) in key.settings.changes.sorted(by: { $0.key < $1.key }) { try edit.replace(path, with: value) }
        try directory.write(key.pipeline, edit.text)
        if startsFrom != key.pipeline { try directory.write(startsFrom, RepositoryFile.text(startsFrom)) }
        let folder = (key.pipeline as NSString).deletingLastPathComponent
        var declared = self.declaredCutPoints()
        for name in try edit.values(at: "sources.cut_points.file") {
            try directory.write("\(folder)/\(name)", try declared.popFirst() ?? RepositoryFile.text("\(folder)/\(name)"))
        }
    }

    /// The declared cut points as a file, and files without any for the rest; none for those that ship.
    private func declaredCutPoints() -> ArraySlice<String> {
        guard case .declared(let metrics) = key.settings.cutPoints else { return [] }
        let rows = metrics.sorted { $0.key < $1.key }.flatMap { metric, levels in
            levels.sorted { $0.key < $1.key }.flatMap { level, bounds in
                bounds.enumerated().map { [metric, level, String($0.offset + 2), $0.element, "", "", "declared", ""] }
            }
        }
        let columns = ["metric", "school_level", "level", "cut_point", "year", "schools", "method", "source"]
        return [CSVDocument(columns: columns, rows: rows).text(), CSVDocument(columns: columns).text()]
    }
}

/// The runs of all golden cases, each made once, when its first case asks for it.
actor GoldenRuns {
    static let shared = GoldenRuns()

    private var runs: [GoldenRunKey: Task<GoldenResults, any Error>] = [:]

    func results(for key: GoldenRunKey, in catalog: GoldenCatalog) async throws -> GoldenResults {
        if let run = runs[key] { return try await run.value }
        let run = GoldenRun(key: key, cases: catalog.cases.filter { $0.run == key }, forms: catalog.forms[key.file]!)
        let task = Task.detached { try run.published() }
        runs[key] = task
        return try await task.value
    }
}

/// All golden files.
struct GoldenCatalog {
    let cases: [GoldenCase]
    /// File → the forms of what its cases write.
    let forms: [String: GoldenForms]

    static let all = Result { try GoldenCatalog() }

    /// - Throws: every file's first problem.
    private init() throws {
        let shared = try GoldenForms.shared()
        var cases: [GoldenCase] = [], forms: [String: GoldenForms] = [:], problems: [String] = []
        for file in try RepositoryFile.paths(under: "fixtures/golden", ending: [".yaml"]) where file != GoldenForms.path {
            do {
                let (own, found) = try GoldenReader.read(file, forms: shared)
                forms[file] = own
                cases += found
            } catch {
                problems.append("\(error)")
            }
        }
        if !problems.isEmpty { throw PipelineEdit.Failure(description: problems.joined(separator: "\n")) }
        self.cases = cases
        self.forms = forms
    }
}
