import Engine
import Foundation
import Model
import Reports
import TestSupport
import Testing

/// Every number of every explanation is the one that the tables print, whichever pipeline made them.
@Suite struct PublishedNumbersTests {
    static let pipelines = [
        "core-sqii.yml", "scenarios/each-group.yml", "scenarios/no-summary-score.yml", "scenarios/essa-style.yml", "scenarios/minimum-n-10.yml",
    ]

    /// A pipeline that ships, run on the small consortium.
    private struct Published {
        let explained: ExplainedRun
        let tables: PublishedRun
        private let directory: TemporaryDirectory

        init(_ pipeline: String) throws {
            directory = try TemporaryDirectory()
            let run = try Run(
                RunRequest(
                    pipeline: RepositoryFile.path("pipelines/" + pipeline), data: RepositoryFile.path("fixtures/small"), out: directory("out"),
                    year: "2016-17", threads: 2))
            _ = try run.publish()
            tables = try PublishedRun(directory("out/latest"))
            explained = try ExplainedRun(run)
        }

        func rows(_ table: String) throws -> [[String: String]] {
            FileManager.default.fileExists(atPath: "\(tables.path)/\(table).csv") ? try tables.rows(table) : []
        }
    }

    private func hundredths(_ text: String?) -> Int { Int((text ?? "0").replacing(".", with: "")) ?? 0 }

    @Test(arguments: pipelines) func everyNumberIsThatOfTheTables(pipeline: String) throws {
        let published = try Published(pipeline)
        let scores = try published.rows("scores"), points = try published.rows("points")
        let results = Dictionary(grouping: try published.rows("results")) { $0["school_id"]! }
        let lowest = try published.rows("lowest"), ledger = try published.rows("ledger")
        var checked = 0
        for (school, own) in results {
            let score = try published.explained.explanation(school: school).explanation
            let row = scores.first { $0["school_id"] == school }
            #expect(score.value ?? "" == row?["score"] ?? "")
            if let reason = row?["reason"], !reason.isEmpty { #expect(score.sentence == "There is no score: \(reason).") }
            let metrics = score.all.filter { $0.kind == .metric }
            #expect(metrics.reduce(0) { $0 + hundredths($1.value) } == hundredths(row?["score"]))
            #expect(score.all.filter { $0.kind == .domain }.reduce(0) { $0 + hundredths($1.value) } == hundredths(row?["score"]))
            for (metric, ofMetric) in Dictionary(grouping: own, by: { $0["metric"]! }) {
                let node = try published.explained.explanation(school: school, metric: metric).explanation
                let parts = points.filter { $0["school_id"] == school && $0["metric"] == metric }
                let components = node.children.filter { $0.kind == .component && $0.value != nil }
                #expect(components.map { [$0.key, $0.value, $0.maximum] } == parts.map { [$0["component"], $0["points"], $0["max_points"]] })
                #expect(components.map { $0.children.last?.children.first { $0.kind == .level }?.value } == parts.map { $0["level"] })
                checked += check(node, ofMetric)
                for choice in lowest where choice["school_id"] == school && choice["metric"] == metric {
                    let group = try published.explained.explanation(school: school, metric: metric, group: choice["component"]).explanation
                    #expect(group.first(.chosen)?.key == choice["group"] && group.first(.chosen)?.value == choice["value"])
                }
                checkLedger(node, ledger.filter { $0["school_id"] == school && $0["metric"] == metric })
            }
        }
        #expect(checked > 100)
    }

    /// Results of a metric's groups against `results.csv`.
    ///
    /// - Returns: how many were compared.
    private func check(_ metric: Explanation, _ rows: [[String: String]]) -> Int {
        let shown = metric.all.filter { [.component, .metric].contains($0.kind) }.flatMap(\.children).filter { $0.kind == .result }
        for result in shown {
            let row = rows.first { $0["group"] == result.key }
            #expect(result.value ?? "" == row?["value"] ?? "", "\(metric.title) \(result.title)")
            if result.value == nil { continue }
            #expect(result.children.first { $0.kind == .counted }?.value == row?["n"])
            #expect(result.children.first { $0.kind == .met }?.value ?? "" == row?["met"])
            #expect(result.children.first { $0.kind == .level }?.value ?? "" == row?["level"])
        }
        return shown.count
    }

    private func checkLedger(_ metric: Explanation, _ rows: [[String: String]]) {
        let excluded = metric.all.first { $0.kind == .result && $0.key == "all" }?.children.first { $0.kind == .counted }?.children ?? []
        if excluded.isEmpty { return }
        let told = rows.filter { $0["status"] == "excluded" }.map { "\($0["reason"]!) \($0["n"]!)" }
        #expect(excluded.map { "\($0.title) \($0.value ?? "")" } == told)
    }

    /// Numbers that add up, as they are printed and exactly.
    @Test func whatASentenceAddsUpIsItsNumber() throws {
        let published = try Published("core-sqii.yml")
        for school in Set(try published.rows("scores").map { $0["school_id"]! }) {
            let score = try published.explained.explanation(school: school).explanation
            for node in score.all where node.kind == .domain || node.kind == .rounding {
                for sum in node.sentence.matches(of: /([0-9.\/]+(?: \+ [0-9.\/]+)+) = ([0-9.\/]+)[.;]/) {
                    let terms = sum.1.components(separatedBy: " + ").map { Rational($0)! }
                    #expect(terms.reduce(.zero, +) == Rational(String(sum.2)), "\(node.sentence)")
                }
            }
        }
    }

    // MARK: Students

    @Test func `The students behind every result are as many as the tables say, and each exclusion has its reason`() throws {
        let published = try Published("core-sqii.yml")
        let ledger = try published.rows("ledger"), results = try published.rows("results")
        for (school, metric, group) in [
            ("19997336000001", "chronic_absence", "LX"), ("19997331900007", "graduation_4yr", "sed"), ("19997336000006", "hs_readiness", "all"),
            ("10991661900001", "el_redesignation", "all"), ("19997256000001", "math_proficiency", "swd"), ("19997336000002", "suspension", "el"),
        ] {
            let students = try published.explained.students(school: school, metric: metric, group: group)
            let row = try #require(results.first { $0["school_id"] == school && $0["metric"] == metric && $0["group"] == group })
            #expect("\(students.counted)" == row["n"])
            if row["met"] != "" { #expect(students.met.map { "\($0)" } == row["met"]) }
            let own = ledger.filter { $0["school_id"] == school && $0["metric"] == metric }
            #expect("\(students.rows.count)" == own.first { $0["status"] == "enrolled" }?["n"])
            let place = try #require(students.columns.firstIndex(of: "reason"))
            for line in own where line["status"] == "excluded" {
                #expect("\(students.rows.count { $0[place] == line["reason"] })" == line["n"], "\(metric): \(line["reason"]!)")
            }
        }
    }
}
