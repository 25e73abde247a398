import Foundation
import Model
import TestSupport
import Testing

@testable import Pipeline

/// Scenarios: files that say in a few lines what they change of a pipeline.
@Suite struct ScenarioTests {
    private func pipeline(_ changes: String, header: String = "title: Trial", set: [String] = []) throws -> Pipeline {
        let directory = try TemporaryDirectory()
        try directory.write("pipeline.yml", SmallPipeline().text)
        try directory.write("scenarios/trial.yml", "scenario: 1\n\(header)\nbaseline: ../pipeline.yml\nchanges:\n\(changes)\n")
        return try PipelineFile(path: directory("scenarios/trial.yml"), changes: set).pipeline()
    }

    private func problems(_ changes: String, header: String = "title: Trial", set: [String] = []) throws -> [String] {
        do throws(PipelineProblems) {
            let directory = (try? TemporaryDirectory())!
            try? directory.write("pipeline.yml", SmallPipeline().text)
            try? directory.write("scenarios/trial.yml", "scenario: 1\n\(header)\nbaseline: ../pipeline.yml\nchanges:\n\(changes)\n")
            _ = try PipelineFile(path: directory("scenarios/trial.yml"), changes: set).pipeline()
            return []
        } catch {
            return error.problems.map { ($0.description as NSString).replacingOccurrences(of: #"^.*/scenarios/"#, with: "", options: .regularExpression, range: NSRange(location: 0, length: ($0.description as NSString).length)) }
        }
    }

    private func minimumN(_ pipeline: Pipeline) -> Int? {
        pipeline.stages.lazy.compactMap { if case .disaggregate(_, _, let minimum, _) = $0.parameters { minimum } else { nil } }.first
    }

    @Test func `A path and nested keys say the same`() throws {
        #expect(minimumN(try pipeline("  stages.disaggregate.with.minimum_n.value: 7")) == 7)
        #expect(minimumN(try pipeline("  stages: {disaggregate: {with: {minimum_n: {value: 7}}}}")) == 7)
        #expect(minimumN(try pipeline("  stages.disaggregate.with:\n    minimum_n.value: 7")) == 7)
    }

    @Test func `A scenario that changes nothing is the baseline`() throws {
        let file = PipelineFile(path: "pipeline.yml", text: SmallPipeline().text)
        let plain = try file.pipeline(), same = try pipeline("  {}")
        #expect(same.metrics.map(\.key) == plain.metrics.map(\.key) && same.stages.map(\.name) == plain.stages.map(\.name))
        #expect(same.indices.first?.weights.map(\.from) == plain.indices.first?.weights.map(\.from))
        #expect(minimumN(same) == minimumN(plain))
    }

    @Test func `A list is replaced as a whole, and an empty value takes its key out`() throws {
        let changed = try pipeline("  publish: [scores]")
        #expect(changed.published == ["scores"])
        let without = try pipeline("  stages.report: ~\n  publish: [scores, points]")
        #expect(!without.stages.contains { $0.kind == .report })
    }

    @Test func `What the command line sets goes before the scenario`() throws {
        let changed = try pipeline(
            "  stages.disaggregate.with.minimum_n.value: 7", set: ["stages.disaggregate.with.minimum_n.value=9", "year=2015-16"])
        #expect(minimumN(changed) == 9 && changed.year == "2015-16")
    }

    @Test func `A scenario can stand on a scenario, but not on itself`() throws {
        let directory = try TemporaryDirectory()
        try directory.write("pipeline.yml", SmallPipeline().text)
        try directory.write("a.yml", "scenario: 1\ntitle: A\nbaseline: pipeline.yml\nchanges: {year: 2015-16, stages.disaggregate.with.minimum_n.value: 7}\n")
        try directory.write("b.yml", "scenario: 1\ntitle: B\nbaseline: a.yml\nchanges: {stages.disaggregate.with.minimum_n.value: 8}\n")
        let file = try PipelineFile(path: directory("b.yml")), both = try file.pipeline()
        #expect(both.year == "2015-16" && minimumN(both) == 8)
        #expect(file.scenario?.title == "B" && file.layers.map { ($0.path as NSString).lastPathComponent } == ["pipeline.yml", "a.yml", "b.yml"])
        #expect(file.directory == directory.path + "" || file.directory == directory.path + "/.")
        try directory.write("a.yml", "scenario: 1\ntitle: A\nbaseline: b.yml\nchanges: {}\n")
        #expect(throws: PipelineProblems.self) { try PipelineFile(path: directory("b.yml")) }
    }

    @Test func `Mistakes stand in the scenario, with what was probably meant`() throws {
        #expect(try problems("  stages.disagregate.with.minimum_n.value: 7") == [
            "trial.yml:5:3: the scenario changes `stages.disagregate`, but `stages` has no `disagregate`. Did you mean `disaggregate`?"
        ])
        #expect(try problems("  stages.disaggregate.with.minimum_n.value: seven").first?.hasPrefix("trial.yml:5:45: `value` of `minimum_n`") == true)
        #expect(try problems("  metrics: {suspensoin: {decimals: 1}}").first
            == "trial.yml:5:13: the scenario changes `metrics.suspensoin`, but `metrics` has no `suspensoin`. Did you mean `suspension`?")
        #expect(try problems("  metrics.tilte: ~").first?.contains("has no `tilte`") == true)
        #expect(try problems("  title.short: x").first == "trial.yml:5:3: the scenario changes `short` of `title`, which is `Small index`. Replace the value as a whole.")
        #expect(try problems("  []").first == "trial.yml:5:3: `changes` of the scenario is a list. Write keys and their new values.")
        #expect(try problems("  {}", header: "author: me").first?.hasSuffix("the scenario file lacks `title`. Name the scenario.") == true)
    }

    @Test func `One of several stages of a kind goes by a table that it makes, named there or not`() throws {
        func minima(_ change: String) throws -> [Int] {
            try PipelineFile(path: RepositoryFile.path("pipelines/sgp-long.yml"), changes: [change]).pipeline().stages.compactMap {
                if case .disaggregate(_, _, let minimum, _) = $0.parameters { minimum } else { nil }
            }
        }
        #expect(try minima("stages.measures.with.minimum_n.value=31") == [20, 31])
        #expect(try minima("stages.baseline.with.minimum_n.value=31") == [31, 20])
        #expect { _ = try minima("stages.disaggregate.with.minimum_n.value=31") } throws: { error in
            "\(error)".hasSuffix("Name one by what it makes: baseline, baseline_lowest, baseline_ledger, measures, lowest, ledger.")
        }
    }

    @Test func `A rule whose keys a scenario changes says so behind its sentence, and is assumed`() throws {
        func minimum(_ changes: String) throws -> Provenance {
            try #require(try pipeline(changes).stages.lazy.compactMap {
                if case .disaggregate(_, _, _, let provenance) = $0.parameters { provenance } else { nil }
            }.first)
        }
        let before = try minimum("  {}"), path = "  stages.disaggregate.with.minimum_n"
        let after = try minimum(path + ".value: 7")
        #expect(after.rule == before.rule + " Changed by the scenario “Trial”: value 7 instead of 20.")
        #expect(after.source == before.source + ", changed by the scenario “Trial”" && after.basis.map(\.basis) == [.assumed])
        #expect(try minimum(path + ".value: 20").rule == before.rule)
        let renamed = try #require(try pipeline("  metrics.suspension.title: Suspended").metrics.first { $0.key == "suspension" })
        #expect(renamed.title == "Suspended" && renamed.provenance.rule == "At least once.")
        let own = try minimum(path + ": {rule: Seven., source: me, basis: inferred, value: 7}")
        #expect([own.rule, own.source] == ["Seven.", "me"] && own.basis.map(\.basis) == [.inferred])
        #expect(try minimum(path + ".rule: Seven.\n" + path + ".value: 7").rule == "Seven.")
    }

    @Test func `A path can leave out the only index and the year of its weights`() throws {
        let change = "  index.weights.elementary: {absence: 60, suspension: 40}"
        #expect(try pipeline(change).indices[0].weights[0].levels["elementary"]?["absence"] == Rational(60))
        #expect(try pipeline("  index.rounding.decimals: 1").indices[0].decimals == 1)
        #expect(try problems("  index.weights.elementary.absence: 60").first?.contains("give domain") == true)
        #expect(try problems("  index.weigths.elementary.absence: 60").first?.hasSuffix("Did you mean `weights`?") == true)
    }

    @Test func `A year that the weights do not have is no misspelling of another, and can be added`() throws {
        #expect(try problems("  indices.small.weights.2013-14.elementary.absence: 60").first?.contains("Did you mean") == false)
        let levels = ["elementary", "middle", "high"].map { "\($0): {absence: 60, suspension: 40}" }.joined(separator: ", ")
        let added = try pipeline("  indices.small.weights.2015-16: {\(levels)}")
        #expect(added.indices[0].weights.map(\.from) == ["2014-15", "2015-16"])
    }

    @Test(arguments: ["stages.report: {}", "stages: {report: {}}"])
    func `A stage that the baseline lacks is added, by a path or nested`(change: String) throws {
        let directory = try TemporaryDirectory()
        try directory.write("pipeline.yml", SmallPipeline().text)
        try directory.write("without.yml", "scenario: 1\ntitle: A\nbaseline: pipeline.yml\nchanges: {stages.report: ~, publish: [scores]}\n")
        try directory.write("again.yml", "scenario: 1\ntitle: B\nbaseline: without.yml\nchanges: {\(change)}\n")
        func hasReport(_ file: String) throws -> Bool { try PipelineFile(path: directory(file)).pipeline().stages.contains { $0.kind == .report } }
        #expect(try !hasReport("without.yml"))
        #expect(try hasReport("again.yml"))
    }

    @Test(arguments: [
        ("  stages.disaggregate.with.minimum_n.value: 7\n  stages: {disaggregate: {with: {minimum_n.value: 8}}}",
            "6:34: `stages.disaggregate.with.minimum_n.value`"),
        ("  index.weights.elementary: {absence: 60, suspension: 40}\n  indices.small.weights.2014-15.elementary.absence: 60",
            "6:3: `indices.small.weights.2014-15.elementary.absence`"),
        ("  metrics.absence.title: A\n  metrics: {absence: ~}", "6:13: `metrics.absence`"),
    ])
    func `Two changes of one file to the same key are a mistake, not a matter of their order`(changes: String, place: String) throws {
        #expect(try problems(changes).first == "trial.yml:\(place) is changed twice, here and in line 5. Leave one of the changes.")
    }

    @Test func `A file and the command line may change the same key, and so may changes side by side`() throws {
        #expect(minimumN(try pipeline("  stages.disaggregate.with.minimum_n.value: 7", set: ["stages.disaggregate.with.minimum_n.value=9"])) == 9)
        let changed = try pipeline("  metrics.absence.title: A\n  metrics: {absence: {decimals: 1}, suspension.title: B}")
        #expect(changed.metrics.filter { ["A", "B"].contains($0.title) }.count == 2)
    }

    @Test func `New keys may be alike, but not like one of the baseline`() throws {
        func metric(_ key: String) -> String {
            "  metrics.\(key): {title: T, rule: R, source: S, basis: stated, of: enrollments, met: days_enrolled >= 1, better: higher}\n"
        }
        #expect(try pipeline(metric("morning_visits") + metric("evening_visits")).metrics.map(\.key).suffix(2) == ["morning_visits", "evening_visits"])
        #expect(try problems(metric("absense")).first?.hasSuffix("Did you mean `absence`?") == true)
    }

    @Test func `A rule with many changes names the first, and rules further in speak for themselves`() throws {
        let weights = try pipeline("  indices.small.weights.2014-15.elementary: {absence: 60, suspension: 40}").indices[0]
        #expect(weights.weightsProvenance.rule.hasSuffix(
            " Changed by the scenario “Trial”: 2014-15.elementary.absence 60 instead of 50, 2014-15.elementary.suspension 40 instead of 50."))
        let metric = try #require(try pipeline("  metrics.suspension.met: removals.count >= 2\n  metrics.suspension.decimals: 1").metrics.first { $0.key == "suspension" })
        #expect(metric.provenance.rule.contains(
            " Changed by the scenario “Trial”: met removals.count >= 2 instead of removals.count >= 1; decimals 1"), "\(metric.provenance.rule)")
    }

    @Test func `Mistakes of the command line name the option`() throws {
        let found = try problems("  {}", set: ["stages.disaggregate.with.minimum_n.valeu=9"])
        #expect(found.count == 1 && found[0].hasPrefix("--set stages.disaggregate.with.minimum_n.valeu=9: `valeu` "), "\(found)")
        #expect(found[0].hasSuffix("It takes basis, rule, source, value."), "\(found)")
        #expect(try problems("  {}", set: ["nine"]) == [
            "--set nine: a change needs a path and a value. Write it so: stages.disaggregate.with.minimum_n.value=30."
        ])
    }

    @Test(arguments: try RepositoryFile.paths(under: "pipelines/scenarios", ending: [".yml"]))
    func `Every scenario that ships changes something, and is a whole pipeline`(path: String) throws {
        let file = try PipelineFile(path: RepositoryFile.path(path))
        _ = try file.pipeline()
        let scenario = try #require(file.scenario)
        #expect(!scenario.title.isEmpty && !scenario.author.isEmpty && scenario.description.count > 20)
        #expect(file.layers.count >= 2)
    }
}
