import Foundation
import TestSupport
import Testing

/// Scenarios from a file and from the command line, on the built tool.
@Suite struct ScenarioCommandTests {
    private let directory: TemporaryDirectory
    private let data: SmallConsortium

    init() throws {
        directory = try TemporaryDirectory()
        data = try SmallConsortium()
        try directory.copyCorePipeline()
    }

    private func files(_ pipeline: String, _ more: [String] = []) throws -> [String: Data] {
        let out = directory("out-\(UUID().uuidString)")
        let outcome = try Subprocess.run(
            [BuiltTool.path, "run", directory(pipeline), "--data", data.path, "--out", out, "--quiet"] + more)
        #expect(outcome.end == .exit(0) && outcome.errors == "", "\(outcome.errors)")
        return try PublishedRun(out + "/latest").bytes().mapValues { Data($0) }
    }

    private func rowsDiffering(_ one: [String: Data], _ other: [String: Data]) -> Set<String> {
        Set(one.keys).union(other.keys).filter { $0 != "manifest.json" && one[$0] != other[$0] }
    }

    @Test func `A scenario that changes nothing publishes the baseline byte for byte`() throws {
        try directory.write("pipelines/scenarios/nothing.yml", "scenario: 1\ntitle: Nothing\nbaseline: ../core-sqii.yml\nchanges: {}\n")
        let plain = try files("pipelines/core-sqii.yml"), same = try files("pipelines/scenarios/nothing.yml")
        #expect(plain.count > 20 && rowsDiffering(plain, same) == ["pipeline/scenario-1-nothing.yml"])
        let manifest = try #require(try JSONSerialization.jsonObject(with: same["manifest.json"]!) as? [String: Any])
        #expect((manifest["pipeline"] as? [String: String])?["file"] == "pipeline/core-sqii.yml")
        #expect((manifest["scenarios"] as? [[String: String]])?.map { $0["file"] } == ["pipeline/scenario-1-nothing.yml"])
    }

    @Test func `What a file changes and what the command line sets are the same run but for its name`() throws {
        try directory.write(
            "pipelines/scenarios/seven.yml",
            "scenario: 1\ntitle: Seven\nbaseline: ../core-sqii.yml\nchanges: {stages.disaggregate.with.minimum_n.value: 7}\n")
        let plain = try files("pipelines/core-sqii.yml"), file = try files("pipelines/scenarios/seven.yml")
        let option = try files("pipelines/core-sqii.yml", ["--set", "stages.disaggregate.with.minimum_n.value=7"])
        let sameAuthor = option.mapValues { Data(String(decoding: $0, as: UTF8.self).replacing("“--set stages.disaggregate.with.minimum_n.value”", with: "“Seven”").utf8) }
        #expect(rowsDiffering(file, sameAuthor) == ["pipeline/scenario-1-seven.yml", "pipeline/scenario-1-option.yml"])
        #expect(rowsDiffering(plain, file).contains("results.csv"))
        // Weights and n-sizes have nothing to do with students' growth.
        #expect(plain["growth_effects.csv"] == file["growth_effects.csv"])
    }

    @Test func `A mistake is told before anything runs, at its line of the scenario`() throws {
        try directory.write(
            "pipelines/scenarios/wrong.yml",
            "scenario: 1\ntitle: Wrong\nbaseline: ../core-sqii.yml\nchanges:\n  indices.sqii.weights.2016-17.elementary.ela_growht: 20\n")
        let outcome = try Subprocess.run(
            [BuiltTool.path, "run", directory("pipelines/scenarios/wrong.yml"), "--data", data.path, "--out", directory("out")])
        #expect(outcome.end == .exit(2))
        #expect(outcome.errors(without: directory.path) == """
            error: …/pipelines/scenarios/wrong.yml:5:3: the weights from 2016-17 for elementary: there is no metric `ela_growht`. Did you mean \
            `ela_growth`?
            Nothing was run.

            """)
    }
}
