import Engine
import Foundation
import Parallel
import TestSupport
import Testing

/// What is kept of earlier runs: taken where nothing it depends on has changed, computed again where anything has.
@Suite struct ReuseTests {
    private let directory: TemporaryDirectory
    private let data: SmallConsortium
    private static let baseline = "core-sqii.yml"

    init() throws {
        directory = try TemporaryDirectory()
        data = try SmallConsortium()
        try directory.copyCorePipeline()
    }

    private func run(_ changes: [String] = [], kept: String? = "kept", threads: Int = 2) throws -> Run {
        try Run(
            RunRequest(
                pipeline: directory("pipelines/" + Self.baseline), changes: changes, data: data.path, out: directory("out-\(UUID().uuidString)"),
                year: nil, threads: threads, kept: kept.map { directory($0) }))
    }

    /// The stages that work on rows, as the plan has them: `reuse` or the reason to run.
    private func plan(_ changes: [String] = []) throws -> [String: String] {
        let rowStages = ["population", "value_added", "disaggregate"]
        let lines = try run(changes).plan().compactMap { line -> (String, String)? in
            guard let stage = rowStages.first(where: { line.hasPrefix("run    \($0):") || line.hasPrefix("reuse  \($0):") }) else { return nil }
            return (stage, line.hasPrefix("reuse") ? "reuse" : String(line[line.range(of: "; ")!.upperBound...]))
        }
        return Dictionary(uniqueKeysWithValues: lines)
    }

    private static let allReused = ["population": "reuse", "value_added": "reuse", "disaggregate": "reuse"]

    private func published(_ run: Run) throws -> [String: Data] {
        try PublishedRun(try run.publish().directory).bytes().mapValues { Data($0) }.filter { $0.key != "manifest.json" }
    }

    private func edit(_ file: String, _ change: (String) -> String) throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try change(text).write(toFile: file, atomically: true, encoding: .utf8)
    }

    @Test func `A second run takes all that is made of rows, and publishes the same bytes`() throws {
        let first = try published(run())
        #expect(try plan() == Self.allReused)
        #expect(try run().plan().contains { $0.hasPrefix("reuse  enrollments:") && $0.hasSuffix("no row of it is read") })
        #expect(try published(run()) == first)
        #expect(try published(run(kept: nil)) == first)
    }

    @Test(arguments: [
        "indices.sqii.weights.2016-17.elementary={ela_proficiency: 10, math_proficiency: 20}",
        "stages.disaggregate.with.minimum_n.value=30", "indices.sqii.shares.policy=equal_shares", "stages.band.with.closed=worse_side",
        "metrics.suspension.title=Suspensions", "metrics.suspension.decimals=3", "groups.lowest_race.ties=[listed_first]",
        "metrics.chronic_absence.met=days_attended/days_enrolled   <= 9/10",
    ])
    func `What is decided after counting touches no row, and gives what a run anew gives`(change: String) throws {
        _ = try run().publish()
        #expect(try plan([change]) == Self.allReused)
        #expect(try published(run([change])) == published(run([change], kept: nil)))
    }

    @Test(arguments: [
        ("metrics.chronic_absence.met=days_attended / days_enrolled <= 91%", ["disaggregate"], "metric `chronic_absence`"),
        ("groups.swd.when=not student.disability", ["population", "value_added", "disaggregate"], "group `swd`"),
        ("stages.value_added.with.minimum_n=9", ["value_added", "disaggregate"], "the value-added model"),
        ("school_levels.levels.high.grades=[10..12]", ["population"], "the school levels"),
    ])
    func `A changed rule runs the stages that it decides, and the plan says which rule`(change: String, stages: [String], part: String) throws {
        _ = try run().publish()
        let plan = try plan([change])
        for (stage, reason) in plan { #expect((reason != "reuse") == stages.contains(stage), "\(stage): \(reason)") }
        #expect(plan[stages[0]] == "changed since it was kept: \(part)")
        #expect(try published(run([change])) == published(run([change], kept: nil)))
    }

    @Test func `Another growth model changes no group among the rows that a stage counts`() throws {
        _ = try run().publish()
        let scenario = directory("pipelines/scenarios/growth-percentiles.yml")
        try FileManager.default.createDirectory(atPath: directory("pipelines/scenarios"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: RepositoryFile.path("pipelines/scenarios/growth-percentiles.yml"), toPath: scenario)
        let lines = try Run(
            RunRequest(
                pipeline: scenario, changes: [], data: data.path, out: directory("out"), year: nil, threads: 2, kept: directory("kept"))
        ).plan()
        #expect(lines.contains { $0.hasPrefix("run    growth_percentiles:") && $0.hasSuffix("no result of it is kept") })
        // Percentiles look back further, so that schools of more years are read.
        #expect(lines.contains { $0.hasPrefix("run    population:") && $0.hasSuffix("changed since it was kept: the years of schools") })
    }

    @Test func `Comments, blanks and the order of keys are no change; neither are times of files`() throws {
        _ = try run().publish()
        try edit(directory("pipelines/" + Self.baseline)) { text in
            "# A comment.\n" + text.replacing("    better: lower\n", with: "    better:   lower # less is better\n")
        }
        for path in try FileManager.default.subpathsOfDirectory(atPath: data.path) {
            try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: data.path + "/" + path)
        }
        #expect(try plan() == Self.allReused)
    }

    @Test func `A changed file is named, and only what was made of it runs`() throws {
        _ = try run().publish()
        let file = try FileManager.default.subpathsOfDirectory(atPath: data.path).filter { $0.hasSuffix("survey_results.csv") }.sorted()[0]
        try edit(data.path + "/" + file) { $0 + "\n" }
        #expect(try plan() == Self.allReused.merging(["disaggregate": "changed since it was kept: file \(file)"]) { $1 })
        #expect(try published(run()) == published(run(kept: nil)))
    }

    @Test func `Bad rows and a district that is held back are told again where nothing is read again`() throws {
        let files = try FileManager.default.subpathsOfDirectory(atPath: data.path).sorted()
        let one = files.first { $0.hasSuffix("discipline.csv") }!, other = files.last { $0.hasSuffix("enrollments.csv") }!
        try edit(data.path + "/" + one) { $0 + "nobody,\"\n" }
        try edit(data.path + "/" + other) { $0.replacing("days_attended", with: "days_there") }
        let first = try published(run())
        #expect(first.keys.contains { $0.hasPrefix("rejects/") })
        #expect(try plan() == Self.allReused)
        #expect(try published(run()) == first)
        #expect(try published(run(["stages.disaggregate.with.minimum_n.value=10"]))
            == published(run(["stages.disaggregate.with.minimum_n.value=10"], kept: nil)))
    }

    @Test func `A kept result that is damaged, cut short or somebody else's is found out and computed again`() throws {
        let first = try published(run())
        let files = try FileManager.default.contentsOfDirectory(atPath: directory("kept")).sorted().map { directory("kept/" + $0) }
        let counts = files.first { $0.contains("/disaggregate-") }!, population = files.first { $0.contains("/population-") }!
        let good = try Data(contentsOf: URL(filePath: counts))
        var flipped = good
        flipped[good.count - 100] ^= 1
        for bad in [flipped, good.prefix(good.count / 2), Data(), try Data(contentsOf: URL(filePath: population))] {
            try bad.write(to: URL(filePath: counts))
            let reason = try #require(try plan()["disaggregate"])
            #expect(reason == "the kept result is damaged (\(counts))")
            #expect(try published(run()) == first)
            #expect(try plan() == Self.allReused)
        }
    }

    @Test func `Nothing of a student is kept`() throws {
        _ = try run().publish()
        let enrollments = try FileManager.default.subpathsOfDirectory(atPath: data.path).first { $0.hasSuffix("enrollments.csv") }!
        let student = try String(contentsOfFile: data.path + "/" + enrollments, encoding: .utf8).split(separator: "\n")[1].prefix { $0 != "," }
        for file in try FileManager.default.contentsOfDirectory(atPath: directory("kept")) {
            let bytes = try Data(contentsOf: URL(filePath: directory("kept/" + file)))
            #expect(bytes.range(of: Data(student.utf8)) == nil, "\(file)")
        }
    }

    @Test func `A run that was killed while it kept results leaves none that is half`() throws {
        _ = try run().publish()
        let files = try FileManager.default.contentsOfDirectory(atPath: directory("kept"))
        #expect(files.allSatisfy { $0.hasSuffix(".kept") }, "\(files)")
        try directory.write("kept/disaggregate-0123.kept.incoming", "half")
        #expect(try plan() == Self.allReused)
    }
}
