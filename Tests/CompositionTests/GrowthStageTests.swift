import Engine
import Foundation
import Growth
import Parallel
import Pipeline
import TestSupport
import Testing

/// The stage `growth_percentiles` in a whole run.
@Suite struct GrowthStageTests {
    static let pipeline = SmallPipeline()
        .adding(
            """
              assessments:
                kind: assessments
                file: "{district_id}/assessments.csv"
                joins:
                  student: {to: students, by: [student_id, year]}
              growth:
                kind: growth_percentiles
                made: true
                joins:
                  student: {to: students, by: [student_id, year]}
            """, below: "sources:")
        .adding(
            """
              ela_median:
                title: Median growth
                rule: The median.
                source: none
                basis: assumed
                of: growth
                where: subject == "ela"
                counted:
                  - {when: percentile is not missing, otherwise: no percentile}
                median: percentile
                better: higher
              ela_rank: {title: Growth, rule: The rank., source: none, basis: assumed, rank_of: ela_median, better: higher}
            """, below: "metrics:")
        .replacing(
            "publish: [scores, points, results, cut_points, ledger, population, school_reports]",
            with: "publish: [measures, ledger, lowest, scores, school_reports]")
        .adding(
            stage: """
                - stage: growth_percentiles
                  reads: {scores: assessments}
                  makes: {percentiles: growth}
                  with:
                    rule: Percentiles.
                    source: none
                    basis: assumed
                    years: [2015-16, 2016-17]
                    progressions: {4: {3: 1}, 5: {4: 1, 3: 2}, 7: {6: 1}}
                    minimum_cohort: 20
                """)

    private struct Score {
        let student: String
        let school: String
        let grade: String
        let score: Double
    }

    /// The consortium's scores of a year and subject.
    private func scores(_ year: String, _ subject: String) throws -> [Score] {
        try FileManager.default.subpathsOfDirectory(atPath: Trial.consortium).filter { $0.hasSuffix("/assessments.csv") }
            .flatMap { path -> [Score] in
                let text = String(decoding: try Data(contentsOf: URL(filePath: "\(Trial.consortium)/\(path)")), as: UTF8.self)
                return CSVDocument(text).dictionaries.filter { $0["year"] == year && $0["subject"] == subject }.map { row in
                    Score(
                        student: row["student_id"]!, school: row["school_id"]!, grade: row["grade"]!,
                        score: Double(row["scale_score"]!) ?? .nan)
                }
            }
    }

    /// School → percentiles, computed from the files without any of the engine.
    private func percentiles() throws -> [String: [Int]] {
        let prior = try scores("2015-16", "ela"), current = try scores("2016-17", "ela")
        let before = Dictionary(prior.map { ($0.student, $0) }) { first, _ in first }
        var found: [String: [Int]] = [:]
        for (grade, priorGrade) in [("4", "3"), ("5", "4"), ("7", "6")] {
            let own = current.filter { $0.grade == grade && !$0.score.isNaN }
            let histories = ScoreHistories(
                grades: [own.map { before[$0.student]?.grade ?? "" }, own.map(\.grade)],
                scores: [own.map { before[$0.student]?.score ?? .nan }, own.map(\.score)])
            let known = prior.filter { $0.grade == priorGrade && !$0.score.isNaN }.map(\.score)
            let growth = GrowthPercentiles(
                histories, rule: PercentileRule(progression: [priorGrade, grade], minimumCohort: 20, knots: [priorGrade: SplineKnots(scores: known)!]),
                workers: Workers(count: 1))
            for (score, outcome) in zip(own, growth.outcomes) {
                if case .percentile(let percentile, _) = outcome { found[score.school, default: []].append(percentile) }
            }
        }
        return found
    }

    @Test func `A school's growth is the median of its students' percentiles, and its rank among schools`() throws {
        let published = try Trial(Self.pipeline.text).published()
        let rows = try published.rows("measures.csv").filter { $0["group"] == "all" }
        let expected = try percentiles()
        #expect(expected.count > 10)
        var medians = 0
        for row in rows where row["metric"] == "ela_median" {
            let own = (expected[row["school_id"]!] ?? []).sorted()
            #expect(Int(row["n"]!) == own.count, "\(row)")
            if own.count < 20 {
                #expect(row["value"] == "")
                continue
            }
            medians += 1
            let median = Double(own[(own.count - 1) / 2] + own[own.count / 2]) / 2
            #expect(Double(row["value"]!) == median, "\(row)")
        }
        #expect(medians >= 5)
        let ranked = rows.filter { $0["metric"] == "ela_rank" && $0["value"] != "" }
        #expect(ranked.count == medians)
        for level in Set(ranked.map { $0["school_level"]! }) {
            let own = ranked.filter { $0["school_level"] == level }.map { Double($0["value"]!)! }
            #expect(abs(own.reduce(0, +) / Double(own.count) - 50) < 0.01)
        }
        // Every score of the year is in the ledger.
        let counted = try published.rows("ledger.csv").filter { $0["metric"] == "ela_median" && $0["status"] == "enrolled" }
        #expect(try counted.reduce(0) { $0 + Int($1["n"]!)! } == scores("2016-17", "ela").count)
    }

    @Test func `The plan and the drawing say which stage makes the rows`() throws {
        let run = try Trial(Self.pipeline.text).run()
        let plan = try run.plan()
        #expect(plan.contains("make   growth: by a stage (percentile, school_id, student_id, subject, year)"), "\(plan)")
        #expect(plan.contains { $0.hasPrefix("run    growth_percentiles: makes growth, percentile_cohorts, ") })
        let drawing = try run.graph().dot
        #expect(drawing.contains("\"growth_percentiles → growth\" -> \"growth\";"))
        #expect(drawing.contains("\"growth\" -> \"disaggregate → measures\";"))
    }

    @Test func `No table of students is published`() throws {
        let published = try Trial(Self.pipeline.text).published()
        #expect(published["growth.csv"] == nil)
        let students = try scores("2016-17", "ela").map(\.student)
        #expect(!published.values.contains { text in students.contains { text.contains($0) } })
    }

    @Test func `A year that the stage does not list is refused`() throws {
        #expect {
            _ = try Trial(Self.pipeline.text).run(year: "2014-15")
        } throws: { error in
            guard case RunFailure.pipeline(let problems)? = error as? RunFailure, problems.problems.count == 1 else { return false }
            let problem = problems.problems[0]
            return problem.problem == "the year to run, `2014-15`, is not among the `years` of stage `growth_percentiles`"
                && problem.remedy == "Add it, behind the years before it, or run one of 2015-16, 2016-17"
        }
    }

    @Test func `Made rows that nothing makes, and a stage that makes what is a file`() throws {
        func mistakes(_ pipeline: SmallPipeline) throws -> String {
            do {
                _ = try Trial(pipeline.text).run()
                return ""
            } catch RunFailure.pipeline(let problems) {
                return problems.problems.map { "\($0.line): \($0.problem). \($0.remedy)" }.joined(separator: "\n")
            }
        }
        #expect(try mistakes(Self.pipeline.replacing("makes: {percentiles: growth}", with: "makes: {percentiles: growths}")) == """
            18: the rows of source `growth` are made by a stage, but none makes them. Add a stage with makes: {percentiles: growth}, or name the file that holds them
            """)
        #expect(try mistakes(Self.pipeline.replacing("made: true", with: "file: growth.csv")).hasSuffix(
            "stage `growth_percentiles` makes table `growth`, but so does a source. Give it another name: makes: {percentiles: …}"))
    }
}
