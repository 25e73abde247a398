extension InputRows {
    /// Section 2, proficiency: of the students of the tested grades with a valid Smarter Balanced score, those at level 3 or 4.
    func proficiency(_ enrollment: Row, subject: String) -> Fate {
        if enrollment["grade"] == "" { return .unknown("grade not tested") }
        let tested = ["3", "4", "5", "6", "7", "8", "11"]
        if !tested.contains(enrollment["grade"]!) { return .excluded("grade not tested") }
        let level = test[[enrollment["student_id"]!, enrollment["school_id"]!, subject]]?["achievement_level"] ?? ""
        if level == "" { return .excluded("no valid score") }
        return .counted(meets: Int(level)! >= 3)
    }
}
