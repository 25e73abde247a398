import Foundation
import TestSupport
import Testing

/// What the stages of growth tell of their work.
@Suite struct GrowthTablesTests {
    private static let report = """
        - stage: growth_report
          with:
            comparisons:
              - {title: Growth and absence, metric: ela_growth, against: absence}
              - {title: Growth and disadvantage, metric: ela_growth, against_share_of: white}
        """

    private static let valueAdded: Result<[String: String], any Error> = Result {
        try Trial(
            ValueAddedStageTests.pipeline.adding(stage: report).replacing(
                "publish: [measures, ledger]",
                with: "publish: [measures, growth_regressions, growth_effects, growth_schools, growth_residuals, growth_ledger, growth_students, growth_comparisons, growth_page]"
            ).text
        ).published()
    }

    private static let percentiles: Result<[String: String], any Error> = Result {
        try Trial(
            GrowthStageTests.pipeline.replacing(
                "publish: [measures, ledger, lowest, scores, school_reports]",
                with: "publish: [percentile_cohorts, percentile_fit, percentile_extremes, percentile_students]"
            ).text
        ).published()
    }

    private static func assessments() throws -> [[String: String]] {
        try FileManager.default.subpathsOfDirectory(atPath: Trial.consortium).filter { $0.hasSuffix("/assessments.csv") }.flatMap { path in
            CSVDocument(String(decoding: try Data(contentsOf: URL(filePath: "\(Trial.consortium)/\(path)")), as: UTF8.self)).dictionaries
        }
    }

    private func number(_ row: [String: String], _ column: String) throws -> Double { try #require(Double(row[column] ?? "")) }

    // MARK: Value-added

    @Test func `Every score of the year is in the ledger of value-added, counted or left out`() throws {
        let tables = try Self.valueAdded.get(), all = try Self.assessments().filter { $0["year"] == "2016-17" }
        var scores: [[String]: Int] = [:], lines: [[String]: Int] = [:]
        for row in all { scores[[row["subject"]!, row["grade"]!, row["school_id"]!], default: 0] += 1 }
        let ledger = try tables.rows("growth_ledger.csv")
        for row in ledger { lines[[row["subject"]!, row["grade"]!, row["school_id"]!], default: 0] += Int(row["n"]!)! }
        #expect(scores == lines)
        #expect(Set(ledger.map { $0["reason"]! }).isSuperset(of: ["", "no prior score in every subject", "no score", "grade without growth"]))
        #expect(ledger.allSatisfy { ($0["reason"] == "") == ($0["status"] == "counted") })
        // Those that count are the students of the regression.
        for row in try tables.rows("growth_regressions.csv") {
            let own = ledger.filter { $0["subject"] == row["subject"] && $0["grade"] == row["grade"] && $0["reason"] == "" }
            #expect(own.reduce(0) { $0 + Int($1["n"]!)! } == Int(row["students"]!))
        }
    }

    @Test func `A school's growth follows step by step from its students`() throws {
        let tables = try Self.valueAdded.get()
        let students = try tables.rows("growth_students.csv"), regressions = try tables.rows("growth_regressions.csv")
        let predictions = students.filter { $0["term"] == "prediction" }
        let effects = try tables.rows("growth_effects.csv")
        #expect(effects.count > 20)
        for effect in effects {
            func isSame(_ row: [String: String]) -> Bool { row["subject"] == effect["subject"] && row["grade"] == effect["grade"] }
            let deviation = try number(#require(regressions.first(where: isSame)), "student_deviation")
            let own = predictions.filter { isSame($0) && $0["school_id"] == effect["school_id"] }
            #expect(own.count == Int(effect["n"]!))
            let rest = try own.reduce(0.0) { try $0 + number($1, "score") - number($1, "points") } / Double(own.count)
            let estimate = try number(effect, "estimate")
            #expect(abs(rest / deviation - estimate) < 2e-4)
            let step = try number(effect, "mean_score") - number(effect, "predicted") - number(effect, "expected")
            #expect(abs(step / deviation - estimate) < 1e-3)
            #expect(abs(try number(effect, "weight") * estimate - number(effect, "growth")) < 2e-4)
            #expect(try number(effect, "lower") <= number(effect, "growth") && number(effect, "growth") <= number(effect, "upper"))
        }
    }

    @Test func `A school's growth over its grades is their mean by students, with its interval`() throws {
        let tables = try Self.valueAdded.get(), effects = try tables.rows("growth_effects.csv")
        let rows = try tables.rows("growth_schools.csv")
        for row in rows where row["group"] == "all" {
            let own = effects.filter { $0["subject"] == row["subject"] && $0["school_id"] == row["school_id"] }
            let students = own.map { Double($0["n"]!)! }, count = students.reduce(0, +)
            #expect(count == Double(row["n"]!))
            let growth = try zip(own, students).reduce(0) { try $0 + $1.1 * number($1.0, "growth") } / count
            let square = try zip(own, students).reduce(0) { try $0 + $1.1 * $1.1 * number($1.0, "uncertainty") * number($1.0, "uncertainty") }
            #expect(abs(try number(row, "growth") - growth) < 2e-4)
            #expect(abs(try number(row, "uncertainty") - square.squareRoot() / count) < 2e-4)
            #expect(abs(try number(row, "upper") - number(row, "lower") - 2 * 1.96 * number(row, "uncertainty")) < 5e-4)
        }
        let groups = rows.filter { $0["group"] != "all" }
        #expect(!groups.isEmpty && groups.allSatisfy { Int($0["n"]!)! >= 20 })
        // What metrics count is the same.
        let measures = try tables.rows("measures.csv").filter { $0["metric"] == "ela_growth" && $0["value"] != "" }
        for measure in measures {
            let own = try #require(rows.first {
                $0["subject"] == "ela" && $0["school_id"] == measure["school_id"] && $0["group"] == measure["group"]
            })
            #expect(abs(try number(own, "growth") - number(measure, "value")) < 1e-4)
        }
    }

    @Test func `A student's prediction is the sum of its terms, each the coefficient times the student's value`() throws {
        let tables = try Self.valueAdded.get(), regressions = try tables.rows("growth_regressions.csv")
        var coefficients: [[String]: Double] = [:]
        for row in regressions { coefficients[[row["subject"]!, row["grade"]!, row["term"]!]] = Double(row["coefficient"]!) }
        let byStudent = Dictionary(grouping: try tables.rows("growth_students.csv")) { [$0["subject"]!, $0["grade"]!, $0["student_id"]!] }
        #expect(byStudent.count > 500)
        var leftOut = 0
        for (key, rows) in byStudent {
            guard rows[0]["reason"] == "" else {
                #expect(rows.count == 1)
                leftOut += 1
                continue
            }
            #expect(rows.map { $0["term"]! } == [
                "prior \(key[0])", "prior \(key[0] == "ela" ? "math" : "ela")", "poor", "school averages", "prediction",
            ])
            let parts = try rows.map { try number($0, "points") }
            #expect(abs(parts.dropLast().reduce(0, +) - parts.last!) < 1e-3)
            for row in rows.dropLast(2) {
                let coefficient = try #require(coefficients[[key[0], key[1], row["term"]!]])
                let part = try number(row, "points"), value = try number(row, "value")
                // The coefficient is printed with four decimals.
                #expect(abs(coefficient * value - part) < 6e-5 * abs(value) + 1e-4)
            }
        }
        #expect(leftOut > 0)
    }

    @Test func `Residuals are spread around 0, all students among them`() throws {
        let tables = try Self.valueAdded.get()
        for row in try tables.rows("growth_regressions.csv") {
            let own = try tables.rows("growth_residuals.csv").filter { $0["subject"] == row["subject"] && $0["grade"] == row["grade"] }
            let count = own.reduce(0) { $0 + Int($1["n"]!)! }
            #expect(count == Int(row["students"]!))
            let mean = try own.reduce(0) { try $0 + Double($1["n"]!)! * (number($1, "from") + number($1, "to")) / 2 } / Double(count)
            #expect(abs(mean) < 0.15)
        }
    }

    @Test func `Comparisons are of the published results`() throws {
        let tables = try Self.valueAdded.get(), measures = try tables.rows("measures.csv")
        func values(_ metric: String) -> [String: Double] {
            Dictionary(uniqueKeysWithValues: measures.filter { $0["metric"] == metric && $0["group"] == "all" && $0["value"] != "" }.map {
                ($0["school_id"]!, Double($0["value"]!)!)
            })
        }
        let growth = values("ela_growth"), absence = values("absence")
        let schools = growth.keys.filter { absence[$0] != nil }.sorted()
        let rows = try tables.rows("growth_comparisons.csv")
        #expect(rows.map { $0["title"]! } == ["Growth and absence", "Growth and disadvantage"])
        #expect(Int(rows[0]["n"]!) == schools.count && schools.count > 5)
        let x = schools.map { absence[$0]! }, y = schools.map { growth[$0]! }
        let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
        let products = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
        let squares = (x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }, y.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) })
        // Published results are rounded.
        #expect(abs(try number(rows[0], "pearson") - products / (squares.0 * squares.1).squareRoot()) < 0.01)
        #expect(tables["growth_page.html"]?.contains("Growth and absence") == true)
    }

    // MARK: Percentiles

    @Test func `Tables of percentiles are of the students' percentiles`() throws {
        let tables = try Self.percentiles.get()
        let students = try tables.rows("percentile_students.csv"), cohorts = try tables.rows("percentile_cohorts.csv")
        #expect(try students.count == Self.assessments().count { $0["year"] == "2016-17" })
        #expect(students.allSatisfy { ($0["percentile"] == "") != ($0["reason"] == "") })
        func own(_ row: [String: String]) -> [[String: String]] {
            students.filter { $0["subject"] == row["subject"] && $0["grade"] == row["grade"] && $0["percentile"] != "" }
        }
        for cohort in cohorts {
            let priors = Int(cohort["prior_scores"]!)!
            #expect(own(cohort).count { $0["prior_\(priors)"] ?? "" != "" } == Int(cohort["students"]!))
            #expect(cohort["uncertified"] == (cohort["columns"] == "" ? "" : "0"))
        }
        let fit = try tables.rows("percentile_fit.csv")
        #expect(Set(fit.map { $0["tenth"]! }).count == 10)
        for row in fit {
            let inRow = try own(row).filter { try number($0, "prior_1") >= number(row, "prior_from") && number($0, "prior_1") <= number(row, "prior_to") }
            #expect(inRow.count == Int(row["n"]!))
            let high = Double(inRow.count { Int($0["percentile"]!)! >= 90 })
            #expect(abs(100 * high / Double(inRow.count) - (try number(row, "sgp_90_99"))) < 0.051)
        }
        for row in try tables.rows("percentile_extremes.csv") where row["end"] == "highest score" {
            let top = own(row).filter { $0["score"] == row["score"] }.map { Int($0["percentile"]!)! }.sorted()
            #expect(top.count == Int(row["n"]!) && top.first == Int(row["lowest"]!) && top.last == Int(row["highest"]!))
            #expect(try own(row).allSatisfy { try number($0, "score") <= number(row, "score") })
        }
    }

    @Test func `A row without a score has no percentile, whatever the student has at another school`() throws {
        let plain = try Self.percentiles.get().rows("percentile_students.csv")
        for row in plain where row["score"] == "" { #expect(row["percentile"] == "" && row["reason"] == "no score") }
        #expect(plain.contains { $0["score"] == "" })
    }

    @Test func `Tables of students are written only where the pipeline names them`() throws {
        let pipeline = GrowthStageTests.pipeline.replacing("publish: [measures, ledger, lowest, scores, school_reports]", with: "")
        let tables = try Trial(pipeline.text).published()
        #expect(tables["percentile_cohorts.csv"] != nil && tables["measures.csv"] != nil)
        #expect(tables["percentile_students.csv"] == nil && tables["growth.csv"] == nil)
    }
}
