internal import Conditions
internal import Foundation
internal import Ingestion
internal import Pipeline

/// A finished run with its tables, as they were computed.
package struct FinishedRun {
    /// The directory of the run itself.
    package let directory: String
    let run: Run
    let computation: Computation
    let inputs: Inputs
    /// What the runs of the output directory have kept; nil for a run that is not in one.
    let kept: KeptResults?

    /// Makes a run's tables again from its own pipeline and the data that it was made from, or what was kept of them.
    ///
    /// - Parameters:
    ///   - directory: an output directory, whose latest run is meant, or a run's own.
    ///   - data: where the districts' files are; nil for where they were when the run was made.
    /// - Throws: where it is no run, or was made by another version, or its data are not what they were.
    package init(_ directory: String, data: String?, threads: Int) throws(RunFailure) {
        let record = try RunRecord(directory)
        guard let data = data ?? record.data else { throw .inputs([.unknownData(of: record.directory)]) }
        self.directory = record.directory
        let request = RunRequest(pipeline: record.directory, data: data, out: "", year: record.manifest.year, threads: threads)
        run = try Run(request, file: record.pipelineFile())
        kept = record.kept
        (computation, inputs) = try run.compute(reusing: kept)
        try record.check(inputs.files, data: data)
    }
}

/// What a finished run is asked, answered in lines to read and in files.
package struct RunAnswer: Sendable {
    package let lines: [String]
    /// The paths of the files written.
    package let files: [String]
}

/// What a finished run's directory says of it.
struct RunRecord {
    let directory: String
    let manifest: Manifest.Summary

    /// - Parameter path: an output directory or a run's own.
    init(_ path: String) throws(RunFailure) {
        let candidates = [path, path + "/latest"].filter { FileManager.default.fileExists(atPath: $0 + "/manifest.json") }
        guard let found = candidates.first else { throw .inputs([.noRun(path)]) }
        directory = URL(filePath: found).resolvingSymlinksInPath().path(percentEncoded: false)
        guard let data = FileManager.default.contents(atPath: found + "/manifest.json"), let manifest = Manifest.Summary(data) else {
            throw .inputs([.unreadableManifest(found)])
        }
        if manifest.toolVersion != Run.toolVersion { throw .inputs([.otherVersion(found, manifest.toolVersion)]) }
        self.manifest = manifest
    }

    /// The output directory that it is in.
    private var root: String { ((directory as NSString).deletingLastPathComponent as NSString).deletingLastPathComponent }

    /// Where the data were when the run was made; nil where that is not known.
    var data: String? { DataLocation(root: root).data(of: directory) }

    /// What the runs of the output directory have kept; nil for a run that is not in one.
    var kept: KeptResults? { Directories.exists(root + "/kept") ? KeptResults(root + "/kept/results") : nil }

    /// The pipeline as the run keeps it.
    func pipelineFile() throws(RunFailure) -> PipelineFile {
        var texts: [(path: String, text: String)] = []
        for entry in [manifest.pipeline] + manifest.scenarios {
            let path = directory + "/" + entry.file
            guard let data = FileManager.default.contents(atPath: path), let text = String(validating: data, as: UTF8.self),
                Digest.hexadecimal(of: Array(data)) == entry.sha256
            else { throw .inputs([.changedPipeline(path)]) }
            texts.append((path, text))
        }
        return PipelineFile(texts: texts)
    }

    /// Checks that the files read are those that the run was made from.
    func check(_ files: [FileReport], data: String) throws(RunFailure) {
        let changed = files.changed(since: manifest.inputs.map { ($0.source, $0.file, $0.sha256) })
        if !changed.isEmpty { throw .inputs([.changedData(changed, in: data, since: directory)]) }
    }
}

extension [FileReport] {
    /// The files that are not what they were, by source and name.
    func changed(since before: [(source: String, file: String, sha256: String)]) -> [String] {
        let known = Dictionary(before.map { ([$0.source, $0.file], $0.sha256) }) { first, _ in first }
        return filter { known[[$0.source, $0.file]] != $0.sha256 }.map(\.file)
    }
}

// MARK: Texts

extension PipelineProblem {
    /// What a run can't be asked.
    static func inRun(_ run: String, _ problem: String, _ remedy: String) -> PipelineProblem {
        PipelineProblem(file: run, line: 0, column: 0, problem: problem, remedy: remedy)
    }

    static func unknownSchool(_ code: String, among codes: [String], in run: String) -> PipelineProblem {
        let remedy = nearest(to: code, among: codes).map { "Did you mean `\($0)`?" } ?? "Give a code from scores.csv"
        return inRun(run, "there is no school `\(code)`", remedy)
    }
}

extension String {
    fileprivate static func noRun(_ path: String) -> String {
        "\(path): there is no run here. Name the directory that `schoolindex run` was given with --out, or one of those in its `runs`."
    }

    fileprivate static func unreadableManifest(_ path: String) -> String {
        "\(path)/manifest.json: this is no manifest of a run. Run the pipeline again."
    }

    fileprivate static func otherVersion(_ path: String, _ version: String) -> String {
        "\(path): this run was made by version \(version) of the tool, and this is version \(Run.toolVersion). Run the pipeline again with this one."
    }

    fileprivate static func unknownData(of run: String) -> String {
        "\(run): it is not known where its data are. Say so with --data."
    }

    fileprivate static func changedPipeline(_ path: String) -> String {
        "\(path): the run's copy of its pipeline is missing or was changed. Run the pipeline again."
    }

    fileprivate static func changedData(_ files: [String], in data: String, since run: String) -> String {
        let named = files.prefix(3).joined(separator: ", ") + (files.count > 3 ? " and \(files.count - 3) more" : "")
        return "\(data): \(named) \(files.count == 1 ? "is" : "are") not what the run in \(run) was made from. Name the directory with the data of that run with --data, or run the pipeline again."
    }
}
