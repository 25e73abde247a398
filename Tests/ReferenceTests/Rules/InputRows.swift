import Foundation
import TestSupport

/// A row of a file: column → text; a missing value is the empty text.
typealias Row = [String: String]

/// All rows of a year, file by file, as the districts sent them (conventions.md, Input).
struct InputRows {
    let year: String
    let schools: [Row]
    let enrollments: [Row]
    let learners: [Row]
    let cohorts: [Row]
    /// By school and group.
    let surveys: [[String]: [Row]]
    /// By school, metric and group.
    let schoolResult: [[String]: Row]
    /// Demographics by student, tests by student, school and subject, courses by student and school.
    let student: [String: Row]
    let test: [[String]: Row]
    /// Tests of all years.
    let testsOfAllYears: [Row]
    let course: [[String]: Row]
    /// How often a student was suspended or expelled at a school.
    let removals: [[String]: Int]

    init(directory: String, year: String) throws {
        self.year = year
        let schools = try Self.rows(directory, "schools.csv", key: ["school_id"])
        self.schools = schools.sorted { ($0["district_id"]!, $0["school_id"]!) < ($1["district_id"]!, $1["school_id"]!) }
        let districts = Set(schools.map { $0["district_id"]! })
        let districtOf = Dictionary(uniqueKeysWithValues: schools.map { ($0["school_id"]!, $0["district_id"]!) })
        func readAllYears(_ name: String, key: [String]) throws -> [Row] {
            let rows = try districts.flatMap { district in
                // A district's file says nothing about another district's schools.
                try CSVDocument(Self.text(directory, "\(district)/\(name)")).dictionaries.filter { row in
                    row["school_id"].flatMap { districtOf[$0] } ?? district == district
                }
            }
            return Self.settled(rows, key: key + ["year"])
        }
        func read(_ name: String, key: String...) throws -> [Row] {
            try readAllYears(name, key: key).filter { $0["year"] == year }
        }
        enrollments = try read("enrollments.csv", key: "student_id", "school_id")
        learners = try read("english_learners.csv", key: "student_id", "school_id")
        cohorts = try read("graduation_cohorts.csv", key: "student_id", "school_id", "cohort_years")
        let surveys = try read("survey_results.csv", key: "school_id", "respondent", "construct", "group")
        self.surveys = Dictionary(grouping: surveys) { [$0["school_id"]!, $0["group"]!] }
        let results = try read("school_results.csv", key: "school_id", "metric", "group")
        schoolResult = Self.byKey(results) { [$0["school_id"]!, $0["metric"]!, $0["group"]!] }
        student = Self.byKey(try read("students.csv", key: "student_id")) { $0["student_id"]! }
        testsOfAllYears = try readAllYears("assessments.csv", key: ["student_id", "school_id", "subject"])
        let tests = testsOfAllYears.filter { $0["year"] == year }
        test = Self.byKey(tests) { [$0["student_id"]!, $0["school_id"]!, $0["subject"]!] }
        course = Self.byKey(try read("courses.csv", key: "student_id", "school_id")) { [$0["student_id"]!, $0["school_id"]!] }
        var removals: [[String]: Int] = [:]
        for row in try read("discipline.csv", key: "incident_id", "student_id") {
            if row["action"] != "suspension" && row["action"] != "expulsion" { continue }
            removals[[row["student_id"]!, row["school_id"]!], default: 0] += 1
        }
        self.removals = removals
    }

    private static func text(_ directory: String, _ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(directory)/\(name)")), as: UTF8.self)
    }

    private static func rows(_ directory: String, _ name: String, key: [String]) throws -> [Row] {
        settled(CSVDocument(try text(directory, name)).dictionaries, key: key)
    }

    /// No row counts that has more days attended than enrolled, or more positive responses than responses.
    private static func isPossible(_ row: Row) -> Bool {
        func isAtMost(_ part: String, _ whole: String) -> Bool {
            guard let part = Int(row[part] ?? ""), let whole = Int(row[whole] ?? "") else { return true }
            return part <= whole
        }
        return isAtMost("days_attended", "days_enrolled") && isAtMost("positive", "responses")
    }

    /// Equal rows count once; of rows with one key that differ none counts, since nothing says which is right. A key with a
    /// missing part is no key.
    private static func settled(_ rows: [Row], key: [String]) -> [Row] {
        var rowsOfKey: [[String]: [Row]] = [:]
        for row in rows where isPossible(row) { rowsOfKey[key.map { row[$0]! }, default: []].append(row) }
        return rowsOfKey.flatMap { key, rows in
            if key.contains("") { return rows }
            return Set(rows).count == 1 ? [rows[0]] : []
        }
    }

    private static func byKey<Key: Hashable>(_ rows: [Row], _ key: (Row) -> Key) -> [Key: Row] {
        Dictionary(uniqueKeysWithValues: rows.map { (key($0), $0) })
    }
}
