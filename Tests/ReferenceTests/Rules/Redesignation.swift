extension InputRows {
    /// Section 2, redesignation: English learners reclassified this year, and those still not reclassified after five years.
    func redesignation(_ learner: Row) -> Fate {
        let date = learner["reclassified_date"]!
        if date != "" { return schoolYear.contains(date) ? .counted(meets: true) : .excluded("reclassified in another year") }
        let reason = "English learner for no more than five years"
        guard let years = Int(learner["years_as_learner"]!) else { return .unknown(reason) }
        return years > 5 ? .counted(meets: false) : .excluded(reason)
    }

    /// The days of the school year, July 1 to June 30; dates written year first sort as texts.
    private var schoolYear: ClosedRange<String> {
        let start = Int(year.prefix(4))!
        return "\(start)-07-01"..."\(start + 1)-06-30"
    }
}
