/// One of the things that a school's score is a function of.
package enum ScoreCause: Int, Sendable, CaseIterable {
    /// Which students are on the rolls.
    case roster
    /// What the files say of them, and of the schools.
    case data
    /// The pipeline but for cut points and weights.
    case rules
    case cutPoints
    case weights

    package var title: String {
        switch self {
        case .roster: "roster"
        case .data: "data"
        case .rules: "rules"
        case .cutPoints: "cut points"
        case .weights: "weights"
        }
    }
}

/// The causes that are taken from the second of two runs; all others are from the first.
package struct ScoreCauses: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) { self.rawValue = rawValue }

    package init(_ causes: some Sequence<ScoreCause>) { self.init(rawValue: causes.reduce(0) { $0 | 1 << $1.rawValue }) }

    package func has(_ cause: ScoreCause) -> Bool { rawValue >> cause.rawValue & 1 == 1 }

    package func adding(_ cause: ScoreCause) -> ScoreCauses { ScoreCauses(rawValue: rawValue | 1 << cause.rawValue) }
}
