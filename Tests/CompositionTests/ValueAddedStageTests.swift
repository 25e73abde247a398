import Engine
import Foundation
import Growth
import Pipeline
import TestSupport
import Testing

/// The stage `value_added` in a whole run.
@Suite struct ValueAddedStageTests {
    static let pipeline = SmallPipeline()
        .adding(
            """
              assessments:
                kind: assessments
                file: "{district_id}/assessments.csv"
                joins:
                  student: {to: students, by: [student_id, year]}
              school_growth:
                kind: school_growth
                made: true
            """, below: "sources:")
        .adding(
            """
              ela_growth:
                title: Growth
                rule: Above the prediction.
                source: none
                basis: assumed
                of: school_growth
                where: subject == "ela"
                given: {group: group, n: n, value: growth}
                decimals: 6
                better: higher
              ela_rank: {title: Growth, rule: The rank., source: none, basis: assumed, rank_of: ela_growth, better: higher}
            """, below: "metrics:")
        .replacing(
            "publish: [scores, points, results, cut_points, ledger, population, school_reports]", with: "publish: [measures, ledger]")
        .adding(
            stage: """
                - stage: value_added
                  reads: {scores: assessments}
                  makes: {growth: school_growth}
                  with:
                    rule: Above the prediction.
                    source: none
                    basis: assumed
                    years: [2015-16, 2016-17]
                    subjects: [ela, math]
                    progressions: {4: {3: 1}, 5: {4: 1}, 7: {6: 1}, 8: {7: 1}}
                    characteristics: {poor: student.disadvantaged}
                    minimum_n: 5
                """)

    private func rows(_ name: String) throws -> [[String: String]] {
        try FileManager.default.subpathsOfDirectory(atPath: Trial.consortium).sorted().filter { $0.hasSuffix("/\(name).csv") }.flatMap { path in
            CSVDocument(String(decoding: try Data(contentsOf: URL(filePath: "\(Trial.consortium)/\(path)")), as: UTF8.self)).dictionaries
        }
    }

    /// School → growth of all students and of white ones in English language arts, computed from the files without the engine.
    private func expected() throws -> [String: [SchoolGrowth.Result?]] {
        let assessments = try rows("assessments")
        func key(_ year: String, _ subject: String, _ student: String) -> String { "\(year)/\(subject)/\(student)" }
        let scores = Dictionary(assessments.map { (key($0["year"]!, $0["subject"]!, $0["student_id"]!), $0) }) { first, _ in first }
        let students = Dictionary(try rows("students").filter { $0["year"] == "2016-17" }.map { ($0["student_id"]!, $0) }) { first, _ in first }
        let schools = Set(assessments.map { $0["school_id"]! }).sorted()
        let cohorts = [("4", "3"), ("5", "4"), ("7", "6"), ("8", "7")].map { grade, before -> (cohort: ValueAddedCohort, isWhite: [Bool]) in
            var current: [Double] = [], priors: [[Double]] = [[], []], errors: [[Double]] = [[], []], poor: [Double] = []
            var places: [Int] = [], isWhite: [Bool] = []
            for row in assessments where row["year"] == "2016-17" && row["subject"] == "ela" && row["grade"] == grade {
                let id = row["student_id"]!
                let before = ["ela", "math"].compactMap { subject in
                    scores[key("2015-16", subject, id)].flatMap { $0["grade"] == before && $0["scale_score"] != "" ? $0 : nil }
                }
                guard let score = Double(row["scale_score"]!), before.count == 2, let student = students[id] else { continue }
                current.append(score)
                for (place, row) in before.enumerated() {
                    priors[place].append(Double(row["scale_score"]!)!)
                    errors[place].append(Double(row["standard_error"]!)!)
                }
                poor.append(student["disadvantaged"] == "Y" ? 1 : 0)
                isWhite.append(student["race_ethnicity"] == "WH")
                places.append(schools.firstIndex(of: row["school_id"]!)!)
            }
            let cohort = ValueAddedCohort(
                scores: current, priors: priors, standardErrors: errors, characteristics: [poor], schools: places,
                schoolCount: schools.count)
            return (cohort, isWhite)
        }
        let fits = ValueAdded.pooled(cohorts.map { ValueAdded($0.cohort) })
        let grades = zip(cohorts, fits).compactMap { own, fit in
            fit.map { SchoolGrowth.Grade($0, cohort: own.cohort, groups: [own.isWhite]) }
        }
        let growth = SchoolGrowth(grades, schoolCount: schools.count, groupCount: 1, minimumN: 5)
        return Dictionary(uniqueKeysWithValues: schools.enumerated().map { place, school in (school, growth.results.map { $0[place] }) })
    }

    @Test func `A school's growth is that of its students above the prediction, for all and for a group`() throws {
        let published = try Trial(Self.pipeline.text).published(), expected = try expected()
        var compared = 0
        for row in try published.rows("measures.csv") where row["metric"] == "ela_growth" {
            guard let group = ["all": 0, "white": 1][row["group"]!] else { continue }
            let own = expected[row["school_id"]!]?[group]
            #expect(Int(row["n"]!) == own?.studentCount ?? 0, "\(row)")
            guard let value = Double(row["value"]!) else { continue }
            #expect(abs(value - own!.growth) < 2e-6, "\(row)")
            compared += 1
        }
        #expect(compared > 5)
        #expect(Set(expected.values.map { $0[0]?.growth ?? 0 }).count > 5)
        #expect(try published.rows("measures.csv").contains { $0["metric"] == "ela_rank" && $0["value"] != "" })
    }

    @Test func `Mistakes are named`() throws {
        func mistakes(_ pipeline: SmallPipeline) throws -> [String] {
            do {
                _ = try Trial(pipeline.text).run()
                return []
            } catch RunFailure.pipeline(let problems) {
                return problems.descriptions
            }
        }
        let wrong = Self.pipeline
            .replacing("characteristics: {poor: student.disadvantaged}", with: "characteristics: {poor: student.disadvantage}")
            .replacing("progressions: {4: {3: 1}, 5: {4: 1}, 7: {6: 1}, 8: {7: 1}}", with: "progressions: {4: {3: 1}, 5: {4: 1, 3: 2}}")
        let found = try mistakes(wrong)
        #expect(found.count == 2, "\(found)")
        #expect(found.contains { $0.hasSuffix("progression `5` has 2 prior grades. Name one, with how many years back it is.") })
        #expect(found.contains {
            $0.hasSuffix(
                "characteristic `poor`, at character 9 (disadvantage): The join `student` has no column `disadvantage`. Did you mean `disadvantaged`?")
        }, "\(found)")
    }
}

extension PipelineProblems {
    fileprivate var descriptions: [String] { problems.map(\.description) }
}
