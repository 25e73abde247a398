extension InputRows {
    /// Section 2, redesignation: English learners reclassified this year, and those still not reclassified after five years.
    func redesignation(_ learner: Row) -> Fate {
        if learner["reclassified_date"] != "" { return .counted(meets: true) }
        let reason = "English learner for no more than five years"
        guard let years = Int(learner["years_as_learner"]!) else { return .unknown(reason) }
        return years > 5 ? .counted(meets: false) : .excluded(reason)
    }
}
