import Engine
import Foundation
import Parallel
import Pipeline
import TestSupport
import Testing

/// Scenarios side by side: each as if it had been run by itself.
@Suite struct ScenarioRunsTests {
    private let directory: TemporaryDirectory
    private let data: SmallConsortium

    init() throws {
        directory = try TemporaryDirectory()
        data = try SmallConsortium()
        try directory.copyCorePipeline()
    }

    private func scenario(_ name: String, _ changes: String, baseline: String = "core-sqii.yml") throws -> String {
        try directory.write(
            "pipelines/\(name).yml", "scenario: 1\ntitle: Scenario \(name)\nbaseline: \(baseline)\nchanges:\n\(changes)\n")
        return directory("pipelines/\(name).yml")
    }

    private func rows(_ scenarios: [String], threads: Int = 2) throws -> [String: CSVDocument] {
        let out = directory("scenarios-\(UUID().uuidString)")
        let runs = try ScenarioRuns(ScenariosRequest(scenarios: scenarios, data: data.path, year: nil, threads: threads, kept: directory("kept")))
        try runs.write(runs.content, to: out)
        return try Dictionary(uniqueKeysWithValues: FileManager.default.contentsOfDirectory(atPath: out).filter { $0.hasSuffix(".csv") }.map {
            ($0, CSVDocument(try String(contentsOfFile: out + "/" + $0, encoding: .utf8)))
        })
    }

    /// The scores and ranks that a run of its own publishes, by school.
    private func published(_ pipeline: String) throws -> [String: [String]] {
        let run = try Run(RunRequest(pipeline: pipeline, data: data.path, out: directory("out-\(UUID().uuidString)"), year: nil, threads: 2)).publish()
        return Dictionary(uniqueKeysWithValues: try PublishedRun(run.directory).rows("scores").map { row in
            (row["school_id"]!, ["score", "rank", "level_rank", "reason"].map { row[$0]! })
        })
    }

    private func scores(_ schools: CSVDocument, of scenario: String) -> [String: [String]] {
        Dictionary(uniqueKeysWithValues: schools.dictionaries.filter { $0["scenario"] == scenario }.map { row in
            (row["school_id"]!, ["score", "rank", "level_rank", "reason"].map { row[$0]! })
        })
    }

    private static let weights = """
          indices.sqii.weights.2016-17:
            elementary: {ela_proficiency: 30, math_proficiency: 30, ela_growth: 0, math_growth: 0}
            high: {sel: 0, culture_climate: 16}
        """

    @Test func `Every scenario has the scores and ranks of a run of its own`() throws {
        let weights = try scenario("weights", Self.weights), size = try scenario("size", "  stages.disaggregate.with.minimum_n.value: 22")
        let both = try scenario("both", "  stages.disaggregate.with.minimum_n.value: 22", baseline: "weights.yml")
        let schools = try #require(try rows([weights, size, both])["scenario_schools.csv"])
        #expect(try scores(schools, of: "baseline") == published(directory("pipelines/core-sqii.yml")))
        for (name, path) in [("weights", weights), ("size", size), ("both", both)] {
            #expect(try scores(schools, of: name) == published(path), "\(name)")
        }
        #expect(scores(schools, of: "both") != scores(schools, of: "size"))
    }

    @Test func `A change given by itself is a scenario, beside files or beside the pipeline alone`() throws {
        let size = try scenario("size", "  stages.disaggregate.with.minimum_n.value: 22"), change = "stages.disaggregate.with.minimum_n.value=22"
        for paths in [[size], [directory("pipelines/core-sqii.yml")]] {
            let out = directory("set-\(paths.count)-\(UUID().uuidString)")
            let runs = try ScenarioRuns(
                ScenariosRequest(scenarios: paths, changes: [change], data: data.path, year: nil, threads: 2, kept: directory("kept")))
            try runs.write(runs.content, to: out)
            let schools = CSVDocument(try String(contentsOfFile: out + "/scenario_schools.csv", encoding: .utf8))
            #expect(try scores(schools, of: change) == published(size))
        }
    }

    @Test func `Changes, moves and sums follow from the schools' rows`() throws {
        let tables = try rows([scenario("weights", Self.weights), scenario("size", "  stages.disaggregate.with.minimum_n.value: 5")])
        let schools = tables["scenario_schools.csv"]!.dictionaries
        let before = Dictionary(uniqueKeysWithValues: schools.filter { $0["scenario"] == "baseline" }.map { ($0["school_id"]!, $0) })
        for summary in tables["scenarios.csv"]!.dictionaries {
            let own = schools.filter { $0["scenario"] == summary["scenario"] }
            var sum = 0.0, count = 0
            for row in own {
                let old = before[row["school_id"]!]!
                guard let new = Double(row["score"]!), let was = Double(old["score"]!) else { continue }
                #expect(abs(Double(row["change"]!)! - (new - was)) < 1e-9)
                #expect(Int(row["rank_change"]!)! == Int(row["rank"]!)! - Int(old["rank"]!)!)
                let moved = row["lowest"] == old["lowest"] ? "" : row["lowest"] == "true" ? "in" : "out"
                #expect(row["moved"] == moved)
                sum += abs(new - was)
                count += 1
            }
            #expect(abs(Double(summary["mean_absolute_change"]!)! - sum / Double(count)) < 0.0051)
            #expect(Int(summary["entered_lowest"]!)! == own.count { $0["moved"] == "in" })
            #expect(Int(summary["left_lowest"]!)! == own.count { $0["moved"] == "out" })
        }
        // Of 40 schools fewer than 2 lie below the lowest 5%.
        #expect(schools.filter { $0["scenario"] == "baseline" }.count { $0["lowest"] == "true" } >= 1)
        let byClass = tables["scenario_classes.csv"]!.dictionaries.filter { $0["scenario"] == "weights" && $0["class"] == "school_level" }
        #expect(byClass.count >= 3 && byClass.first { $0["code"] == "middle" }!["mean_absolute_change"] == "0.00")
    }

    @Test func `Results with another level are listed, and weights alone change none`() throws {
        let tables = try rows([scenario("weights", Self.weights), scenario("side", "  stages.band.with.closed: worse_side")])
        let changes = tables["scenario_levels.csv"]!.dictionaries
        #expect(changes.allSatisfy { $0["scenario"] == "side" && $0["level"] != $0["baseline_level"] })
        #expect(!changes.isEmpty)
        #expect(changes.allSatisfy { Int($0["level"]!)! < Int($0["baseline_level"]!)! })
    }

    @Test func `Tables are the same for one thread and with nothing kept`() throws {
        let scenarios = [try scenario("weights", Self.weights), try scenario("size", "  stages.disaggregate.with.minimum_n.value: 22")]
        let first = try rows(scenarios).mapValues(\.rows)
        #expect(try rows(scenarios, threads: 1).mapValues(\.rows) == first)
        try FileManager.default.removeItem(atPath: directory("kept"))
        #expect(try rows(scenarios).mapValues(\.rows) == first)
    }

    @Test func `A scenario without scores stands beside the others, and says so`() throws {
        let none = try scenario("none", "  indices: ~\n  stages.aggregate: ~\n  stages.growth_report: ~\n  publish: [results]")
        let schools = try #require(try rows([none])["scenario_schools.csv"]).dictionaries.filter { $0["scenario"] == "none" }
        #expect(schools.allSatisfy { $0["score"] == "" && $0["reason"] == "the scenario makes no scores" })
    }

    @Test func `Mistakes of all scenarios are told at once, each at its place`() throws {
        let wrong = try scenario("wrong", "  indices.sqii.weights.2016-17.middle.ela_growht: 3")
        let sum = try scenario("sum", "  indices.sqii.weights.2016-17.high.sel: 9")
        func problems(_ scenarios: [String]) -> [String] {
            do throws(RunFailure) {
                _ = try ScenarioRuns(ScenariosRequest(scenarios: scenarios, data: data.path, year: nil, threads: 2, kept: nil))
                return []
            } catch {
                guard case .pipeline(let problems) = error else { return ["\(error)"] }
                return problems.problems.map { $0.description.replacing(directory.path + "/", with: "") }
            }
        }
        #expect(problems([wrong, sum]) == [
            "pipelines/wrong.yml:5:3: the weights from 2016-17 for middle: there is no metric `ela_growht`. Did you mean `ela_growth`?",
            "pipelines/sum.yml:5:3: the weights from 2016-17 for high give domain `climate` 41, but it counts 40. Change the weights of chronic_absence, "
                + "suspension, el_redesignation, sel, culture_climate, or the domain's weight.",
        ])
        #expect(problems([directory("pipelines/core-sqii.yml")]) == [
            "pipelines/core-sqii.yml:1:1: this is a pipeline and no scenario of one. Leave it out; scenarios are compared with their pipeline in any case."
        ])
    }
}
