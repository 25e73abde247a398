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

    @Test func `The move that takes the lowest school out of the lowest 5% does so in a run, and a hundredth less does not`() throws {
        let lowest = try #require(try scores("index").first { ["elementary", "middle", "high"].contains($0.level) })
        #expect(try scores("index")[0].school == lowest.school)
        let outcome = try BuiltTool.run("weights", index, lowest.school, "--out", directory("out"))
        #expect(outcome.end == .exit(0), "\(outcome.errors)")
        #expect(outcome.output.contains("among the lowest 5%"))
        // The nearest end of any stretch that has the weights as they are, over all moves between two metrics.
        let moves = try table("out/break_even.csv").filter { $0["change"] == "move" && $0["now"] == "true" }.flatMap { row in
            [(row["metric"]!, row["from_metric"]!, Double(row["end"]!)!, row["end_ties"]!), (row["from_metric"]!, row["metric"]!, -Double(row["start"]!)!, row["start_ties"]!)]
        }.filter { $0.3 != "" }
        let (to, from, amount, ties) = try #require(moves.min { $0.2 < $1.2 })
        #expect(outcome.output.contains("takes the school out of the lowest 5%, where it meets"))
        let weights = Dictionary(uniqueKeysWithValues: try table("out2/weights.csv", of: lowest.level))
        for (change, isOut) in [((amount * 100).rounded(.up) / 100 + 0.01, true), ((amount * 100).rounded(.down) / 100 - 0.01, false)] {
            let out = "other-\(isOut)"
            try run(
                to: directory(out),
                [(to, weights[to]! + change), (from, weights[from]! - change)].map {
                    "indices.sqii.weights.2016-17.\(lowest.level).\($0.0)=\(String(format: "%.4f", $0.1))"
                })
            #expect((try scores(out)[0].school != lowest.school) == isOut, "\(ties)")
        }
    }

    /// The nominal weights of a level.
    private func table(_ name: String, of level: String) throws -> [(String, Double)] {
        _ = try BuiltTool.run("weights", index, "--quiet", "--out", directory("out2"))
        return try table(name).filter { $0["school_level"] == level && $0["metric"] != "" }.map { ($0["metric"]!, Double($0["nominal_weight"]!)!) }
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
        #expect(try errors(code, "--choices").hasPrefix("Error: --choices is about all schools: leave the school out.\n"))
    }
}
