internal import MixedPrograms
package import Model

/// Weight that moves from one metric to another, in points.
package struct WeightMove: Sendable, Equatable {
    package let from: Int
    package let to: Int
    package let amount: Rational
}

/// The smallest change of a school level's weights that turns a result.
package struct SmallestWeightChange: Sendable {
    /// Moves after which the result has turned, exactly.
    package let moves: [WeightMove]
    /// No change that moves less turns it; in points, rounded down to four decimals.
    package let noneBelow: Rational

    /// How many points move in all: half the sum of absolute changes.
    package var points: Rational { moves.points }
}

/// What is known of the smallest change of weights.
package enum WeightChangeAnswer: Sendable {
    case found(SmallestWeightChange)
    /// No change of weights within the domains turns the result.
    case impossible
    /// None was found, and none that moves less than these points does it.
    case notFound(noneBelow: Rational)
}

extension ScoreMatrix {
    /// The smallest change of a level's weights that turns a contest. The weights of a domain keep their sum, and none falls below 0.
    ///
    /// Which rivals are met is a choice in a mixed-integer linear program. Where results are missing, weights move along curves: then
    /// the program is solved with tangents where its last answer was, until that stays (R. E. Griffith and R. A. Stewart, "A nonlinear
    /// programming technique for the optimization of continuous processing systems", Management Science 7, 1961), and with the better
    /// of two lines around each curve for the bound below which no change does it. The change is rounded to as few
    /// decimals as it takes, and given only where exact scores under the changed weights have turned.
    ///
    /// - Parameters: contest: between schools that have a score; known: a move that is known to turn it, nil for none.
    package func smallestChange(
        turning contest: WeightContest, at level: String, under weights: [String: [String: Rational]], known: WeightMove?
    ) -> WeightChangeAnswer {
        let isAhead = contest.isAhead(under: scores(under: weights))
        return SmallestChangeSearch(matrix: self, contest: contest, isAhead: isAhead, level: level, weights: weights).answer(known)
    }
}

private struct SmallestChangeSearch {
    let matrix: ScoreMatrix
    let contest: WeightContest
    let isAhead: Bool
    let level: String
    let weights: [String: [String: Rational]]

    /// After how many nodes of its tree a program is given up; most need less than a hundred.
    private static let nodes = 2_000
    /// How often tangents are laid anew.
    private static let rounds = 5
    /// How near to the bound an answer is left at that, in points.
    private static let close = 0.005
    /// How many parts of a budget are looked into where few rivals are in doubt; programs take longer with the square of their number.
    private static let parts = 400
    /// By how many points a rival is passed at least, beyond what the solver and roundings are off.
    private static let leastMargin = 1e-6
    /// Which part of the answer before leaves it at that.
    private static let settled = Rational(98, over: 100)

    func answer(_ known: WeightMove?) -> WeightChangeAnswer {
        let all = (weights[level] ?? [:]).values.reduce(.zero, +).approximation
        // Without a move that is enough, budgets double: the smaller it is, the fewer rivals are in doubt.
        let budgets = known.map { [$0.amount.withSlack] } ?? (0...6).reversed().map { all / Double(1 << $0) }
        var none = 0.0
        for points in budgets {
            let found = searched(within: points, known.map { [$0] })
            none = max(none, found.noneBelow)
            if let moves = found.moves {
                return .found(SmallestWeightChange(moves: moves, noneBelow: min(none.fourDecimalsDown, moves.points)))
            }
        }
        return none >= all ? .impossible : .notFound(noneBelow: none.fourDecimalsDown)
    }

    // MARK: Branch and bound

    /// A part of a budget, where some sums of changes stay between bounds, and what is known of it.
    private struct Part {
        let budget: WeightBudget
        let noneBelow: Double
        /// The changes that the bound is from.
        let changes: [Double]
        /// What leaves most in doubt there.
        let sum: (metrics: [Int], bounds: ClosedRange<Double>)?
    }

    /// The shortest change within a budget that is found, and below how many points none is.
    ///
    /// Where results are missing, the sums of changes on which curves depend are halved, the part with the lowest bound first
    /// (A. H. Land and A. G. Doig, "An automatic method of solving discrete programming problems", Econometrica 28, 1960, for continuous
    /// quantities J. E. Falk and R. M. Soland, "An algorithm for separable nonconvex programming problems", Management Science 15, 1969).
    private func searched(within points: Double, _ known: [WeightMove]?) -> (moves: [WeightMove]?, noneBelow: Double) {
        var whole = WeightBudget(matrix, level: level, under: weights, points: points)
        let isLinear = program(.bounded, whole).isLinear
        var best = shorter(turning(within: whole, tangentsAt: matrix.metrics.map { _ in 0 }, isLinear: isLinear), known)
        whole.points = min(points, best?.points.withSlack ?? points)
        let doubtfulCount = program(.bounded, whole).doubtfulCount
        var parts = [part(whole, of: 0)].compactMap(\.self), left = Self.parts / (1 + doubtfulCount * doubtfulCount / 25)
        while let place = parts.indices.min(by: { parts[$0].noneBelow < parts[$1].noneBelow }) {
            let next = parts[place]
            if let best, next.noneBelow >= best.points.approximation - Self.close { return (best, next.noneBelow) }
            guard let sum = next.sum, left > 0 else { return (best, next.noneBelow) }
            left -= 1
            parts.remove(at: place)
            best = shorter(turning(within: next.budget, tangentsAt: next.changes, isLinear: isLinear), best)
            for half in halves(sum, next) {
                var budget = next.budget
                budget.sums[sum.metrics] = half
                budget.points = min(budget.points, best?.points.withSlack ?? points)
                if let part = part(budget, of: next.noneBelow) { parts.append(part) }
            }
        }
        return (best, best.map { min($0.points.approximation, points) } ?? points)
    }

    /// Nil where no change within it turns the contest.
    private func part(_ budget: WeightBudget, of noneBelow: Double) -> Part? {
        let program = program(.bounded, budget)
        // Where a tie is enough a little easier than it is, for roundings; otherwise equal scores are not enough.
        switch least(program, margin: isAhead ? -1e-7 : 1e-8) {
        case .infeasible: return nil
        case .undecided(noneBelow: let bound):
            let nothing = matrix.metrics.map { _ in 0.0 }
            return Part(budget: budget, noneBelow: max(bound, noneBelow), changes: nothing, sum: program.doubtfulSum(nothing))
        case .found(values: let changes, noneBelow: let bound):
            return Part(budget: budget, noneBelow: max(bound, noneBelow), changes: changes, sum: program.doubtfulSum(changes))
        }
    }

    /// Where the changes lie, if that is well inside, and in the middle otherwise.
    private func halves(_ sum: (metrics: [Int], bounds: ClosedRange<Double>), _ part: Part) -> [ClosedRange<Double>] {
        let (low, high) = (sum.bounds.lowerBound, sum.bounds.upperBound), own = sum.metrics.reduce(0) { $0 + part.changes[$1] }
        let middle = own > low + (high - low) / 5 && own < high - (high - low) / 5 ? own : (low + high) / 2
        return [low...middle, middle...high]
    }

    /// A short change within a budget that turns the contest, the shortest of all where every answer is linear.
    private func turning(within budget: WeightBudget, tangentsAt start: [Double], isLinear: Bool) -> [WeightMove]? {
        // A tie is enough to be no longer ahead.
        var best: [WeightMove]?, place = start, margin = isAhead ? 0 : Self.leastMargin
        for _ in 0..<Self.rounds {
            guard case .found(values: let changes, noneBelow: _) = least(program(.tangent(place), budget), margin: margin) else { break }
            if let moves = decimalMoves(changes) {
                // Tangents where the answer nearly stays are off by the square of the little it moves.
                let isSettled = best.map { moves.points >= $0.points * Self.settled } ?? isLinear
                best = shorter(moves, best)
                if isSettled { break }
            } else {
                // The solver's and the decimals' roundings, and what is left between curve and tangent.
                margin = max(Self.leastMargin, margin * 10)
            }
            place = changes
        }
        return best
    }

    private func shorter(_ moves: [WeightMove]?, _ others: [WeightMove]?) -> [WeightMove]? {
        guard let moves, let others else { return moves ?? others }
        return moves.points < others.points ? moves : others
    }

    private func program(_ view: ScoreResponse.View, _ budget: WeightBudget) -> ContestProgram {
        func response(_ school: Int) -> ScoreResponse { ScoreResponse(matrix, school, level: level, under: weights, budget, view) }
        return ContestProgram(
            response(contest.school), rivals: contest.rivals.map(response), isAhead: isAhead, needed: contest.needed, budget)
    }

    private func least(_ program: ContestProgram, margin: Double) -> MixedProgramOutcome {
        program.least(margin: margin, nodes: min(Self.nodes, 200 * Self.nodes / (1 + program.doubtfulCount)))
    }

    private func decimalMoves(_ changes: [Double]) -> [WeightMove]? {
        (2...6).lazy.flatMap { decimals in [false, true].lazy.map { moves(changes, decimals: decimals, isUp: $0) } }.first(where: hasTurned)
    }

    /// Changes as moves of decimal amounts: what each metric gives is rounded, and the metric that gets most takes what that leaves.
    private func moves(_ changes: [Double], decimals: Int, isUp: Bool) -> [WeightMove] {
        let own = matrix.levelWeights(level, weights), unit = Rational.power(of10: decimals)
        func decimal(_ value: Double, _ rule: FloatingPointRoundingRule) -> Rational {
            Rational(Int128((value * Double(unit)).rounded(rule)), over: unit)
        }
        return matrix.rule.domainRanges.flatMap { domain -> [WeightMove] in
            let givers = domain.filter { changes[$0] < -1e-7 }, takers = domain.filter { changes[$0] > 1e-7 }
            guard let most = takers.max(by: { changes[$0] < changes[$1] }) else { return [] }
            // A weight that is no decimal, such as 40/3, gives what a decimal can.
            var given = givers.map { giver in
                min(Rational((own[giver] * Rational(unit, over: 1)).wholeAndRest.whole, over: unit), decimal(-changes[giver], isUp ? .up : .toNearestOrAwayFromZero))
            }
            var moves: [WeightMove] = []
            for taker in takers.filter({ $0 != most }) + [most] {
                var rest = taker == most ? given.reduce(.zero, +) : decimal(changes[taker], .toNearestOrAwayFromZero)
                for place in givers.indices where rest > .zero && given[place] > .zero {
                    let amount = min(rest, given[place])
                    moves.append(WeightMove(from: givers[place], to: taker, amount: amount))
                    given[place] = given[place] - amount
                    rest = rest - amount
                }
            }
            return moves
        }
    }

    private func hasTurned(_ moves: [WeightMove]) -> Bool {
        guard var moved = weights[level] else { return false }
        for move in moves {
            moved[matrix.metrics[move.from]]! -= move.amount
            moved[matrix.metrics[move.to]]! += move.amount
        }
        let scores = matrix.scores(under: weights.merging([level: moved]) { $1 })
        // A school that loses its score changes whom the contest is between.
        return ([contest.school] + contest.rivals).allSatisfy { scores.score($0) != nil } && contest.isAhead(under: scores) != isAhead
    }
}

extension [WeightMove] {
    /// How many points move in all: half the sum of absolute changes.
    fileprivate var points: Rational { reduce(.zero) { $0 + $1.amount } }
}

extension Rational {
    /// A little more, for roundings.
    fileprivate var withSlack: Double { approximation + 1e-3 }
}

extension Double {
    fileprivate var fourDecimalsDown: Rational { Rational(Int128(Swift.max(0, (self - 1e-6) * 1e4).rounded(.down)), over: 10_000) }
}
