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
    /// programming technique for the optimization of continuous processing systems", Management Science 7, 1961), and once more with
    /// the better of two lines around each curve for the bound below which no change does it. The change is rounded to as few
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

    /// After how many nodes of its tree a search is given up; most need less than a hundred.
    private static let nodes = 2_000
    /// Which part of a change a bound has to reach to be left at that.
    private static let close = 0.93
    /// How often tangents are laid anew.
    private static let rounds = 5
    /// In how many budgets a bound is sought.
    private static let parts = 3
    /// By how many points a rival is passed at least, beyond what the solver and roundings are off.
    private static let leastMargin = 1e-6
    /// Which part of the answer before leaves it at that.
    private static let settled = Rational(98, over: 100)

    func answer(_ known: WeightMove?) -> WeightChangeAnswer {
        let all = (weights[level] ?? [:]).values.reduce(.zero, +).approximation
        // Without a move that is enough, budgets double: the smaller it is, the fewer rivals are in doubt.
        let budgets = known.map { [$0.amount.withSlack] } ?? (0...6).reversed().map { all / Double(1 << $0) }
        var best = known.map { [$0] }, none = 0.0
        for budget in budgets {
            best = shorter(turning(within: budget, tangentsAt: matrix.metrics.map { _ in 0 }), best)
            if best != nil { break }
            let relaxed = relaxed(within: budget)
            none = max(none, relaxed.noneBelow)
            best = relaxed.changes.flatMap { turning(within: budget, tangentsAt: $0) }
            if best != nil { break }
        }
        guard let best else {
            if let open = budgets.first(where: { $0 > none }) { none = max(none, noneBelow(within: open)) }
            return none >= all ? .impossible : .notFound(noneBelow: none.fourDecimalsDown)
        }
        return .found(settled(best))
    }

    /// A change with the bound below it, and a shorter one where the bound's changes lead to it.
    private func settled(_ moves: [WeightMove]) -> SmallestWeightChange {
        let relaxed = relaxed(within: moves.points.withSlack), points = moves.points.approximation
        var none = relaxed.noneBelow
        if none < points * Self.close {
            if let changes = relaxed.changes, let other = turning(within: points, tangentsAt: changes), other.points < moves.points * Self.settled {
                return settled(other)
            }
            none = max(none, noneBelow(within: points))
        }
        return SmallestWeightChange(moves: moves, noneBelow: min(none.fourDecimalsDown, moves.points))
    }

    /// A short change within a budget that turns the contest, the shortest of all where every answer is linear.
    private func turning(within points: Double, tangentsAt start: [Double]) -> [WeightMove]? {
        let isLinear = program(.bounded, within: points).isLinear
        // A tie is enough to be no longer ahead.
        var best: [WeightMove]?, place = start, margin = isAhead ? 0 : Self.leastMargin
        for _ in 0..<Self.rounds {
            guard case .found(values: let changes, noneBelow: _) = program(.tangent(place), within: points).least(margin: margin, nodes: Self.nodes)
            else { break }
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

    /// Below how many points no change turns the contest; all of the budget where none within it does.
    ///
    /// Curves are closer to their lines in a smaller budget: where little is known of all of it, parts of it are tried.
    private func noneBelow(within points: Double) -> Double {
        var none = 0.0, budget = points, tooMuch = points
        for _ in 0..<Self.parts where none < points * Self.close {
            let relaxed = relaxed(within: budget)
            none = max(none, relaxed.noneBelow)
            if relaxed.changes == nil && none < budget { break }
            if none < budget { tooMuch = budget }
            budget = (none + tooMuch) / 2
        }
        return none
    }

    /// Below how many points no change within a budget turns the contest, and where answers are not linear the changes that say so.
    private func relaxed(within points: Double) -> (noneBelow: Double, changes: [Double]?) {
        let program = program(.bounded, within: points)
        // A little easier than it is, for roundings.
        switch program.least(margin: -1e-7, nodes: Self.nodes) {
        case .infeasible: return (points, nil)
        case .undecided(noneBelow: let bound): return (bound, program.isLinear ? nil : matrix.metrics.map { _ in 0 })
        case .found(values: let changes, noneBelow: let bound): return (bound, program.isLinear ? nil : changes)
        }
    }

    private func program(_ view: ScoreResponse.View, within points: Double) -> ContestProgram {
        let budget = WeightBudget(matrix, level: level, under: weights, points: points)
        func response(_ school: Int) -> ScoreResponse { ScoreResponse(matrix, school, level: level, under: weights, budget, view) }
        return ContestProgram(
            response(contest.school), rivals: contest.rivals.map(response), isAhead: isAhead, needed: contest.needed, budget)
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
