internal import MixedPrograms

/// The least weight that moves until a contest turns, as a mixed-integer linear program: which rivals are met is a choice of each.
///
/// Where answers are only known between two lines they are taken as the better one of both, so that no change that moves less than what
/// is found turns the contest.
struct ContestProgram {
    /// How the school stands to a rival: the rival is met where all that changes reaches the gap.
    private struct Rival {
        let gap: Double
        /// What is linear of the difference.
        let exact: ScoreResponse.Part
        /// What is not, beside the school's own parts.
        let bounded: [ScoreResponse.Part]
        /// Whether the school's own parts count too; those of a rival of its kind have the same factors, and are one with them.
        let hasOwn: Bool
        /// What all moves within the budget do to the difference.
        let range: ClosedRange<Double>

        /// Whether all that one of both has left could go, and then nothing is known.
        var isUnknown: Bool { !range.lowerBound.isFinite || !range.upperBound.isFinite }

        var isInDoubt: Bool { isUnknown || range.lowerBound < gap && range.upperBound >= gap }
    }

    private let budget: WeightBudget
    /// The school's parts that are not linear, as they help.
    private let own: [ScoreResponse.Part]
    private let rivals: [Rival]
    /// How many rivals have to be met.
    private let needed: Int

    /// - Parameters: school: its own answer; rivals: those of the rivals; isAhead: whether the contest turns against the school;
    ///   needed: how many rivals have to be strictly lower to be ahead.
    init(_ school: ScoreResponse, rivals: [ScoreResponse], isAhead: Bool, needed: Int, _ budget: WeightBudget) {
        let sign = isAhead ? -1.0 : 1, own = school.bounded.map { $0.times(sign) }
        self.budget = budget
        self.own = own
        self.needed = isAhead ? rivals.count - needed + 1 : needed
        self.rivals = rivals.map { rival in
            let isAlike = rival.kind == school.kind, exact = school.exact.minus(rival.exact).times(sign)
            let bounded = isAlike ? zip(school.bounded, rival.bounded).map { $0.minus($1).times(sign) } : rival.bounded.map { $0.times(-sign) }
            let parts = [exact] + bounded + (isAlike ? [] : own)
            let least = budget.most { from, to in -parts.reduce(0) { $0 + $1.least(from, to) } }
            let most = budget.most { from, to in parts.reduce(0) { $0 + $1.most(from, to) } }
            return Rival(gap: sign * (rival.score - school.score), exact: exact, bounded: bounded, hasOwn: !isAlike, range: -least...most)
        }
    }

    /// Whether all answers are linear.
    var isLinear: Bool { own.isEmpty && rivals.allSatisfy(\.bounded.isEmpty) }

    /// How many rivals could be met or not.
    var doubtfulCount: Int { rivals.count(where: \.isInDoubt) }

    /// The sum of changes that leaves most in doubt where weights change so; nil where none does.
    func doubtfulSum(_ changes: [Double]) -> (metrics: [Int], bounds: ClosedRange<Double>)? {
        let doubtful = rivals.filter(\.isInDoubt), parts = doubtful.flatMap(\.bounded) + (doubtful.contains(where: \.hasOwn) ? own : [])
        return parts.max { $0.doubt(changes) < $1.doubt(changes) }?.sum
    }

    /// Searches for the least weight that has to move.
    ///
    /// - Parameters: margin: by how many points a rival has to be passed; nodes: after how many nodes of the search tree it ends.
    /// - Returns: changes by metric in the outcome's values.
    func least(margin: Double, nodes: Int) -> MixedProgramOutcome {
        var draft = Draft(budget)
        let ownTerms = own.flatMap { draft.between($0) }
        var met = 0, choices: [MixedProgram.Term] = []
        for rival in rivals {
            let gap = rival.gap + margin
            if rival.isUnknown {
                met += 1
            } else if rival.range.lowerBound >= gap {
                met += 1
            } else if rival.range.upperBound >= gap {
                let terms = draft.linear(rival.exact.worth) + rival.bounded.flatMap { draft.between($0) } + (rival.hasOwn ? ownTerms : [])
                choices.append((draft.choice(reaching: gap, terms, from: rival.range.lowerBound), 1))
            }
        }
        if met + choices.count < needed { return .infeasible }
        draft.program.require(choices, atLeast: Double(needed - met))
        return draft.changes(draft.program.least(nodes: nodes))
    }
}

/// A program under way: its variables for moved weight, and terms for what moves bring.
private struct Draft {
    var program = MixedProgram()
    private let budget: WeightBudget
    /// By metric; nil for one that neither gives nor takes.
    private var variables: [(given: Int, taken: Int)?]

    init(_ budget: WeightBudget) {
        self.budget = budget
        variables = budget.weights.map { _ in nil }
        for domain in budget.domains {
            for metric in domain {
                variables[metric] = (
                    program.variable(0...budget.points), program.variable(0...min(budget.points, budget.weights[metric]), cost: 1))
            }
            program.require(domain.flatMap { [(variables[$0]!.given, 1), (variables[$0]!.taken, -1)] }, in: 0...0)
        }
        program.require(variables.compactMap { $0.map { ($0.taken, 1) } }, in: 0...budget.points)
        for (metrics, bounds) in budget.sums.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            program.require(metrics.flatMap { [(variables[$0]!.given, 1), (variables[$0]!.taken, -1)] }, in: bounds)
        }
    }

    /// What moves bring, each point of a metric its worth.
    func linear(_ worth: [Double]) -> [MixedProgram.Term] {
        zip(variables, worth).flatMap { variables, worth in
            abs(worth) < 1e-12 ? [] : variables.map { [($0.given, worth), ($0.taken, -worth)] } ?? []
        }
    }

    /// A variable for what a part brings, which stays below one of its two lines.
    mutating func between(_ part: ScoreResponse.Part) -> [MixedProgram.Term] {
        guard part.factor.upperBound.isFinite else { return [] }
        let most = budget.most { part.worth[$1] - part.worth[$0] }, least = -budget.most { part.worth[$0] - part.worth[$1] }
        let brought = program.variable(part.factor.upperBound * least...part.factor.upperBound * most)
        let width = part.factor.upperBound - part.factor.lowerBound
        // One line is lifted above the other; which one is a choice.
        let choice = program.choice()
        program.require(linear(part.worth.map { $0 * part.factor.lowerBound }) + [(brought, -1), (choice, width * most)], atLeast: 0)
        program.require(linear(part.worth.map { $0 * part.factor.upperBound }) + [(brought, -1), (choice, width * least)], atLeast: width * least)
        return [(brought, 1)]
    }

    /// A choice that can only be 1 where terms reach a gap; otherwise they are no less than they can be.
    mutating func choice(reaching gap: Double, _ terms: [MixedProgram.Term], from least: Double) -> Int {
        let choice = program.choice()
        program.require(joined(terms) + [(choice, least - gap)], atLeast: least)
        return choice
    }

    /// Each variable once.
    private func joined(_ terms: [MixedProgram.Term]) -> [MixedProgram.Term] {
        var factors: [Int: Double] = [:]
        for term in terms { factors[term.variable, default: 0] += term.factor }
        return factors.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// What an outcome's values change by metric.
    func changes(_ outcome: MixedProgramOutcome) -> MixedProgramOutcome {
        guard case .found(values: let values, noneBelow: let noneBelow) = outcome else { return outcome }
        return .found(values: variables.map { $0.map { values[$0.given] - values[$0.taken] } ?? 0 }, noneBelow: noneBelow)
    }
}
