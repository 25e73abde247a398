/// Where a metric's records of a school went (conventions.md, the student ledger): enrolled = counted + excluded by reason.
struct LedgerLines {
    let counted: Int
    /// Reason → records, only of reasons that occur.
    let excluded: [String: Int]

    init(counted: Int, excluded: [String: Int]) {
        self.counted = counted
        self.excluded = excluded.filter { $0.value > 0 }
    }

    init(_ fates: [Fate]) {
        var counted = 0
        var excluded: [String: Int] = [:]
        for fate in fates {
            switch fate {
            case .outside: continue
            case .counted: counted += 1
            case .excluded(let reason): excluded[reason, default: 0] += 1
            }
        }
        self.init(counted: counted, excluded: excluded)
    }

    var enrolled: Int { counted + excluded.values.reduce(0, +) }

    /// Reasons in the order of the rule that gives them: a test that fails, then the same test not known.
    static let reasons: [String] = [
        "grade not tested", "no valid score", "transferred out of the cohort", "not in grade 8",
        "reclassified in another year", "English learner for no more than five years", "enrolled less than 31 days", Survey.reason,
    ].flatMap { [$0, "not known: \($0)"] } + ["not known whether met"]
}
