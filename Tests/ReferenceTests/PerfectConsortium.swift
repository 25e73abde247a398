import TestSupport

/// Schools where everything is as good as it can be, each with other results missing.
struct PerfectConsortium {
    /// What a school's files may lack.
    private static let kinds = ["assessments", "school_results", "survey_results", "english_learners"]
    private static let levels: [(level: String, grades: [String])] = [
        ("elementary", ["3", "4"]), ("middle", ["8"]), ("high", ["11", "12"]), ("span", ["5", "8", "11"]),
    ]
    private static let students = 24

    private(set) var files: [String: CSVDocument] = [:]
    /// Schools without any academic result: an elementary school has no other. (A span school has its graduation rate, which
    /// is compared with that of high schools.)
    private(set) var withoutAcademic: Set<String> = []

    init(year: String) {
        files["schools.csv"] = CSVDocument(
            columns: ["school_id", "district_id", "school_name", "district_name", "school_level", "low_grade", "high_grade"])
        for (kind, columns) in HostileRecords.columns { files["D/\(kind).csv"] = CSVDocument(columns: columns) }
        for (place, kind) in Self.levels.enumerated() {
            for pattern in 0..<1 << Self.kinds.count {
                let id = "S\(place)-\(pattern)"
                files["schools.csv"]!.rows.append([id, "D", id, "District", kind.level, "", ""])
                let missing = Set(Self.kinds.indices.filter { pattern >> $0 & 1 == 1 }.map { Self.kinds[$0] })
                addSchool(id, grades: kind.grades, year: year, without: missing)
                let hasGrowth = !missing.contains("school_results") && year == "2016-17"
                if missing.contains("assessments"), !hasGrowth, kind.level == "elementary" {
                    withoutAcademic.insert(id)
                }
            }
        }
    }

    private mutating func addSchool(_ id: String, grades: [String], year: String, without missing: Set<String>) {
        func add(_ kind: String, _ row: [String]) {
            if !missing.contains(kind) { files["D/\(kind).csv"]!.rows.append(row) }
        }
        for number in 0..<Self.students {
            let student = "\(id)/\(number)", own = [student, id, year], grade = grades[number % grades.count]
            let isLearner = number % 6 != 0
            let race = number < 22 ? "LX" : "WH", isPoor = number < 19
            add("students", [student, year, race, isLearner ? "EL" : "EO", "Y", isPoor ? "Y" : "N", "N", "N"])
            add("enrollments", own + [grade, "180", "180"])
            for subject in ["ela", "math"] { add("assessments", own + [subject, grade, "2600", "", "4"]) }
            add("courses", own + ["4", "A", "A"])
            add("english_learners", own + ["RFEP", "", "", "6", "\(year.prefix(4))-12-31"])
            add("graduation_cohorts", own + ["4", "graduated"])
        }
        for group in ["all", "LX", "el", "swd"] {
            for metric in ["ela_growth", "math_growth"] { add("school_results", [id, year, metric, group, "24", "99"]) }
            for construct in Survey.socialEmotional.constructs + Survey.cultureAndClimate.constructs {
                add("survey_results", [id, year, "student", construct, group, "24", "24", "96", "96"])
            }
        }
    }
}
