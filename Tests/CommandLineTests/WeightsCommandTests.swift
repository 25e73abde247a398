import Foundation
import TestSupport
import Testing

/// `schoolindex weights` on the built tool: what it says is true of a run with such weights.
@Suite struct WeightsCommandTests {
    private let directory: TemporaryDirectory
    private let data: SmallConsortium
    private let index: String

    init() throws {
        directory = try TemporaryDirectory()
        data = try SmallConsortium()
        index = directory("index")
        try run(to: index)
    }

    private func run(to out: String, _ changes: [String] = []) throws {
        let outcome = try Subprocess.run(
            [BuiltTool.path, "run", NightlyRun.pipeline, "--data", data.path, "--out", out, "--quiet"] + changes.flatMap { ["--set", $0] })
        #expect(outcome.end == .exit(0), "\(outcome.errors)")
    }

    private func table(_ name: String) throws -> [[String: String]] { CSVDocument(try directory.text(name)).dictionaries }

    /// The schools from the lowest score to the highest, and the scores.
    private func scores(_ run: String) throws -> [(school: String, level: String, score: Double)] {
        try table(run + "/latest/scores.csv").compactMap { row in
            row["score"].flatMap(Double.init).map { (row["school_id"]!, row["school_level"]!, $0) }
        }.sorted { $0.2 < $1.2 }
    }

    @Test func `The parts of every level's variance add up to 1, and weights.csv has what is printed`() throws {
        let outcome = try BuiltTool.run("weights", index, "--out", directory("out"))
        #expect(outcome.end == .exit(0))
        #expect(outcome.errors == "Wrote \(directory("out"))/weights.csv\n")
        #expect(outcome.output.contains("Elementary school, ") && outcome.output.contains("All schools, "))
        let rows = try table("out/weights.csv")
        for (level, own) in Dictionary(grouping: rows, by: { $0["school_level"]! }) {
            let parts = own.compactMap { Double($0["variance_share"]!) }
            if Int(own[0]["schools"]!)! < 3 { continue }
            #expect(abs(parts.reduce(0, +) - 1) < 1e-5, "\(level)")
        }
        #expect(rows.contains { $0["school_level"] == "elementary" && $0["metric"] == "sel" && $0["nominal_weight"] == "8.000000" })
    }

    @Test func `The move that takes a school into the lowest 5% does so in a run, and a hundredth less does not`() throws {
        let school = try #require(try scores("index").first { $0.level == "elementary" }).school
        let outcome = try BuiltTool.run("weights", index, school, "--out", directory("out"))
        #expect(outcome.end == .exit(0), "\(outcome.errors)")
        #expect(outcome.output.contains(", not among the lowest 5%\n"))
        let move = try #require(try nearestMove("out/break_even.csv"))
        let printed = String(format: "%.2f", (move.amount * 100).rounded(.up) / 100)
        #expect(outcome.output.contains("Moving \(printed) points from ") && outcome.output.contains(" takes the school into the lowest 5%"))
        let weights = Dictionary(uniqueKeysWithValues: try nominalWeights("elementary"))
        for (amount, isLowest) in [(Double(printed)!, true), (Double(printed)! - 0.01, false)] {
            let out = "other-\(isLowest)"
            let changed = [move.to: weights[move.to]! + amount, move.from: weights[move.from]! - amount]
            try run(
                to: directory(out),
                changed.map { "indices.sqii.weights.2016-17.elementary.\($0.key)=" + String(format: "%.4f", $0.value) })
            let row = try #require(try table(out + "/latest/scores.csv").first { $0["school_id"] == school })
            #expect((row["rank"] == row["rank_of"]) == isLowest)
        }
    }

    @Test(arguments: ["true", "false"])
    func `The smallest change turns who is among the lowest 5% in a run, and less than its bound the same way does not`(isLowest: String) throws {
        let schools = try table("index/latest/scores.csv").filter { $0["lowest"] == isLowest }
        let school = try #require(schools.min { Double($0["score"]!)! < Double($1["score"]!)! })["school_id"]!
        let outcome = try BuiltTool.run("weights", index, school, "--out", directory("out"))
        #expect(outcome.end == .exit(0), "\(outcome.errors)")
        #expect(outcome.output.contains("moves less than "))
        let rows = try table("out/break_even.csv").filter { $0["change"] == "smallest" }
        let points = rows.reduce(0) { $0 + Double($1["end"]!)! }, bound = Double(rows[0]["none_below"]!)!
        #expect(bound <= points + 1e-9 && rows.allSatisfy { $0["none_below"] == rows[0]["none_below"] && $0["now"] == "true" })
        let level = rows[0]["school_level"]!, weights = Dictionary(uniqueKeysWithValues: try nominalWeights(level))
        for (part, expected) in [(1, isLowest == "true" ? "false" : "true"), (0.99 * bound / points, isLowest)] {
            var changed: [String: Double] = [:]
            for row in rows {
                let amount = part * Double(row["end"]!)!
                changed[row["metric"]!, default: weights[row["metric"]!]!] += amount
                changed[row["from_metric"]!, default: weights[row["from_metric"]!]!] -= amount
            }
            try run(
                to: directory("changed"),
                changed.map { "indices.sqii.weights.2016-17.\(level).\($0.key)=" + String(format: "%.8f", $0.value) })
            #expect(try table("changed/latest/scores.csv").first { $0["school_id"] == school }?["lowest"] == expected, "\(part)")
        }
    }

    private struct Move {
        let from: String
        let to: String
        let amount: Double
    }

    /// The nearest end of any stretch that has the weights as they are, over all moves between two metrics.
    private func nearestMove(_ name: String) throws -> Move? {
        var moves: [Move] = []
        for row in try table(name) where row["change"] == "move" && row["now"] == "true" {
            let (to, from) = (row["metric"]!, row["from_metric"]!)
            if row["end_ties"] != "" { moves.append(Move(from: from, to: to, amount: Double(row["end"]!)!)) }
            if row["start_ties"] != "" { moves.append(Move(from: to, to: from, amount: -Double(row["start"]!)!)) }
        }
        return moves.min { $0.amount < $1.amount }
    }

    /// The nominal weights of a level.
    private func nominalWeights(_ level: String) throws -> [(String, Double)] {
        try nominalRows().filter { $0["school_level"] == level }.map { ($0["metric"]!, Double($0["nominal_weight"]!)!) }
    }

    private func nominalRows() throws -> [[String: String]] {
        _ = try BuiltTool.run("weights", index, "--quiet", "--out", directory("nominal"))
        return try table("nominal/weights.csv").filter { $0["metric"] != "" }
    }

    @Test func `What each choice decides alone is no more than with others, and alone all decide no more than everything`() throws {
        let outcome = try BuiltTool.run("weights", index, "--choices", "--out", directory("out"))
        #expect(outcome.end == .exit(0), "\(outcome.errors)")
        #expect(outcome.output.contains("weights: declared, equal"))
        let rows = try table("out/choices.csv")
        #expect(rows.prefix(3).map { $0["choice"] } == ["weights", "shares", "missing"])
        for own in Dictionary(grouping: rows, by: { $0["school_id"]! + $0["output"]! }).values {
            let first = own.map { Double($0["first_order"]!)! }, total = own.map { Double($0["total_order"]!)! }
            #expect(first.reduce(0, +) < 1 + 1e-5 && total.reduce(0, +) > 1 - 1e-5)
            #expect(zip(first, total).allSatisfy { $0 < $1 + 1e-5 })
        }
    }

    @Test func `Choices between scenario files decide what the same choices without files do, and one that changes nothing decides nothing`() throws {
        func scenario(_ name: String, _ changes: String) throws -> String {
            try directory.write(name + ".yml", "scenario: 1\ntitle: T\nbaseline: \(NightlyRun.pipeline)\nchanges: {\(changes)}\n")
            return directory(name + ".yml")
        }
        let levels = try Dictionary(grouping: nominalRows()) { $0["school_level"]! }.filter { ["elementary", "middle", "high"].contains($0.key) }
        let equal = levels.map { level, rows in
            let weighted = rows.filter { Double($0["nominal_weight"]!)! > 0 }.map { $0["metric"]! }
            return "\(level): {\(equalParts(weighted))}"
        }
        let files = [
            try scenario("weights", "indices.sqii.weights.2016-17: {\(equal.sorted().joined(separator: ", "))}"),
            try scenario("shares", "indices.sqii.shares.policy: equal_shares"), try scenario("missing", "indices.sqii.missing.redistribute: everywhere"),
        ]
        #expect(try BuiltTool.run("weights", index, "--choices", "--quiet", "--out", directory("own")).end == .exit(0))
        let outcome = try Subprocess.run(
            [BuiltTool.path, "weights", index, "--out", directory("files")] + files.flatMap { ["--alternatives", $0] })
        #expect(outcome.end == .exit(0), "\(outcome.errors)")
        #expect(outcome.output.contains("shares: as it is, shares "))
        #expect(try table("own/choices.csv") == table("files/choices.csv"))

        let nothing = try scenario("nothing", ""), minimum = try scenario("minimum", "stages.disaggregate.with.minimum_n.value: 40")
        let again = try BuiltTool.run(
            "weights", index, "--alternatives", "n=" + minimum + "," + (try scenario("as-it-is", "")), "--alternatives", nothing, "--out", directory("n"))
        #expect(again.end == .exit(0), "\(again.errors)")
        let all = try table("n/choices.csv").filter { $0["school_id"] == "" && $0["output"] == "rank" }
        #expect(all.map { $0["choice"] } == ["n", "nothing"])
        #expect(all.map { $0["total_order"] } == ["1.000000", "0.000000"])
    }

    @Test func `A scenario below several choices counts once, and files beside the pipeline can be among the choices`() throws {
        func scenario(_ name: String, _ changes: String, of baseline: String) throws -> String {
            try directory.write("p/" + name + ".yml", "scenario: 1\ntitle: T\nbaseline: \(baseline)\nchanges: {\(changes)}\n")
            return directory("p/" + name + ".yml")
        }
        func choices(_ run: String, _ files: String...) throws -> [[String: String]] {
            let named = zip(["one", "two"], files).flatMap { ["--alternatives", "\($0)=\($1)"] }
            let outcome = try Subprocess.run([BuiltTool.path, "weights", run, "--quiet", "--out", directory("choices")] + named)
            #expect(outcome.end == .exit(0), "\(outcome.errors)")
            return try table("choices/choices.csv")
        }
        try directory.copyCorePipeline(to: "p")
        let below = try scenario("below", "stages.disaggregate.with.minimum_n.value: 30", of: "core-sqii.yml"), out = directory("chained")
        let outcome = try Subprocess.run([BuiltTool.path, "run", below, "--data", data.path, "--out", out, "--quiet"])
        #expect(outcome.end == .exit(0), "\(outcome.errors)")
        let changes = ["stages.disaggregate.with.minimum_n.value: 10", "indices.sqii.shares.policy: equal_shares"]
        let chained = try choices(
            out, try scenario("a", changes[0], of: "below.yml"), try scenario("b", changes[1], of: "below.yml"))
        let flat = try choices(
            out, try scenario("c", changes[0], of: "core-sqii.yml"), try scenario("d", changes[1], of: "core-sqii.yml"))
        #expect(chained == flat && !chained.isEmpty)

        let cuts = try directory.text("p/core-cut-points.csv").split(separator: "\n")
        let others = cuts.map { line in
            var fields = line.split(separator: ",", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
            if fields[0].hasSuffix("_proficiency"), fields[1] == "elementary" { fields[3] = String(format: "%.2f", Double(fields[3])! / 10) }
            return fields.joined(separator: ",")
        }
        try directory.write("p/other-cuts.csv", others.joined(separator: "\n") + "\n")
        let other = try scenario("other", "sources.cut_points.file: other-cuts.csv", of: "core-sqii.yml")
        let plain = directory("plain")
        _ = try Subprocess.run([BuiltTool.path, "run", directory("p/core-sqii.yml"), "--data", data.path, "--out", plain, "--quiet"])
        let found = try choices(plain, other)
        #expect(found.contains { $0["total_order"] == "1.000000" }, "\(found)")
    }

    @Test func `Choices that can't be made are told: another pipeline's, too many, two that contradict each other`() throws {
        func scenario(_ name: String, _ changes: String, of pipeline: String = NightlyRun.pipeline) throws -> String {
            try directory.write(name + ".yml", "scenario: 1\ntitle: T\nbaseline: \(pipeline)\nchanges: {\(changes)}\n")
            return directory(name + ".yml")
        }
        func errors(_ choices: String...) throws -> String {
            let outcome = try Subprocess.run([BuiltTool.path, "weights", index] + choices.flatMap { ["--alternatives", $0] })
            #expect(outcome.end == .exit(2) && outcome.output == "")
            return outcome.errors(without: directory.path)
        }
        let other = try scenario("other", "", of: RepositoryFile.path("pipelines/wide-results.yml"))
        #expect(try errors(other).contains("wide-results.yml, which is not what the run was made with. Name scenarios of the run's own pipeline"))
        let plain = try (0..<40).map { try scenario("plain-\($0)", "") }
        #expect(try errors(plain.prefix(20).joined(separator: ","), plain.suffix(20).joined(separator: ","))
            == "error: --alternatives: 21 × 21 alternatives are more than 256 combinations. Leave out choices, or alternatives of them.\nNothing was run.\n")
        #expect(try errors("a=" + plain[0], "b=" + plain[0])
            == "error: --alternatives: a file or a name stands there twice, and would count twice. Give each file once, and choices names of "
            + "their own, such as n=minimum-n-10.yml.\nNothing was run.\n")
        let scoreless = try scenario("scoreless", "indices: ~, stages.aggregate: ~, stages.growth_report: ~, publish: [results, school_reports]")
        #expect(try errors(scoreless).hasPrefix("error: …/scoreless.yml:1:1: the pipeline makes no scores"))
        // Each adds up to the domain's 60 by itself, but not both.
        let first = try scenario("first", "indices.sqii.weights.2016-17.elementary: {ela_proficiency: 20, math_proficiency: 10}")
        let second = try scenario("second", "indices.sqii.weights.2016-17.elementary: {ela_proficiency: 10, ela_growth: 20}")
        let found = try errors(first, second)
        #expect(found.contains("in the combination of …/first.yml and …/second.yml, the weights from 2016-17 for elementary"), "\(found)")
    }

    /// Every metric's part of its domain's weight: 60 for what is academic, 40 for the rest.
    private func equalParts(_ metrics: [String]) -> String {
        let climate: Set = ["chronic_absence", "suspension", "el_redesignation", "sel", "culture_climate"]
        let count = metrics.count { climate.contains($0) }
        return metrics.map { climate.contains($0) ? "\($0): 40/\(count)" : "\($0): 60/\(metrics.count - count)" }.joined(separator: ", ")
    }

    @Test func `A school that is not there is named with the nearest one, and questions that make no sense are refused`() throws {
        let code = try scores("index")[0].school
        let run = (try FileManager.default.destinationOfSymbolicLink(atPath: index + "/latest") as NSString).lastPathComponent
        func errors(_ arguments: String...) throws -> String {
            let outcome = try Subprocess.run([BuiltTool.path, "weights", index] + arguments)
            #expect(outcome.end == .exit(2) && outcome.output == "")
            return outcome.errors(without: directory.path)
        }
        #expect(try errors(code + "9") == """
            error: …/index/runs/\(run): there is no school `\(code)9`. Did you mean `\(code)`?
            Nothing was run.

            """)
        #expect(try errors(code, "--past", code) == """
            error: …/index/runs/\(run): school `\(code)` can't get past itself. Name another school with --past.
            Nothing was run.

            """)
        #expect(try errors("--past", code).hasPrefix("Error: --past goes with a school: name the one that is to get past it.\n"))
        #expect(try errors(code, "--choices").hasPrefix("Error: Choices are about all schools: leave the school out.\n"))
    }
}
