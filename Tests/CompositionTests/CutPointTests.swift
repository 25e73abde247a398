import Engine
import TestSupport
import Testing

/// Mistakes in a file of cut points, with what `check` says about each.
@Suite struct CutPointTests {
    /// A pipeline whose four bounds for five levels stand in a file beside it.
    private static let pipeline = SmallPipeline()
        .adding("  cuts: {kind: cut_points, file: cuts.csv, beside: pipeline}", below: "sources:")
        .adding("  reads: {cut_points: cuts}", below: "- stage: band")
        .replacing("levels: 10", with: "levels: 5")
        .replacing("- stage: calibrate", with: "").replacing("with: {levels: 10, minimum_schools: 2}", with: "")
        .replacing(
            "publish: [scores, points, results, cut_points, ledger, population, school_reports]",
            with: "publish: [scores, points, results, ledger, population, school_reports]").text

    private static let header = "metric,school_level,level,cut_point,year,schools,method,source\n"

    /// Bounds of each metric and level, from level 2 up; better is lower.
    private static func rows(_ metric: String, _ level: String, _ bounds: [(Int, String)]) -> String {
        bounds.map { "\(metric),\(level),\($0),\($1),2014-15,40,quantiles of 5,\n" }.joined()
    }

    private static let right = [(2, "20.00"), (3, "15.00"), (4, "10.00"), (5, "5.00")]

    /// The file with other bounds for chronic absence in middle schools.
    private static func file(_ bounds: [(Int, String)]) -> String {
        header + ["elementary", "high"].map { rows("absence", $0, right) }.joined()
            + ["elementary", "middle", "high"].map { rows("suspension", $0, right) }.joined() + rows("absence", "middle", bounds)
    }

    private func report(_ file: String) throws -> CheckReport {
        let trial = try Trial(Self.pipeline, files: ["cuts.csv": file])
        return try withExtendedLifetime(trial) { try trial.run().check() }
    }

    @Test func `Right cut points are a fact`() throws {
        let report = try report(Self.file(Self.right))
        #expect(report.mistakes == [] && report.remarks == [])
        #expect(report.facts.last == "cuts.csv: cut points for 6 pairs of a metric and a school level")
    }

    @Test(arguments: [
        ([(2, "20.00"), (3, "15.00"), (5, "5.00")], ["level 4 has no bound; give one for every level from 2 up"]),
        ([(2, "20.00"), (3, "15.00"), (4, "10.00"), (5, "5.00"), (6, "2.00")],
            ["level 6 has a bound, but bounds are for levels 2 to 5; take it out"]),
        ([(2, "20.00"), (3, "10.00"), (4, "15.00"), (5, "5.00")],
            ["the bound of level 4 is worse than that of level 3; sort them from worst to best"]),
        ([(2, "120.00"), (3, "15.00"), (4, "10.00"), (5, "5.00")],
            ["the bound of level 2 lies outside the values that the metric can have"]),
        ([], ["there are none, but index `small` counts the metric there"]),
    ])
    func `A mistake in cut points is reported`(_ bounds: [(Int, String)], _ mistakes: [String]) throws {
        #expect(try report(Self.file(bounds)).mistakes == mistakes.map { "cuts.csv: cut points of absence, middle: \($0)" })
    }

    @Test func `A level with two bounds is a repeated row`() throws {
        let failure = #expect(throws: RunFailure.self) { try report(Self.file(Self.right + [(3, "14.00")])) }
        guard case .inputs(let problems)? = failure else { return #expect(Bool(false), "\(failure as Any)") }
        #expect(problems.count == 1 && problems[0].contains("cuts.csv"), "\(problems)")
    }

    @Test func `A level that nobody can reach, and a metric that is not there, are remarks`() throws {
        let file = Self.file([(2, "20.00"), (3, "10.00"), (4, "10.00"), (5, "5.00")]) + Self.rows("tardiness", "middle", Self.right)
        let report = try report(file)
        #expect(report.mistakes == [])
        #expect(
            report.remarks == [
                "cuts.csv: cut points of absence, middle: level 3 can't be reached, because level 4 begins at the same value",
                "cuts.csv: cut points of tardiness: there is no such metric in the pipeline",
            ])
    }

    @Test func `Cut points can stand in several files, and each that is missing is named`() throws {
        let text = Self.pipeline.replacing("file: cuts.csv", with: "file: [cuts.csv, more.csv]")
        let more = Self.header + Self.rows("suspension", "middle", Self.right)
        let cuts = Self.file(Self.right).replacing(Self.rows("suspension", "middle", Self.right), with: "")
        let whole = try Trial(text, files: ["cuts.csv": cuts, "more.csv": more])
        #expect(try withExtendedLifetime(whole) { try whole.run().check().mistakes } == [])
        let half = try Trial(text, files: ["cuts.csv": cuts])
        let failure = #expect(throws: RunFailure.self) { try withExtendedLifetime(half) { try half.run().check() } }
        guard case .inputs(let problems)? = failure else { return #expect(Bool(false), "\(failure as Any)") }
        #expect(problems.count == 1 && problems[0].contains("/more.csv: there is no such file. Derive it"), "\(problems)")
    }

    @Test func `A run refuses wrong cut points before it reads any student`() throws {
        let trial = try Trial(Self.pipeline, files: ["cuts.csv": Self.file([(2, "20.00"), (3, "15.00"), (5, "5.00")])])
        let failure = #expect(throws: RunFailure.self) { try trial.run().publish() }
        guard case .inputs(let problems)? = failure else { return #expect(Bool(false), "\(failure as Any)") }
        #expect(problems == ["source `cuts`: cut points of absence, middle: level 4 has no bound; give one for every level from 2 up"])
    }
}
