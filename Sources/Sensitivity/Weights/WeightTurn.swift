package import Model
package import Parallel

/// Where along a line of weights a result turns into its opposite.
package struct WeightTurn: Sendable {
    /// Above 0 forwards along the line, below 0 backwards.
    package let place: ExactRoot
    /// Whether the result has turned at the place itself, or only behind it.
    package let isAttained: Bool
    /// The rivals that tie with the school there.
    package let rivals: [Int]
    /// The nearest decimal number, with as few decimals as it takes and two at least, at which the result has turned; nil where
    /// ten decimals are not enough.
    package let amount: Rational?

    /// - Parameter next: the stretch behind the turn, seen from where the weights are.
    fileprivate init(_ next: WeightStretch, isForward: Bool) {
        let end = isForward ? next.start : next.end
        place = end.place
        isAttained = end.isIncluded
        rivals = end.rivals
        amount = (2...10).lazy.map { decimals in
            let step = Rational(1, over: Rational.power(of10: decimals))
            let magnitude = end.place.magnitude, near = magnitude.roundedUp(decimals: decimals)
            let far = !end.isIncluded && ExactRoot(near) == magnitude ? near + step : near
            return isForward ? far : -far
        }.first { next.contains(ExactRoot($0)) }
    }
}

/// A result along a line of weights, and where it turns on both sides of the weights as they are.
package struct WeightTurns: Sendable {
    package let line: WeightLine
    package let stretches: [WeightStretch]
    package let isAhead: Bool
    /// Nil where the result stays as it is down to the line's lower end.
    package let backward: WeightTurn?
    /// Nil where it stays as it is up to the line's upper end.
    package let forward: WeightTurn?

    /// - Parameter stretches: those of the whole line; at least one.
    fileprivate init(_ line: WeightLine, _ stretches: [WeightStretch]) {
        let here = stretches.firstIndex { $0.contains(ExactRoot(.zero)) }!
        self.line = line
        self.stretches = stretches
        isAhead = stretches[here].isAhead
        backward = here == 0 ? nil : WeightTurn(stretches[here - 1], isForward: false)
        forward = here == stretches.count - 1 ? nil : WeightTurn(stretches[here + 1], isForward: true)
    }

    /// The turn that takes the smaller change.
    package var nearest: WeightTurn? {
        guard let backward, let forward else { return backward ?? forward }
        return backward.place.magnitude < forward.place.magnitude ? backward : forward
    }
}

extension WeightTurns {
    /// The turn that takes the smaller change, as weight that moves; nil where six decimals do not name it, and where more than two
    /// metrics change.
    package var nearestMove: WeightMove? {
        guard let amount = nearest?.amount, (amount * Rational(1_000_000)).denominator == 1, let from = line.from else { return nil }
        return amount < .zero ? WeightMove(from: line.to, to: from, amount: -amount) : WeightMove(from: from, to: line.to, amount: amount)
    }
}

extension ScoreMatrix {
    /// A result along each of some lines.
    ///
    /// - Returns: one for each line; none where the school has no score.
    /// - Throws: where weights are too long for 128 bits.
    package func turns(
        of contest: WeightContest, along lines: [WeightLine], under weights: [String: [String: Rational]], workers: Workers
    ) throws(NumberTooLong) -> [WeightTurns] {
        let stretches: [[WeightStretch]] = try workers.tryMap(lines.count) { line throws(NumberTooLong) in
            try self.stretches(contest, along: lines[line], under: weights)
        }
        return zip(lines, stretches).filter { !$1.isEmpty }.map { WeightTurns($0, $1) }
    }
}

extension [WeightTurns] {
    /// The line on which the result turns with the smallest change; of equal ones the first, nil where it turns nowhere.
    package var smallest: WeightTurns? {
        self.filter { $0.nearest != nil }.enumerated().min { left, right in
            let first = left.element.nearest!.place.magnitude, second = right.element.nearest!.place.magnitude
            return first == second ? left.offset < right.offset : first < second
        }?.element
    }
}
