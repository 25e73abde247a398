import Engine
import Foundation
import Parallel
import TestSupport
import Testing

/// A finished run is taken up again from what it keeps, and from nothing that has changed since.
@Suite struct FinishedRunTests {
    private let trial: TemporaryDirectory
    private let data: SmallConsortium

    init() throws {
        trial = try TemporaryDirectory()
        data = try SmallConsortium()
        let pipeline = RepositoryFile.path("pipelines/scenarios/growth-computed-elsewhere.yml")
        _ = try Run(RunRequest(pipeline: pipeline, data: data.path, out: trial("out"), year: nil, threads: 2)).publish()
    }

    private func problem(_ directory: String, data: String? = nil) -> String {
        do throws(RunFailure) {
            _ = try FinishedRun(directory, data: data, threads: 2)
            return ""
        } catch {
            guard case .inputs(let problems) = error else { return "\(error)" }
            return problems.joined(separator: "\n").replacing(trial.path, with: "…").replacing(self.data.path, with: "DATA")
        }
    }

    @Test func `The latest run of an output directory and the run itself are the same`() throws {
        let latest = try FinishedRun(trial("out"), data: nil, threads: 2)
        #expect(latest.directory.contains("/runs/2016-17-"))
        #expect(try FinishedRun(latest.directory, data: nil, threads: 2).directory == latest.directory)
    }

    @Test func `Without a run, or with a manifest that is none, it says what to name`() throws {
        #expect(problem(trial("nowhere")) == """
            …/nowhere: there is no run here. Name the directory that `schoolindex run` was given with --out, or one of those in its `runs`.
            """)
        try trial.write("broken/manifest.json", "{}")
        #expect(problem(trial("broken")) == "…/broken/manifest.json: this is no manifest of a run. Run the pipeline again.")
    }

    @Test func `A run whose data have changed, or are not known, is not taken up`() throws {
        let run = try FinishedRun(trial("out"), data: nil, threads: 2).directory
        let name = (run as NSString).lastPathComponent
        let file = data.path + "/schools.csv", before = try String(contentsOfFile: file, encoding: .utf8)
        try (before + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        #expect(problem(run) == """
            DATA: schools.csv is not what the run in …/out/runs/\(name) was made from. Name the directory with the data of that run with \
            --data, or run the pipeline again.
            """)
        try FileManager.default.removeItem(atPath: trial("out/kept"))
        #expect(problem(run) == "…/out/runs/\(name): it is not known where its data are. Say so with --data.")
        try before.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(problem(run, data: data.path) == "")
    }

    @Test func `A run whose copy of the pipeline was changed is not taken up`() throws {
        let run = try FinishedRun(trial("out"), data: nil, threads: 2).directory
        let copy = run + "/pipeline/scenario-1-growth-computed-elsewhere.yml"
        try "scenario: 1".write(toFile: copy, atomically: true, encoding: .utf8)
        #expect(problem(run).hasSuffix("growth-computed-elsewhere.yml: the run's copy of its pipeline is missing or was changed. Run the pipeline again."))
    }
}
