package import Model

/// How cut points are derived from a year's results.
package struct CalibrationRule: Sendable, Equatable {
    package let levelCount: Int
    /// The group whose results count, usually all students.
    package let group: String
    /// Fewest schools that cut points can be derived from.
    package let minimumSchools: Int
    /// Metrics to calibrate; nil for all.
    package let metrics: [String]?
    package let source: String

    package init(levelCount: Int, group: String, minimumSchools: Int, metrics: [String]?, source: String) {
        self.levelCount = levelCount
        self.group = group
        self.minimumSchools = minimumSchools
        self.metrics = metrics
        self.source = source
    }
}

/// Cut points by metric and school level such that each level held an equal share of the schools of the year.
///
/// The schools with a result are ordered from worst to best; the bound of level k + 1 is the result of the school in place
/// ⌈k·n/levels⌉ (counted from 0), the first that belongs to it. A file of cut points has the metric's published decimals, so
/// the bound is rounded towards the worse side: the school that it comes from reaches its level. Where levels are taken from
/// rounded values it is that school's rounded value; where bounds are closed on the worse side it is the last school of the
/// level below that decides, and stays there. Nothing is interpolated.
///
/// - Parameter banding: how results will be compared with the bounds.
/// - Parameter comparison: the levels that schools are compared within; a school without one does not count.
/// - Returns: cut points in the order of metrics, then levels; none where fewer than `minimumSchools` have a result.
package func calibrate(
    _ measures: Measures, rule: CalibrationRule, banding: BandingRule, within comparison: ComparisonLevels, levels: [String]
) -> CutTable {
    guard let group = measures.groups.firstIndex(where: { $0.key == rule.group }) else { return CutTable([]) }
    var rows: [CutPoints] = []
    for (index, metric) in measures.metrics.enumerated() where rule.metrics?.contains(metric.key) ?? true {
        let homes = measures.schools.indices.map { comparison.levels(school: $0, metric: metric).first }
        for level in levels {
            let values = measures.schools.indices
                .filter { homes[$0] == level }
                .compactMap { measures[school: $0, metric: index, group: group]?.value }
            if values.count < max(rule.minimumSchools, 1) { continue }
            let origin = CutPoints.Origin(
                year: measures.year, schools: values.count, method: "quantiles of \(rule.levelCount)", source: rule.source)
            rows.append(
                CutPoints(
                    metric: metric.key, schoolLevel: level,
                    bounds: bounds(of: values, metric: metric, levelCount: rule.levelCount, banding: banding), origin: origin))
        }
    }
    return CutTable(rows)
}

private func bounds(of values: [Rational], metric: MetricWords, levelCount: Int, banding: BandingRule) -> [Rational] {
    let fromWorst = values.sorted { metric.better.isWorse($0, than: $1) }
    return (1..<levelCount).map { level in
        let below = (level * fromWorst.count + levelCount - 1) / levelCount
        switch banding.closed {
        case .betterSide: return bound(at: fromWorst[min(below, fromWorst.count - 1)], metric, banding)
        case .worseSide: return bound(at: fromWorst[below - 1], metric, banding)
        }
    }
}

/// A school's result with the metric's decimals, on the side of it that keeps the school where it belongs.
private func bound(at value: Rational, _ metric: MetricWords, _ banding: BandingRule) -> Rational {
    let unit = Rational(1, over: Rational.power(of10: metric.decimals))
    let rounded = Rational(value.scaledAndRounded(decimals: metric.decimals), over: unit.denominator)
    if rounded == value || banding.taken(for: metric.key) == .rounded { return rounded }
    let isTooGood = metric.better.isWorse(value, than: rounded)
    let upwards = metric.better == .higher ? unit : -unit
    switch banding.closed {
    case .betterSide: return isTooGood ? rounded - upwards : rounded
    case .worseSide: return isTooGood ? rounded : rounded + upwards
    }
}
