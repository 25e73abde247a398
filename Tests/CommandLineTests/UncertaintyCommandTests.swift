import Foundation
import TestSupport
import Testing

/// `schoolindex uncertainty` on the built tool, over a run of the shipped pipeline.
@Suite struct UncertaintyCommandTests {
    private let directory: TemporaryDirectory
    private let data: SmallConsortium

    init() throws {
        directory = try TemporaryDirectory()
        data = try SmallConsortium()
        let outcome = try BuiltTool.run(
            "run", RepositoryFile.path("pipelines/core-sqii.yml"), "--data", data.path, "--out", directory("index"), "--quiet",
            "--set", "stages.disaggregate.with.minimum_n.value=10")
        #expect(outcome.end == .exit(0))
    }

    private func uncertainty(_ more: String...) throws -> Subprocess.Outcome {
        try Subprocess.run([BuiltTool.path, "uncertainty", directory("index")] + more)
    }

    private func table(_ file: String) throws -> [[String: String]] {
        let lines = try directory.text(file).split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    @Test func `Tables tell of every school with a score, in the published scores' own words`() throws {
        let outcome = try uncertainty("--out", directory("u"), "--replicates", "60")
        #expect(outcome.end == .exit(0) && outcome.errors == "Wrote 3 tables to \(directory("u"))\n")
        #expect(outcome.output.hasPrefix("2016-17: 60 replicates, seed 1; students sampled, given results within their standard errors\nSchools with a score"))
        let scores = try table("index/latest/scores.csv").filter { $0["score"] != "" }, schools = try table("u/school_uncertainty.csv")
        #expect(schools.count == scores.count && schools.count > 3)
        let levels = try table("u/level_uncertainty.csv"), results = try table("index/latest/results.csv")
        for (school, score) in zip(schools, scores) {
            for column in ["school_id", "score", "rank", "level_rank", "school_level"] { #expect(school[column] == score[column]) }
            let low = Double(school["score_low"]!)!, high = Double(school["score_high"]!)!
            #expect(low <= high && low >= 0 && high <= 100 && Double(school["standard_error"]!)! > 0)
            #expect(Int(school["rank_low"]!)! <= Int(school["rank_high"]!)!)
        }
        #expect(abs(schools.reduce(0) { $0 + Double($1["p_lowest"]!)! } - 1) < 0.2)
        for level in levels {
            let sum = (1...10).reduce(0.0) { $0 + Double(level["p_level_\($1)"]!)! }
            #expect(abs(sum - 1) < 0.001)
            let result = results.first { $0["school_id"] == level["school_id"] && $0["metric"] == level["metric"] && $0["group"] == "all" }
            #expect(result?["level"] == level["level"])
        }
        #expect(try table("u/swaps.csv").count == schools.count - Set(schools.map { $0["school_level"]! }).count)
    }

    @Test func `The seed and nothing else decides the bytes`() throws {
        for (name, more) in [("a", ["--threads", "1"]), ("b", ["--threads", "3"]), ("c", ["--seed", "2"])] {
            let outcome = try Subprocess.run(
                [BuiltTool.path, "uncertainty", directory("index"), "--out", directory(name), "--replicates", "40", "--quiet"] + more)
            #expect(outcome.end == .exit(0) && outcome.errors == "")
        }
        for file in ["school_uncertainty.csv", "level_uncertainty.csv", "swaps.csv"] {
            #expect(try directory.text("a/" + file) == directory.text("b/" + file))
            #expect(try directory.text("a/" + file) != directory.text("c/" + file))
        }
    }

    @Test func `Two schools are compared by their codes; unknown ones and those without a score are told`() throws {
        let scored = try table("index/latest/scores.csv").filter { $0["score"] != "" }.sorted { Double($0["score"]!)! > Double($1["score"]!)! }
        let first = scored[0]["school_id"]!, last = scored.last!["school_id"]!
        let outcome = try uncertainty("--pair", "\(last),\(first)", "--replicates", "50")
        #expect(outcome.output.contains("\n\(first) is ahead of \(last); they swap in "))
        let wrong = try uncertainty("--pair", "\(first),\(last.dropLast())x")
        #expect(wrong.end == .exit(2) && wrong.errors.contains("there is no school `\(last.dropLast())x`. Did you mean `\(last)`?"))
        #expect(try uncertainty("--pair", first).errors.contains("--pair \(first): give two school codes, separated by a comma."))
        #expect(try uncertainty("--replicates", "0").errors.contains("--replicates 0: give a number from 1 to 100000."))
    }
}
