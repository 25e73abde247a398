package import Model

/// Weight that moves from one metric to another, in points.
package struct WeightMove: Sendable, Equatable {
    package let from: Int
    package let to: Int
    package let amount: Rational
}

/// The smallest change of a school level's weights that brings a school level with another.
package struct SmallestWeightChange: Sendable {
    /// The most rewarding one first.
    package let moves: [WeightMove]
    /// Whether both schools have a result on all metrics of the level, so that no other change is smaller.
    ///
    /// Otherwise it is the smallest among those that leave the weights of metrics that either school has no result for.
    package let isOverAllMetrics: Bool

    /// The sum of absolute changes: twice the weight that moves.
    package var size: Rational { Rational(2) * moves.reduce(.zero) { $0 + $1.amount } }
}

extension ScoreMatrix {
    /// The smallest change, by the sum of absolute changes, after which two schools' scores are equal; any more of its last move puts
    /// the one that is behind now ahead. The weights of a domain keep their sum, and none falls below 0.
    ///
    /// As long as a school keeps the weights that it redistributes, the difference of scores is linear: a point of weight on metric m
    /// is worth v(m), the difference of both schools' earned shares, each times its domain's redistribution and the school's
    /// share at the level. A change that keeps a domain's sum is a set of moves from metrics x to metrics y of the domain (what
    /// is taken equals what is given), its size is twice what moves, and a point moved gains v(y) - v(x). Let b be the domain's
    /// metric with the highest v. A move to y gains no more than the same to b, and b has room for it; from x no more than its weight
    /// can move. So a change with moved amounts u(x) gains at most the sum of u(x) (v(b) - v(x)) with 0 <= u(x) <= w(x),
    /// and reaches it: a fractional knapsack, which taking the most rewarding moves first fills best
    /// (G. B. Dantzig, "Discrete-variable extremum problems", Operations Research 5, 1957).
    ///
    /// - Returns: nil where a school has no score, and where no such change does it.
    /// - Complexity: O(metrics · log metrics).
    package func smallestChange(
        bringing school: Int, level other: Int, at level: String, under weights: [String: [String: Rational]]
    ) -> SmallestWeightChange? {
        guard let own = worths(school, level, weights), let others = worths(other, level, weights) else { return nil }
        let gap = others.score - own.score
        let direction = gap < .zero ? -Rational.one : .one
        let levelWeights = levelWeights(level, weights)
        let weighted = metrics.indices.filter { levelWeights[$0] > .zero }
        let values = metrics.indices.map { metric -> Rational? in
            guard levelWeights[metric] > .zero, let first = own.worth[metric], let second = others.worth[metric] else { return nil }
            return direction * (first - second)
        }
        let moves = rewardingMoves(values)
        guard let taken = fill(gap * direction, moves, levelWeights) else { return nil }
        return SmallestWeightChange(moves: taken, isOverAllMetrics: weighted.allSatisfy { values[$0] != nil })
    }

    /// What a point of weight at a level is worth to a school by metric, and its score; nil for a metric whose weight it redistributes.
    private func worths(
        _ school: Int, _ level: String, _ weights: [String: [String: Rational]]
    ) -> (worth: [Rational?], score: Rational)? {
        let kind = kinds[kindOf[school]]
        guard let (nominal, effective) = effectiveWeights(of: kind, under: weights) else { return nil }
        let share = kind.levelShares.first { $0.level == level }?.share ?? .zero
        let earned = metrics.indices.map { earnedShare(school: school, metric: $0) }
        let worth = metrics.indices.map { metric -> Rational? in
            if share == .zero { return .zero }
            guard let own = earned[metric], nominal[metric] > .zero else { return nil }
            return effective[metric] / nominal[metric] * share * own
        }
        return (worth, metrics.indices.reduce(.zero) { $0 + effective[$1] * (earned[$1] ?? .zero) })
    }

    /// In every domain the moves to its most valuable metric, over all domains the most rewarding one first.
    private func rewardingMoves(_ values: [Rational?]) -> [(from: Int, to: Int, gain: Rational)] {
        var moves: [(from: Int, to: Int, gain: Rational)] = []
        for domain in rule.domainRanges {
            let movable = domain.filter { values[$0] != nil }
            guard let best = movable.max(by: { values[$0]! < values[$1]! }) else { continue }
            moves += movable.map { ($0, best, values[best]! - values[$0]!) }.filter { $0.2 > .zero }
        }
        return moves.sorted { ($1.gain, $0.from) < ($0.gain, $1.from) }
    }

    /// Takes moves in order until a gap is closed; nil where all together do not close it.
    private func fill(
        _ gap: Rational, _ moves: [(from: Int, to: Int, gain: Rational)], _ levelWeights: [Rational]
    ) -> [WeightMove]? {
        var rest = gap, taken: [WeightMove] = []
        for move in moves where rest > .zero {
            let amount = min(levelWeights[move.from], rest / move.gain)
            taken.append(WeightMove(from: move.from, to: move.to, amount: amount))
            rest -= amount * move.gain
        }
        return rest > .zero ? nil : taken
    }
}
