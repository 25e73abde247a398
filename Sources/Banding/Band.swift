package import Model
package import Parallel

/// How values become levels.
package struct BandingRule: Sendable, Equatable {
    /// The level of a value that lies exactly on a cut point.
    package enum Closed: String, Sendable, CaseIterable {
        /// The better of the two levels.
        case betterSide = "better_side"
        /// The worse of the two levels.
        case worseSide = "worse_side"
    }

    /// Which value is compared with the cut points.
    package enum Taken: String, Sendable, CaseIterable {
        case unrounded
        /// The published value, rounded half away from zero to the metric's decimals.
        case rounded
    }

    package let levelCount: Int
    package let closed: Closed
    package let taken: Taken
    /// Metrics that differ from `taken`.
    package let takenByMetric: [String: Taken]

    package init(levelCount: Int, closed: Closed, taken: Taken, takenByMetric: [String: Taken]) {
        self.levelCount = levelCount
        self.closed = closed
        self.taken = taken
        self.takenByMetric = takenByMetric
    }

    /// The level of a value, 1 (worst) to `bounds.count + 1`.
    ///
    /// - Parameter bounds: rising for "higher is better", falling for "lower is better".
    package func level(of value: Rational, metric: MetricWords, bounds: [Rational]) -> Int {
        let compared = compared(value, metric: metric)
        return 1 + bounds.prefix { reaches(compared, bound: $0, better: metric.better) }.count
    }

    /// What of a value is compared with the cut points: itself, or the published one.
    package func compared(_ value: Rational, metric: MetricWords) -> Rational {
        taken(for: metric.key) == .rounded
            ? Rational(value.scaledAndRounded(decimals: metric.decimals), over: Rational.power(of10: metric.decimals))
            : value
    }

    /// Which of a metric's values is compared with its cut points.
    package func taken(for metric: String) -> Taken { takenByMetric[metric] ?? taken }

    private func reaches(_ value: Rational, bound: Rational, better: Better) -> Bool {
        if value == bound { return closed == .betterSide }
        return better == .higher ? value > bound : value < bound
    }
}

/// The levels of all measures by the cut points of each school's level.
///
/// A school that spans levels is banded, metric by metric, by the cut points of the first of its levels that has some.
///
/// - Returns: level 0 where a cell has no value or no cut points apply to it.
/// - Complexity: O(cells · levels), in parallel over schools.
package func band(
    _ measures: Measures, by cuts: CutTable, rule: BandingRule, within comparison: ComparisonLevels, workers: Workers
) -> Results {
    let perSchool = workers.map(measures.schools.count) { school -> [UInt8] in
        var levels = [UInt8](repeating: 0, count: measures.metrics.count * measures.groups.count)
        for (metric, words) in measures.metrics.enumerated() {
            guard let bounds = cuts.cutPoints(metric: words.key, schoolLevels: comparison.levels(school: school, metric: words))?.bounds
            else { continue }
            for group in measures.groups.indices {
                guard let value = measures[school: school, metric: metric, group: group]?.value else { continue }
                levels[metric * measures.groups.count + group] = UInt8(rule.level(of: value, metric: words, bounds: bounds))
            }
        }
        return levels
    }
    return Results(measures: measures, levels: perSchool.flatMap { $0 }, levelCount: rule.levelCount)
}
