package import Model

/// The change of a school's score from one run to another, split by what caused it.
package struct ScoreSplit: Sendable, Equatable {
    /// How the causes take their turn.
    package enum Method: String, Sendable, CaseIterable {
        /// In the order in which they are declared.
        case inOrder
        /// In every order; each part is the average over all of them.
        case average
    }

    /// Exact parts that add up to the change (beyond 38 digits to twelve decimals); a cause in which the runs agree has none.
    package let parts: [ScoreCause: Rational]
    /// Causes behind whose step there is no score: their part is in that of the next.
    package let joined: Set<ScoreCause>

    /// Takes one cause after the other from the second run; what a step changes is its cause's part.
    ///
    /// The average over all orders is Shapley's value of the causes in the change: L. S. Shapley, "A value for n-person games"
    /// (Contributions to the Theory of Games II, 1953), equation 12; as a decomposition A. F. Shorrocks, "Decomposition procedures for
    /// distributional analysis" (Journal of Economic Inequality 11, 2013), section 3.
    ///
    /// - Parameters:
    ///   - causes: those in which the runs differ.
    ///   - score: the score with some causes taken from the second run; nil where there is none.
    /// - Returns: nil where one of the two runs has no score.
    /// - Complexity: O(causes · orders).
    package init?(of causes: [ScoreCause], by method: Method, score: (ScoreCauses) -> Rational?) {
        if score([]) == nil || score(ScoreCauses(causes)) == nil { return nil }
        let orders = method == .inOrder ? [causes] : Self.orders(of: causes[...])
        // How often each combination's score enters the part of a cause.
        var times: [ScoreCause: [ScoreCauses: Int]] = [:], joined: Set<ScoreCause> = []
        for order in orders {
            var before: ScoreCauses = [], now: ScoreCauses = []
            for cause in order {
                now = now.adding(cause)
                if score(now) == nil {
                    joined.insert(cause)
                    continue
                }
                times[cause, default: [:]][now, default: 0] += 1
                times[cause, default: [:]][before, default: 0] -= 1
                before = now
            }
        }
        let share = Rational(1, over: Int128(orders.count))
        parts = times.mapValues { times in
            times.keys.sorted { $0.rawValue < $1.rawValue }.reduce(Rational.zero) { $0 + score($1)! * Rational(times[$1]!) } * share
        }
        self.joined = joined
    }

    private static func orders(of causes: ArraySlice<ScoreCause>) -> [[ScoreCause]] {
        if causes.isEmpty { return [[]] }
        return causes.indices.flatMap { place in
            orders(of: causes[..<place] + causes[(place + 1)...]).map { [causes[place]] + $0 }
        }
    }

    /// The parts in units of 10^-`decimals`, each rounded, and what rounding leaves of the printed change.
    ///
    /// - Parameter change: the printed change in the same units.
    package func printed(change: Int128, decimals: Int) -> (parts: [ScoreCause: Int128], rounding: Int128) {
        let units = parts.mapValues { $0.scaledAndRounded(decimals: decimals) }
        return (units, change - units.values.reduce(0, +))
    }
}
