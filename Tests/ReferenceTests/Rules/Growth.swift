extension InputRows {
    /// Section 2, growth: the school growth percentile computed elsewhere, as it was reported for the group.
    func growth(_ metric: String, school: String, group: String) -> GroupResult {
        let row = schoolResult[[school, metric, group]]
        // A result of an unknown number of students is none.
        return GroupResult(n: Int(row?["n"] ?? "") ?? 0, value: Fraction(decimal: row?["value"] ?? ""))
    }

    /// The ledger of a growth metric: the students of the result for all.
    func growthLedger(_ metric: String, school: String) -> LedgerLines {
        let row = schoolResult[[school, metric, "all"]]
        return LedgerLines(counted: Int(row?["n"] ?? "") ?? 0, excluded: [:])
    }
}
