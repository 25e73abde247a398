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
/// ⌈k·n/levels⌉ (counted from 0), the first that belongs to it, rounded to the metric's published decimals. So a bound is
/// always some school's published result, nothing is interpolated, and a value on it gets the upper level.
///
/// - Parameter homeLevels: per school the level it is compared within; schools without one do not count.
/// - Returns: cut points in the order of metrics, then levels; none where fewer than `minimumSchools` have a result.
package func calibrate(_ measures: Measures, rule: CalibrationRule, homeLevels: [String?], levels: [String]) -> CutTable {
    guard let group = measures.groups.firstIndex(where: { $0.key == rule.group }) else { return CutTable([]) }
    var rows: [CutPoints] = []
    for (index, metric) in measures.metrics.enumerated() where rule.metrics?.contains(metric.key) ?? true {
        for level in levels {
            let values = measures.schools.indices
                .filter { homeLevels[$0] == level }
                .compactMap { measures[school: $0, metric: index, group: group]?.value }
            if values.count < max(rule.minimumSchools, 1) { continue }
            let origin = CutPoints.Origin(
                year: measures.year, schools: values.count, method: "quantiles of \(rule.levelCount)", source: rule.source)
            rows.append(
                CutPoints(
                    metric: metric.key, schoolLevel: level,
                    bounds: bounds(of: values, metric: metric, levelCount: rule.levelCount), origin: origin))
        }
    }
    return CutTable(rows)
}

private func bounds(of values: [Rational], metric: MetricWords, levelCount: Int) -> [Rational] {
    let fromWorst = values.sorted { metric.better.isWorse($0, than: $1) }
    return (1..<levelCount).map { level in
        let place = (level * fromWorst.count + levelCount - 1) / levelCount
        let value = fromWorst[min(place, fromWorst.count - 1)]
        return Rational(value.scaledAndRounded(decimals: metric.decimals), over: Rational.power(of10: metric.decimals))
    }
}
