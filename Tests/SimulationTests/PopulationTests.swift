import Testing

@testable import Simulation

/// The rates of the synthetic population lie where the field has them.
@Suite struct PopulationTests {
    let files = SimulatedFiles.shared

    private func share(_ rows: [[String: String]], _ isMeant: ([String: String]) -> Bool) -> Double {
        Double(rows.count(where: isMeant)) / Double(rows.count)
    }

    @Test(arguments: [
        ("race_ethnicity", "LX", 0.58...0.76), ("race_ethnicity", "AA", 0.05...0.13), ("race_ethnicity", "WH", 0.05...0.15),
        ("race_ethnicity", "AS", 0.04...0.12), ("english_proficiency", "EL", 0.17...0.27), ("disability", "Y", 0.09...0.14),
        ("disadvantaged", "Y", 0.65...0.85), ("homeless", "Y", 0.025...0.06), ("foster", "Y", 0.004...0.02),
    ])
    func demographics(column: String, value: String, expected: ClosedRange<Double>) throws {
        #expect(expected.contains(share(try files.rows("students.csv")) { $0[column] == value }))
    }

    @Test func someStudentsAttendTwoSchools() throws {
        let enrollments = try files.rows("enrollments.csv").count
        let students = Set(try files.rows("enrollments.csv").map { key($0, "student_id", "year") }).count
        #expect((1.015...1.07).contains(Double(enrollments) / Double(students)))
        #expect((8_600...9_600).contains(students))
    }

    @Test func absenceIsChronicForOneInTen() throws {
        let chronic = share(try files.rows("enrollments.csv")) {
            10 * Int($0["days_attended"]!)! <= 9 * Int($0["days_enrolled"]!)!
        }
        #expect((0.07...0.15).contains(chronic))
    }

    @Test func fewTestedStudentsHaveNoValidScore() throws {
        let tested = try files.rows("enrollments.csv").filter { ["3", "4", "5", "6", "7", "8", "11"].contains($0["grade"]!) }
        let students = Set(tested.map { key($0, "student_id", "year") }).count
        let ela = try files.rows("assessments.csv").filter { $0["subject"] == "ela" }
        let valid = ela.count { !$0["scale_score"]!.isEmpty }
        #expect((0.02...0.05).contains(1 - Double(valid) / Double(students)))
        #expect(valid < ela.count && ela.count < students)
    }

    @Test(arguments: [("ela", 0.27...0.47), ("math", 0.20...0.40)])
    func proficiency(subject: String, expected: ClosedRange<Double>) throws {
        let scores = try files.rows("assessments.csv").filter { $0["subject"] == subject && !$0["scale_score"]!.isEmpty }
        #expect(expected.contains(share(scores) { $0["achievement_level"]! >= "3" }))
        let values = scores.map { Int($0["scale_score"]!)! }
        #expect(values.min()! >= 2_180 && values.max()! <= 2_840)
    }

    @Test func learnersAreReclassifiedAtTwelvePercentAYear() throws {
        #expect((0.08...0.16).contains(share(try files.rows("english_learners.csv")) { $0["status"] == "RFEP" }))
    }

    @Test(arguments: [("4", 0.70...0.90), ("5", 0.74...0.92), ("6", 0.76...0.93)])
    func graduation(years: String, expected: ClosedRange<Double>) throws {
        let cohort = try files.rows("graduation_cohorts.csv").filter { $0["cohort_years"] == years }
        #expect((0.04...0.13).contains(share(cohort) { $0["outcome"] == "transferred_out" }))
        let stayed = cohort.filter { $0["outcome"] != "transferred_out" }
        #expect(expected.contains(share(stayed) { $0["outcome"] == "graduated" }))
    }

    @Test func suspensionIsRareAndRarerInElementarySchools() throws {
        let incidents = try files.rows("discipline.csv").filter { $0["action"] != "other" }
        let suspended = Set(incidents.map { key($0, "student_id", "school_id", "year") })
        let (young, old) = try files.rows("enrollments.csv").reduce(into: ([Bool](), [Bool]())) { parts, row in
            let isSuspended = suspended.contains(key(row, "student_id", "school_id", "year"))
            if (Int(row["grade"]!) ?? 0) <= 5 { parts.0.append(isSuspended) } else { parts.1.append(isSuspended) }
        }
        func rate(_ part: [Bool]) -> Double { Double(part.count { $0 }) / Double(part.count) }
        #expect((0.003...0.02).contains(rate(young)))
        #expect((0.015...0.07).contains(rate(old)))
    }

    @Test func groupsOfSchoolsStraddleTwenty() throws {
        let sizes = try files.rows("school_results.csv").filter { $0["metric"] == "ela_growth" }.map { Int($0["n"]!)! }
        #expect(sizes.allSatisfy { $0 > 0 })
        #expect((0.2...0.8).contains(Double(sizes.count { $0 < 20 }) / Double(sizes.count)))
    }

    @Test func surveysAreAnsweredByMostAndMostlyPositive() throws {
        let results = try files.rows("survey_results.csv")
        for row in results {
            let respondents = Int(row["respondents"]!)!
            #expect(respondents <= Int(row["invited"]!) ?? .max && Int(row["positive"]!)! <= Int(row["responses"]!)!)
        }
        let students = results.filter { $0["respondent"] == "student" && $0["group"] == "all" && $0["invited"] != "" }
        func sum(_ column: String) -> Double { Double(students.map { Int($0[column]!)! }.reduce(0, +)) }
        #expect((0.65...0.90).contains(sum("respondents") / sum("invited")))
        #expect((0.55...0.75).contains(sum("positive") / sum("responses")))
        #expect(Set(results.map { $0["construct"]! }).count == 8)
    }

    @Test func growthResultsAreTheTruthAndNoise() throws {
        let effects = try files.rows("truth.csv").map { (key($0, "school_id", "year"), Double($0["ela_growth"]!)!) }
        let truth = Dictionary(uniqueKeysWithValues: effects)
        let results = try files.rows("school_results.csv").filter {
            $0["metric"] == "ela_growth" && $0["group"] == "all" && Int($0["n"]!)! >= 50
        }
        let agreeing = results.count { (truth[key($0, "school_id", "year")]! > 0) == (Double($0["value"]!)! > 50) }
        #expect(Double(agreeing) / Double(results.count) > 0.7)
        #expect(results.allSatisfy { (0...100).contains(Double($0["value"]!)!) })
    }
}
