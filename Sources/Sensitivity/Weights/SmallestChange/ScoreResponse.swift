internal import Model

/// What weight can move at a school level: from any weighted metric to another one of its domain, up to a budget in all.
struct WeightBudget {
    /// By metric; 0 for one without weight, which neither gives nor takes.
    let weights: [Double]
    /// The metrics of each domain that have a weight.
    let domains: [[Int]]
    /// How many points may move, all moves together.
    var points: Double
    /// Some metrics → between which bounds their weights may grow, all together.
    var sums: [[Int]: ClosedRange<Double>] = [:]

    init(_ matrix: ScoreMatrix, level: String, under weights: [String: [String: Rational]], points: Double) {
        let own = matrix.levelWeights(level, weights).map(\.approximation)
        self.weights = own
        domains = matrix.rule.domainRanges.map { $0.filter { own[$0] > 0 } }
        self.points = points
    }

    /// The most that all moves together can bring, where a point from one metric to another brings a fixed value.
    ///
    /// A metric's points go where they bring most, and those that bring most move first: a fractional knapsack
    /// (G. B. Dantzig, "Discrete-variable extremum problems", Operations Research 5, 1957).
    func most(_ value: (_ from: Int, _ to: Int) -> Double) -> Double {
        let offers = domains.flatMap { domain in
            domain.map { from in (gain: domain.reduce(0) { max($0, $1 == from ? 0 : value(from, $1)) }, weight: weights[from]) }
        }
        var rest = points, sum = 0.0
        for offer in offers.sorted(by: { $0.gain > $1.gain }) where rest > 0 && offer.gain > 0 {
            let taken = min(rest, offer.weight)
            sum += taken * offer.gain
            rest -= taken
        }
        return sum
    }
}

/// How a school's score answers to changes of a level's weights.
///
/// In a pool of metrics that redistribute among themselves let D be the sum of weights, S that of the metrics P with a result, and
/// m the mean of their earned shares e. After changes d of a level that makes up the share h of the school, the pool earns
/// D · (m + N / (S + R)) with N = Σ_P h d (e - m) and R = Σ_P h d. Without a missing result R is 0, and the answer is linear.
struct ScoreResponse {
    /// How answers that are not linear are taken.
    enum View {
        /// Between two straight lines: S / (S + R) has bounds, since no more than the budget moves.
        case bounded
        /// By the tangent at changes by metric.
        case tangent([Double])
    }

    /// What one or several pools add to a change of the score.
    struct Part {
        /// By metric, what each point more of its weight brings while the factor is 1.
        fileprivate(set) var worth: [Double]
        /// The factor's bounds, 1 where nothing is missing; without an upper one where all that is left could go.
        let factor: ClosedRange<Double>
        /// The metrics whose sum of changes decides the factor, and its bounds.
        let sum: (metrics: [Int], bounds: ClosedRange<Double>)

        func times(_ sign: Double) -> Part { Part(worth: worth.map { $0 * sign }, factor: factor, sum: sum) }

        /// What this part adds more than another one that has the same factor whatever changes.
        func minus(_ other: Part) -> Part { Part(worth: zip(worth, other.worth).map { $0 - $1 }, factor: factor, sum: sum) }

        /// How far apart the part's two lines are where weights change so.
        func doubt(_ changes: [Double]) -> Double {
            (factor.upperBound - factor.lowerBound) * max(abs(zip(worth, changes).reduce(0) { $0 + $1.0 * $1.1 }), 1e-9)
        }

        func most(_ from: Int, _ to: Int) -> Double { bounds(from, to).max }

        func least(_ from: Int, _ to: Int) -> Double { bounds(from, to).min }

        private func bounds(_ from: Int, _ to: Int) -> (min: Double, max: Double) {
            let value = worth[to] - worth[from]
            if value == 0 { return (0, 0) }
            let ends = (factor.lowerBound * value, factor.upperBound * value)
            return (min(ends.0, ends.1), max(ends.0, ends.1))
        }
    }

    /// The school's kind: parts of schools of one kind have the same factors.
    let kind: Int
    /// In points: as weights are, or where the tangents cross that.
    private(set) var score: Double
    /// What is linear, whatever changes.
    private(set) var exact: Part
    /// What is not, by pool.
    private(set) var bounded: [Part] = []

    /// - Parameter school: one with a score.
    init(_ matrix: ScoreMatrix, _ school: Int, level: String, under weights: [String: [String: Rational]], _ budget: WeightBudget, _ view: View) {
        self.kind = matrix.kindOf[school]
        let kind = matrix.kinds[matrix.kindOf[school]]
        guard let (nominal, effective) = matrix.effectiveWeights(of: kind, under: weights) else { preconditionFailure("the school has a score") }
        let earned = matrix.metrics.indices.map { matrix.earnedShare(school: school, metric: $0) ?? .zero }
        score = zip(effective, earned).reduce(.zero) { $0 + $1.0 * $1.1 }.approximation
        exact = Part(worth: earned.map { _ in 0 }, factor: 1...1, sum: ([], 0...0))
        guard let share = kind.levelShares.first(where: { $0.level == level })?.share.approximation else { return }
        let own = nominal.map(\.approximation), shares = earned.map(\.approximation)
        for metrics in matrix.rule.pools {
            let pool = Pool(metrics.filter { own[$0] > 0 }, kind.hasResult, own, shares, share, budget)
            if pool.left > 0 { add(pool, budget, view) }
        }
    }

    private mutating func add(_ pool: Pool, _ budget: WeightBudget, _ view: View) {
        var worth = exact.worth.map { _ in 0.0 }
        for (metric, value) in pool.worth { worth[metric] = value }
        if pool.gains == 0 {
            addExact(worth)
            return
        }
        switch view {
        case .bounded: bounded.append(Part(worth: worth, factor: pool.factor(budget), sum: (pool.mixed, pool.sum(budget))))
        case .tangent(let place):
            let tangent = pool.tangent(at: place)
            score += tangent.offset
            for (metric, value) in tangent.worth { worth[metric] = value }
            addExact(worth)
        }
    }

    private mutating func addExact(_ worth: [Double]) { for metric in worth.indices { exact.worth[metric] += worth[metric] } }
}

/// A pool of metrics with a weight at one school.
private struct Pool {
    /// The share of the school that is at the level.
    let share: Double
    /// S.
    let left: Double
    /// Metric with a result and weight that can move → h · D / S · (e - m).
    let worth: [(metric: Int, value: Double)]
    /// The metrics with a result in domains that have both.
    let mixed: [Int]
    /// How much weight can come to them from those without in their domains, and go there.
    let gains: Double
    let losses: Double

    init(_ weighted: [Int], _ hasResult: [Bool], _ nominal: [Double], _ earned: [Double], _ share: Double, _ budget: WeightBudget) {
        let present = weighted.filter { hasResult[$0] }, left = present.reduce(0) { $0 + nominal[$1] }
        let all = weighted.reduce(0) { $0 + nominal[$1] }, mean = present.reduce(0) { $0 + nominal[$1] * earned[$1] } / left
        self.share = share
        self.left = left
        worth = present.filter { budget.weights[$0] > 0 }.map { ($0, share * all / left * (earned[$0] - mean)) }
        let mixed = budget.domains.map { $0.filter(weighted.contains) }.filter { Set($0.map { hasResult[$0] }).count == 2 }.flatMap(\.self)
        self.mixed = mixed.filter { hasResult[$0] }
        gains = mixed.reduce(0) { $0 + (hasResult[$1] ? 0 : budget.weights[$1]) }
        losses = mixed.reduce(0) { $0 + (hasResult[$1] ? budget.weights[$1] : 0) }
    }

    /// Between which bounds R stays, of the level alone.
    func sum(_ budget: WeightBudget) -> ClosedRange<Double> {
        let most = -min(budget.points, losses)...min(budget.points, gains)
        return budget.sums[mixed].map { max(most.lowerBound, $0.lowerBound)...max(most.lowerBound, min(most.upperBound, $0.upperBound)) } ?? most
    }

    /// The highest factor that is told from an unlimited one: larger ones would only take the solver its digits.
    private static let highest = 20.0

    /// Between which bounds S / (S + R) stays.
    func factor(_ budget: WeightBudget) -> ClosedRange<Double> {
        let sum = sum(budget), least = left + share * sum.lowerBound
        return left / (left + share * sum.upperBound)...(least * Self.highest > left ? left / least : .infinity)
    }

    /// The tangent of N / (1 + R / S) at changes by metric: its slopes, and where it crosses no change.
    func tangent(at place: [Double]) -> (worth: [(metric: Int, value: Double)], offset: Double) {
        let factor = left / max(left + share * worth.reduce(0) { $0 + place[$1.metric] }, left / Self.highest)
        let sum = worth.reduce(0) { $0 + $1.value * place[$1.metric] }
        let slopes = worth.map { (metric: $0.metric, value: factor * ($0.value - factor * sum * share / left)) }
        return (slopes, factor * sum - slopes.reduce(0) { $0 + $1.value * place[$1.metric] })
    }
}
