import Engine
import Foundation
import TestSupport

/// A pipeline of the repository run in process on a directory of data, and what it published.
struct EngineRun {
    private let directory: TemporaryDirectory
    let summary: RunSummary

    /// - Parameters:
    ///   - growth: whether growth is computed, as the pipeline says, or taken from the files.
    ///   - changes: texts of the pipeline file and what stands in their place; each must occur.
    ///   - cutPoints: what stands beside the pipeline file; nil for the repository's own.
    init(
        data: String, year: String, growth: Growth = .given, threads: Int = 2, cutPoints: CSVDocument? = nil,
        changes: [(text: String, replacement: String)] = EngineRun.withoutReports
    ) throws {
        directory = try TemporaryDirectory()
        var pipeline = try RepositoryFile.text("pipelines/core-sqii.yml"), scenario = try RepositoryFile.text("pipelines/" + Self.givenGrowth)
        for (text, replacement) in changes {
            precondition(pipeline.contains(text), "the pipeline file has `\(text)`")
            pipeline = pipeline.replacing(text, with: replacement)
            // What the scenario says anew is changed there as well.
            scenario = scenario.replacing(text, with: replacement)
        }
        try directory.write("core-sqii.yml", pipeline)
        try directory.write(Self.givenGrowth, scenario)
        try directory.write(
            "core-cut-points.csv", cutPoints?.text() ?? RepositoryFile.text("pipelines/core-cut-points.csv"))
        summary = try Run(
            RunRequest(
                pipeline: directory.path + "/" + (growth == .given ? Self.givenGrowth : "core-sqii.yml"), data: data, out: directory.path + "/out", year: year, threads: threads)
        ).publish()
    }

    private static let givenGrowth = "scenarios/growth-computed-elsewhere.yml"

    enum Growth { case computed, given }

    /// What leaves the pages out, for comparisons of tables.
    static let withoutReports = [(", school_reports", ""), ("  - stage: report\n", "")]

    /// What keeps a district in, however many of its rows are rejected.
    static let withoutLimit = [("\npublish: [", "\ndata_quality: {hold_back_above: 100%}\npublish: [")]

    /// The published files by their paths.
    var files: [String: Data] {
        get throws { try directory.files(below: "out/latest") }
    }

    func table(_ name: String) throws -> CSVDocument {
        CSVDocument(try directory.text("out/latest/\(name).csv"))
    }
}
