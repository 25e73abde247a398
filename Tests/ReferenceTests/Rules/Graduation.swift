extension InputRows {
    /// Section 2, graduation: the cohort without those who transferred out; graduated within so many years.
    func graduation(_ member: Row, years: String) -> Fate {
        if member["cohort_years"] != years { return .outside }
        if member["outcome"] == "transferred_out" { return .excluded("transferred out of the cohort") }
        return .counted(meets: member["outcome"] == "graduated")
    }
}
