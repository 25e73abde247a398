internal import Aggregation
internal import Model

/// Which combinations of causes a comparison looks at.
struct CombinationPlan {
    /// The causes in which the runs differ, in declared order.
    let causes: [ScoreCause]
    /// All combinations whose scores are asked for.
    let combinations: [ScoreCauses]
    /// From the first run to the second, step by step.
    let path: [ScoreCauses]
    /// What each step of the path changes; nil for everything at once.
    let steps: [ScoreCause?]

    /// - Parameter method: nil where there are no scores to split.
    init(_ causes: [ScoreCause], by method: ScoreSplit.Method?) {
        self.causes = causes
        let steps = causes.indices.map { ScoreCauses(causes[...$0]) }
        switch method {
        case .inOrder: (path, self.steps) = ([[]] + steps, causes)
        case .average, nil: (path, self.steps) = ([[], ScoreCauses(causes)], [nil])
        }
        let subsets = (0..<1 << causes.count).map { mask in ScoreCauses(causes.indices.filter { mask >> $0 & 1 == 1 }.map { causes[$0] }) }
        combinations = method == .average ? subsets : path
    }

    var whole: ScoreCauses { ScoreCauses(causes) }
}
