extension InputRows {
    /// Section 2, readiness: all 8th graders; a GPA of at least 2.5, attendance of at least 96%, no D or F in ELA or math, and
    /// no suspension. One thing known to be wrong decides; else one thing not known leaves it open.
    func readiness(_ enrollment: Row) -> Fate {
        if enrollment["grade"] == "" { return .unknown("not in grade 8") }
        if enrollment["grade"] != "8" { return .excluded("not in grade 8") }
        let key = [enrollment["student_id"]!, enrollment["school_id"]!]
        let course = self.course[key]
        let conditions: [Bool?] = [
            Fraction(decimal: course?["gpa"] ?? "").map { $0 >= Fraction(5, 2) },
            attendanceRate(enrollment).map { $0 >= Fraction(96, 100) },
            isPassed(course?["ela_grade"] ?? ""), isPassed(course?["math_grade"] ?? ""),
            removals[key, default: 0] == 0,
        ]
        if conditions.contains(false) { return .counted(meets: false) }
        return conditions.contains(nil) ? .unknownWhetherMet : .counted(meets: true)
    }

    private func isPassed(_ grade: String) -> Bool? { grade == "" ? nil : grade != "D" && grade != "F" }

    /// Days attended of days enrolled at the school; nil where either is not known or nobody was enrolled for a day.
    func attendanceRate(_ enrollment: Row) -> Fraction? {
        guard let enrolled = Int128(enrollment["days_enrolled"]!), let attended = Int128(enrollment["days_attended"]!),
            enrolled > 0
        else { return nil }
        return Fraction(attended, enrolled)
    }
}
