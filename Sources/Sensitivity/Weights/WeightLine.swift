package import Model

/// A change of one school level's weights in a straight line: `t` points along it, each metric's weight is its own plus `t` times
/// its `change`.
///
/// The weights of a domain keep their sum, and all weights of the line's metrics are above 0 strictly between the ends. At an end
/// a weight is 0 and its metric leaves the index, so the ends are no part of the line.
package struct WeightLine: Sendable {
    package let schoolLevel: String
    /// The metric that grows with `t`.
    package let to: Int
    /// The metric that shrinks by as much; nil where the others of the domain shrink in proportion.
    package let from: Int?
    /// By metric.
    package let change: [Rational]
    /// Below 0.
    package let lower: Rational
    /// Above 0.
    package let upper: Rational

    /// The weights `t` points along the line.
    package func weights(
        at t: Rational, from weights: [String: [String: Rational]], metrics: [String]
    ) -> [String: [String: Rational]] {
        var moved = weights
        for (metric, change) in zip(metrics, change) where change != .zero {
            moved[schoolLevel]![metric]! += change * t
        }
        return moved
    }
}

extension ScoreMatrix {
    /// A metric's weight is raised or lowered, and the others of its domain share the rest in proportion to their weights.
    ///
    /// - Returns: nil where the metric has no weight at the level, or all of its domain's.
    package func proportionalLine(
        raising metric: Int, at level: String, under weights: [String: [String: Rational]]
    ) -> WeightLine? {
        let own = levelWeights(level, weights), domain = domain(of: metric)
        let others = domain.reduce(Rational.zero) { $0 + own[$1] } - own[metric]
        if own[metric] <= .zero || others <= .zero { return nil }
        let change = metrics.indices.map { other -> Rational in
            other == metric ? .one : domain.contains(other) ? -own[other] / others : .zero
        }
        return WeightLine(schoolLevel: level, to: metric, from: nil, change: change, lower: -own[metric], upper: others)
    }

    /// Weight moves between two metrics of a domain.
    ///
    /// - Returns: nil where they are of different domains, or one has no weight at the level.
    package func transferLine(
        from: Int, to: Int, at level: String, under weights: [String: [String: Rational]]
    ) -> WeightLine? {
        let own = levelWeights(level, weights)
        if from == to || !domain(of: from).contains(to) || own[from] <= .zero || own[to] <= .zero { return nil }
        let change = metrics.indices.map { $0 == to ? Rational.one : $0 == from ? -.one : .zero }
        return WeightLine(schoolLevel: level, to: to, from: from, change: change, lower: -own[to], upper: own[from])
    }

    /// All transfers between two metrics of a domain at a school level, each pair once.
    package func transferLines(at level: String, under weights: [String: [String: Rational]]) -> [WeightLine] {
        metrics.indices.flatMap { from in
            metrics.indices[(from + 1)...].compactMap { transferLine(from: from, to: $0, at: level, under: weights) }
        }
    }

    /// A school level's weights by metric.
    func levelWeights(_ level: String, _ weights: [String: [String: Rational]]) -> [Rational] {
        metrics.map { weights[level]?[$0] ?? .zero }
    }

    /// The metrics of a metric's domain.
    func domain(of metric: Int) -> Range<Int> { rule.domainRanges.first { $0.contains(metric) }! }
}
