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
    /// How often tangents and bounds are laid anew.
    private static let rounds = 6
    /// Which part of the answer before leaves it at that.
    private static let settled = Rational(98, over: 100)

    func answer(_ known: WeightMove?) -> WeightChangeAnswer {
        let all = (weights[level] ?? [:]).values.reduce(.zero, +).approximation
        // Without a move that is enough, budgets double: the smaller it is, the fewer rivals are in doubt.
        let budgets = known.map { [$0.amount.withSlack] } ?? (0...6).reversed().map { all / Double(1 << $0) }
        for budget in budgets {
            if let moves = turning(within: budget) ?? known.map({ [$0] }) { return .found(change(moves)) }
        }
        let bound = noneBelow(within: all)
        return bound < all ? .notFound(noneBelow: bound.fourDecimalsDown) : .impossible
    }

    private func change(_ moves: [WeightMove]) -> SmallestWeightChange {
        SmallestWeightChange(moves: moves, noneBelow: min(noneBelow(within: moves.points.withSlack).fourDecimalsDown, moves.points))
    }

    /// A short change within a budget that turns the contest, the shortest of all where nothing is missing.
    private func turning(within points: Double) -> [WeightMove]? {
        let isLinear = program(.bounded, within: points).isExact
        var best: [WeightMove]?, place = matrix.metrics.map { _ in 0.0 }, margin = 1e-6
        for _ in 0..<Self.rounds {
            guard case .found(values: let changes, noneBelow: _) = program(.tangent(place), within: points).least(margin: margin, nodes: Self.nodes)
            else { break }
            if let moves = decimalMoves(changes) {
                // Tangents where the answer nearly stays are off by the square of the little it moves.
                let isSettled = best.map { moves.points >= $0.points * Self.settled } ?? isLinear
                best = best.map { moves.points < $0.points ? moves : $0 } ?? moves
                if isSettled { break }
            } else {
                // The solver's and the decimals' roundings, and what is left between curve and tangent.
                margin *= 10
            }
            place = changes
        }
        return best
    }

    /// Below how many points no change turns the contest; all of the budget where none within it does.
    ///
    /// Curves are closer to their lines in a smaller budget: where little is known of all of it, parts of it are tried.
    private func noneBelow(within points: Double) -> Double {
        var none = 0.0, budget = points, tooMuch = points
        for _ in 0..<Self.rounds where none < points * 0.9 {
            let program = program(.bounded, within: budget)
            switch program.least(margin: 0, nodes: Self.nodes) {
            case .infeasible: none = budget
            case .found(values: _, noneBelow: let bound), .undecided(noneBelow: let bound):
                if program.isExact { return bound }
                none = max(none, bound)
                tooMuch = budget
            }
            budget = (none + tooMuch) / 2
        }
        return none
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
            var given = givers.map { min(own[$0], decimal(-changes[$0], isUp ? .up : .toNearestOrAwayFromZero)) }
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
