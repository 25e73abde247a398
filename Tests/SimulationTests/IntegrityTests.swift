import Testing

@testable import Simulation

/// What the schemas of the canonical files ask for holds in synthetic data.
@Suite struct IntegrityTests {
    let files = SimulatedFiles.shared

    @Test(arguments: [
        ("schools.csv", ["school_id"]), ("truth.csv", ["school_id", "year"]), ("students.csv", ["student_id", "year"]),
        ("enrollments.csv", ["student_id", "school_id", "year"]),
        ("assessments.csv", ["student_id", "school_id", "year", "subject"]), ("discipline.csv", ["incident_id"]),
        ("courses.csv", ["student_id", "school_id", "year"]), ("english_learners.csv", ["student_id", "school_id", "year"]),
        ("graduation_cohorts.csv", ["student_id", "school_id", "year", "cohort_years"]),
        ("survey_results.csv", ["school_id", "year", "respondent", "construct", "group"]),
        ("school_results.csv", ["school_id", "year", "metric", "group"]),
    ])
    func keysAreUnique(name: String, columns: [String]) throws {
        let keys = try files.rows(name).map { row in columns.map { row[$0]! } }
        #expect(!keys.isEmpty)
        #expect(Set(keys).count == keys.count)
        #expect(keys.allSatisfy { $0.allSatisfy { !$0.isEmpty } })
    }

    @Test func everySchoolIsKnownAndOfItsDistrict() throws {
        let schools = Set(try files.rows("schools.csv").map { $0["school_id"]! })
        for (path, data) in try files.bytes() where path.contains("/") {
            let district = path.split(separator: "/")[0]
            #expect(district.utf8.count == 7)
            let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
            guard let column = lines[0].split(separator: ",").firstIndex(of: "school_id") else { continue }
            let unknown = lines.dropFirst().filter { line in
                let school = line.split(separator: ",", omittingEmptySubsequences: false)[column]
                return !schools.contains(String(school)) || !school.hasPrefix(district)
            }
            #expect(unknown.isEmpty, "\(path)")
        }
    }

    @Test(arguments: [
        "enrollments.csv", "assessments.csv", "discipline.csv", "courses.csv", "english_learners.csv", "graduation_cohorts.csv",
    ])
    func everyStudentHasDemographicsInTheYear(name: String) throws {
        let students = Set(try files.rows("students.csv").map { key($0, "student_id", "year") })
        let missing = try files.rows(name).filter { !students.contains(key($0, "student_id", "year")) }
        #expect(missing.isEmpty)
    }

    @Test(arguments: ["assessments.csv", "discipline.csv", "courses.csv", "english_learners.csv"])
    func everyRecordBelongsToAnEnrollment(name: String) throws {
        let enrollments = Set(try files.rows("enrollments.csv").map { key($0, "student_id", "school_id", "year") })
        let missing = try files.rows(name).filter { !enrollments.contains(key($0, "student_id", "school_id", "year")) }
        #expect(missing.isEmpty)
    }

    @Test func daysAttendedAreAtMostDaysEnrolled() throws {
        for row in try files.rows("enrollments.csv") {
            let enrolled = Int(row["days_enrolled"]!)!
            #expect((1...366).contains(enrolled) && (0...enrolled).contains(Int(row["days_attended"]!)!))
        }
    }

    @Test func schoolsTeachTheGradesTheirStudentsAreIn() throws {
        let order = ["TK", "KG"] + (1...12).map(String.init)
        let schools = Dictionary(uniqueKeysWithValues: try files.rows("schools.csv").map { ($0["school_id"]!, $0) })
        for row in try files.rows("enrollments.csv") {
            let school = schools[row["school_id"]!]!
            let grade = order.firstIndex(of: row["grade"]!)!
            #expect(order.firstIndex(of: school["low_grade"]!)! <= grade)
            #expect(order.firstIndex(of: school["high_grade"]!)! >= grade)
        }
    }

    @Test func levelsFollowFromScores() throws {
        for row in try files.rows("assessments.csv") {
            guard let score = Int(row["scale_score"]!) else {
                #expect(row["achievement_level"] == "" && row["standard_error"] == "")
                continue
            }
            let grade = Grade(ordinal: Int(row["grade"]!)!)
            let scale = ScoreScale.of(row["subject"] == "ela" ? .ela : .math, in: grade)
            #expect(grade.isTested && String(scale.level(of: score)) == row["achievement_level"])
        }
    }

    @Test func studentsStayInOneDistrictWithOneRaceAndGoUpGradeByGrade() throws {
        var districtOf: [String: Substring] = [:]
        var firstYearAt: [String: Int] = [:]
        for row in try files.rows("enrollments.csv") where row["grade"] != "12" {
            let student = row["student_id"]!
            let district = row["school_id"]!.prefix(7)
            #expect(districtOf.updateValue(district, forKey: student) ?? district == district)
            let grade = row["grade"] == "TK" ? -1 : Int(row["grade"]!) ?? 0
            let start = Int(row["year"]!.prefix(4))! - grade
            #expect(firstYearAt.updateValue(start, forKey: student) ?? start == start)
        }
        var raceOf: [String: String] = [:]
        for row in try files.rows("students.csv") {
            let race = row["race_ethnicity"]!
            #expect(raceOf.updateValue(race, forKey: row["student_id"]!) ?? race == race)
        }
    }

    @Test func aReclassifiedStudentStaysReclassified() throws {
        let reclassified = try files.rows("english_learners.csv").filter { $0["status"] == "RFEP" }
        #expect(reclassified.allSatisfy { !$0["reclassified_date"]!.isEmpty })
        let students = try files.rows("students.csv").map { (key($0, "student_id", "year"), $0["english_proficiency"]!) }
        let statusOf = Dictionary(uniqueKeysWithValues: students)
        for row in reclassified where row["year"] == "2014-15" {
            #expect(statusOf[key(row, "student_id", "year")] == "RFEP")
            #expect(statusOf[row["student_id"]! + "|2015-16"] ?? "RFEP" == "RFEP")
        }
    }
}
