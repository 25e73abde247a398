import Engine
import Foundation
import TestSupport
import Testing

/// Stages compose: leaving one out, running two side by side or inserting one is an edit of the pipeline file.
@Suite struct CompositionTests {
    private static let publish = "publish: [scores, points, results, cut_points, ledger, population, school_reports]"
    private static let whole = Result { try Trial(SmallPipeline().text).published() }

    @Test func `The whole pipeline publishes its tables and a page per school`() throws {
        let whole = try Self.whole.get()
        let tables = ["cut_points", "findings", "ledger", "points", "population", "results", "scores"].map { $0 + ".csv" }
        #expect(whole.keys.filter { $0.hasSuffix(".csv") }.sorted() == tables)
        let schools = try whole.rows("scores.csv")
        #expect(schools.count > 10 && whole.keys.count { $0.hasPrefix("schools/") } == 2 * schools.count)
        #expect(schools.contains { $0["score"] != "" })
    }

    @Test func `Without the stage report there are the same tables and no pages`() throws {
        let text = SmallPipeline().replacing("- stage: report", with: "")
            .replacing(Self.publish, with: "publish: [scores, points, results, cut_points, ledger, population]").text
        let found = try Trial(text).published(), whole = try Self.whole.get()
        #expect(found == whole.filter { !$0.key.hasPrefix("schools/") })
    }

    @Test func `Without the stage aggregate there are results and pages, but no scores`() throws {
        let text = SmallPipeline().replacing("- stage: aggregate", with: "").replacing("with: {index: small}", with: "")
            .replacing(Self.publish, with: "publish: [results, ledger, school_reports]").text
        let found = try Trial(text).published(), whole = try Self.whole.get()
        #expect(found["results.csv"] == whole["results.csv"] && found["ledger.csv"] == whole["ledger.csv"])
        #expect(found["scores.csv"] == nil && found["points.csv"] == nil)
        #expect(found.keys.filter { $0.hasPrefix("schools/") }.sorted() == whole.keys.filter { $0.hasPrefix("schools/") }.sorted())
    }

    @Test func `Two indices stand side by side in tables of their own`() throws {
        let text = SmallPipeline()
            .replacing("small:", with: "small: &small")
            .adding(
                """
                equal:
                  <<: *small
                  title: Equal shares
                  shares: {rule: Alike., source: none, basis: assumed, policy: equal_shares, groups: [lowest, white, latino]}
                """, below: "rounding: {rule: Once., source: none, basis: assumed, decimals: 2}", outdent: 2)
            .replacing(Self.publish, with: "publish: [scores, points, equal_scores, equal_points]")
            .adding(stage: "- {stage: aggregate, with: {index: equal}, makes: {scores: equal_scores, points: equal_points}}").text
        let found = try Trial(text).published(), whole = try Self.whole.get()
        #expect(found["scores.csv"] == whole["scores.csv"] && found["points.csv"] == whole["points.csv"])
        let small = try found.rows("scores.csv"), equal = try found.rows("equal_scores.csv")
        #expect(equal.count == small.count && equal != small)
        let components = try Set(found.rows("points.csv").map { $0["component"]! })
        #expect(components == ["all", "lowest"])
        let equalComponents = try Set(found.rows("equal_points.csv").map { $0["component"]! })
        #expect(equalComponents.isSuperset(of: ["all", "lowest", "latino"]))
    }

    @Test func `Levels by yearly deciles stand next to levels by fixed cut points`() throws {
        let fixed = try Trial(SmallPipeline().text).published(year: "2015-16")["cut_points.csv"]
        let text = SmallPipeline()
            .adding("  fixed: {kind: cut_points, file: fixed.csv, beside: pipeline}", below: "sources:")
            .replacing(Self.publish, with: "publish: [results, yearly_results, cut_points]")
            .adding("  reads: {cut_points: fixed}", below: "- stage: band")
            .adding(
                stage: "- {stage: band, makes: {results: yearly_results}, with: {rule: Yearly., source: none, basis: assumed}}").text
        let found = try Trial(text, files: ["fixed.csv": fixed ?? ""]).published(), whole = try Self.whole.get()
        #expect(found["yearly_results.csv"] == whole["results.csv"])
        #expect(found["cut_points.csv"] == whole["cut_points.csv"])
        #expect(fixed != whole["cut_points.csv"] && found["results.csv"] != found["yearly_results.csv"])
        let (fixedRows, yearlyRows) = (try found.rows("results.csv"), try found.rows("yearly_results.csv"))
        #expect(fixedRows.map { $0.filter { $0.key != "level" } } == yearlyRows.map { $0.filter { $0.key != "level" } })
    }

    @Test func `Two disaggregations with different minimum numbers of students`() throws {
        let text = SmallPipeline()
            .replacing(Self.publish, with: "publish: [measures, few, ledger, few_ledger]")
            .adding(
                stage: "- {stage: disaggregate, makes: {measures: few, lowest: few_lowest, ledger: few_ledger}, "
                    + "with: {minimum_n: {value: 3, rule: Three., source: none, basis: assumed}}}").text
        let found = try Trial(text).published()
        let twenty = try found.rows("measures.csv"), three = try found.rows("few.csv")
        #expect(found["ledger.csv"] == found["few_ledger.csv"])
        #expect(twenty.map { $0["n"] } == three.map { $0["n"] })
        for (row, other) in zip(twenty, three) {
            let n = Int(row["n"]!)!
            #expect((row["value"]!.isEmpty, other["value"]!.isEmpty) == (n < 20, n < 3), "\(row)")
        }
        #expect(twenty.contains { Int($0["n"]!)! < 20 && Int($0["n"]!)! >= 3 })
    }

    @Test func `The order in which stages are listed does not matter`() throws {
        let text = SmallPipeline().text, whole = try Self.whole.get()
        let stages = text.components(separatedBy: "  - stage: ")
        let reversed = ([stages[0]] + stages.dropFirst().reversed()).joined(separator: "  - stage: ")
        #expect(reversed != text)
        #expect(try Trial(reversed).published() == whole)
    }

    @Test func `A metric without any result is told, with its line and what becomes of its weight`() throws {
        let text = SmallPipeline().adding("counted: grade in [1] and grade in [2]", below: "met: removals.count >= 1").text
        let findings = try Trial(text).published().rows("findings.csv").filter { $0["rule"] == "no_results" }
        #expect(findings.map { [$0["severity"], $0["source"], $0["file"], $0["value"]] } == [["warning", "enrollments", "pipeline.yml", "suspension"]])
        #expect(findings[0]["problem"] == "no school has a result in 2016-17; the metric's weight counts for others")
        #expect(findings[0]["line"] == "55")
    }

    @Test func `Too few schools for cut points are told, with the results that get no level`() throws {
        let text = SmallPipeline().replacing("with: {levels: 10, minimum_schools: 2}", with: "with: {levels: 10, minimum_schools: 500}").text
        let found = try Trial(text).published()
        let findings = try found.rows("findings.csv").filter { $0["rule"] == "minimum_schools" }
        #expect(findings.count == 6 && Set(findings.map { $0["severity"] }) == ["warning"])
        let high = try #require(findings.first { $0["value"] == "absence" && $0["problem"]!.contains("high") })
        let count = try found.rows("results.csv").count {
            $0["metric"] == "absence" && $0["group"] == "all" && $0["school_level"] == "high" && $0["value"] != ""
        }
        #expect(high["file"] == "pipeline.yml" && high["line"] == "105" && count > 1)
        #expect(high["problem"]!.contains("only \(count) schools have a result of level high"))
        #expect(try found.rows("results.csv").allSatisfy { $0["level"] == "" })
    }
}
