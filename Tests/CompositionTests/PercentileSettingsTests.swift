import Engine
import Foundation
import Growth
import Parallel
import Pipeline
import TestSupport
import Testing

/// Growth percentiles as a pipeline file sets them: fixed knots, a baseline, obtainable scores, errors of measurement.
@Suite struct PercentileSettingsTests {
    private static let tables = "publish: [percentile_students, percentile_knots, percentile_coefficients]"
    private static let pipeline = GrowthStageTests.pipeline.replacing(
        "publish: [measures, ledger, lowest, scores, school_reports]", with: tables)
    private static let sources = """
          knots: {kind: growth_knots, file: knots.csv, beside: pipeline}
          coefficients: {kind: growth_coefficients, file: coefficients.csv, beside: pipeline}
        """

    private static let plain: Result<[String: String], any Error> = Result { try Trial(pipeline.text).published() }

    private func with(_ parameters: String) -> SmallPipeline { Self.pipeline.adding(parameters, below: "minimum_cohort: 20") }

    /// Subject and student → the row.
    private func students(_ tables: [String: String]) throws -> [[String]: [String: String]] {
        Dictionary(try tables.rows("percentile_students.csv").map { ([$0["subject"]!, $0["student_id"]!], $0) }) { first, _ in first }
    }

    private func percentiles(_ tables: [String: String]) throws -> [[String]: String] {
        try students(tables).mapValues { $0["percentile"]! }
    }

    // MARK: What holds between years

    @Test func `Compared with its own regressions, a year has its own percentiles`() throws {
        let plain = try Self.plain.get()
        let files = ["knots.csv": plain["percentile_knots.csv"]!, "coefficients.csv": plain["percentile_coefficients.csv"]!]
        let pipeline = Self.pipeline.adding(Self.sources, below: "sources:").replacing(Self.tables, with: "publish: [percentile_students]")
        let again = try Trial(pipeline.text, files: files).published()
        let own = try percentiles(plain)
        #expect(own.values.count { $0 != "" } > 500)
        #expect(try percentiles(again) == own)
        // The lines of a file may stand in any order.
        let reversed = files.mapValues { text in
            let lines = text.split(separator: "\n")
            return (lines[..<1] + lines[1...].reversed()).joined(separator: "\n")
        }
        #expect(try percentiles(Trial(pipeline.text, files: reversed).published()) == own)
    }

    @Test func `Compared with a baseline that predicts more, everybody grew less`() throws {
        let plain = try Self.plain.get(), coefficients = plain["percentile_coefficients.csv"]!
        // The intercepts of mathematics are 40 points higher; English language arts has no regressions at all.
        let lines = coefficients.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        let intercept = lines[0].firstIndex(of: "c0")!, subject = lines[0].firstIndex(of: "subject")!
        let changed = lines.enumerated().compactMap { number, fields -> String? in
            var fields = fields
            if number > 0 {
                if fields[subject] == "ela" { return nil }
                fields[intercept] = "\(Double(fields[intercept])! + 40)"
            }
            return fields.joined(separator: ",")
        }.joined(separator: "\n")
        let pipeline = Self.pipeline.adding(Self.sources, below: "sources:").replacing(Self.tables, with: "publish: [percentile_students]")
        let found = try students(
            Trial(pipeline.text, files: ["knots.csv": plain["percentile_knots.csv"]!, "coefficients.csv": changed]).published())
        var lower = 0
        for (key, row) in try students(plain) where row["percentile"] != "" {
            let own = try #require(found[key])
            if key[0] == "ela" {
                #expect(own["percentile"] == "" && own["reason"] == "not in the baseline")
            } else {
                #expect(Int(own["percentile"]!)! <= Int(row["percentile"]!)!)
                lower += Int(own["percentile"]!)! < Int(row["percentile"]!)! ? 1 : 0
            }
        }
        #expect(lower > 200)
    }

    @Test func `With knots alone, splines bend where the file says`() throws {
        let plain = try Self.plain.get(), knots = plain["percentile_knots.csv"]!
        let pipeline = Self.pipeline.adding(Self.sources.split(separator: "\n")[0].description, below: "sources:")
        let same = try Trial(pipeline.text, files: ["knots.csv": knots]).published()
        #expect(same["percentile_coefficients.csv"] == plain["percentile_coefficients.csv"])
        let lines = knots.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        let moved = lines[0].firstIndex(of: "knot2")!
        let changed = lines.enumerated().map { number, fields in
            var fields = fields
            if number > 0 { fields[moved] = "\((Double(fields[moved - 1])! + 3 * Double(fields[moved + 1])!) / 4)" }
            return fields.joined(separator: ",")
        }.joined(separator: "\n")
        let other = try Trial(pipeline.text, files: ["knots.csv": changed]).published()
        #expect(other["percentile_coefficients.csv"] != plain["percentile_coefficients.csv"])
        #expect(try percentiles(other).values.count { $0 != "" } == percentiles(plain).values.count { $0 != "" })
    }

    // MARK: Scores

    @Test func `The highest score that can be obtained has percentile 99`() throws {
        let plain = try students(Self.plain.get())
        let own = plain.values.filter { $0["subject"] == "ela" && $0["grade"] == "4" && $0["percentile"] != "" }
        let scores = own.compactMap { Double($0["score"]!) }.sorted(), high = scores[scores.count - 10], low = scores[5]
        let found = try students(Trial(with("obtainable: {ela: {4: [\(Int(low)), \(Int(high))]}}").text).published())
        for (key, row) in plain where row["percentile"] != "" {
            let score = try #require(Double(row["score"]!))
            let isHeld = key[0] == "ela" && row["grade"] == "4" && (score >= high || score <= low)
            #expect(found[key]?["percentile"] == (isHeld ? (score >= high ? "99" : "1") : row["percentile"]))
        }
    }

    @Test func `Percentiles have standard errors, and are corrected for errors of prior scores, as without a pipeline`() throws {
        let found = try students(Trial(with("standard_error: standard_error\nsimex: {data_sets: 2, seed: 5}").text).published())
        let plain = try percentiles(Self.plain.get())
        #expect(found.mapValues { $0["percentile"]! } == plain)
        let all = try FileManager.default.subpathsOfDirectory(atPath: Trial.consortium).filter { $0.hasSuffix("/assessments.csv") }
            .flatMap { CSVDocument(try String(contentsOfFile: "\(Trial.consortium)/\($0)", encoding: .utf8)).dictionaries }
            .filter { $0["subject"] == "math" && $0["scale_score"] != "" }
        let before = Dictionary(all.filter { $0["year"] == "2015-16" }.map { ($0["student_id"]!, $0) }) { first, _ in first }
        let now = all.filter { $0["year"] == "2016-17" && $0["grade"] == "7" }
        let priors = now.map { before[$0["student_id"]!] }
        func numbers(_ rows: [[String: String]?], _ column: String) -> [Double] { rows.map { $0.flatMap { Double($0[column]!) } ?? .nan } }
        let histories = ScoreHistories(
            grades: [priors.map { $0?["grade"] ?? "" }, now.map { $0["grade"]! }],
            scores: [numbers(priors, "scale_score"), numbers(now, "scale_score")])
        let known = before.values.filter { $0["grade"] == "6" }.map { Double($0["scale_score"]!)! }
        let rule = PercentileRule(progression: ["6", "7"], minimumCohort: 20, knots: ["6": SplineKnots(scores: known)!])
        let growth = GrowthPercentiles(histories, rule: rule, workers: Workers(count: 1))
        let errors = growth.standardErrors(numbers(now, "standard_error"), of: histories)
        let corrected = SimulationExtrapolation(
            growth,
            of: UncertainScores(
                histories, errors: [numbers(priors, "standard_error")], students: now.map { $0["student_id"]! }, seed: 5),
            rule: rule, dataSetCount: 2, workers: Workers(count: 1))
        var changed = 0
        for (place, row) in now.enumerated() {
            let own = try #require(found[["math", row["student_id"]!]])
            #expect(own["corrected_percentile"] == corrected.outcomes[place].percentile.map(String.init) ?? "")
            let error = Double(own["percentile_error"]!)
            #expect((error == nil) == (errors[place] == nil) && abs((error ?? 0) - (errors[place] ?? 0)) < 0.0051)
            changed += own["corrected_percentile"] != own["percentile"] ? 1 : 0
        }
        #expect(changed > 20)
    }

    @Test func `Mistakes are named`() throws {
        let wrong = with("simex: {data_sets: 2}\nobtainable: {ela: {4: [2600, 2100]}}").adding(
            "  coefficients: {kind: growth_coefficients, file: coefficients.csv, beside: pipeline}", below: "sources:")
        do {
            _ = try Trial(wrong.text).run()
            Issue.record("nothing was found")
        } catch RunFailure.pipeline(let problems) {
            let found = problems.problems.map { "\($0.problem). \($0.remedy)" }.sorted()
            #expect(found == [
                "`obtainable` of ela, grade 4, is no range of scores. Write the lowest and the highest score, such as [2131, 2663]",
                "`simex` of `with` of stage `growth_percentiles` needs the errors of prior scores. Name their field under `standard_error`",
                "the regressions of `coefficients` have no knots. Name the source of kind `growth_knots` that was made with them under `knots`",
            ])
        }
    }
}
