internal import Model
internal import Randomness

/// One school's result on a metric for a group, as it is drawn.
struct DrawnResult: Sendable {
    let metric: Int
    let group: Int
    let n: Int
    let spread: Spread
    let series: RandomSeries

    /// Standard normal numbers of some replicates.
    func fill(first: Int, count: Int, _ deviates: UnsafeMutablePointer<Double>) {
        if spread.error == 0 { return }
        for place in 0..<count { deviates[place] = series.normal(first + place) }
    }
}

/// The results that replicates draw, each with a row of its own in the memory of a block of replicates.
///
/// Rows are in the order of schools, metrics and groups. Who has a result does not change from replicate to replicate.
struct DrawnResults: Sendable {
    private(set) var results: [DrawnResult] = []
    /// By school its first row, and at the end the number of rows.
    private(set) var starts: [Int] = []
    /// By school, metric and group the row; -1 for none.
    private var rows: [Int32]
    private let metricCount: Int
    private let groupCount: Int

    init(_ index: UncertainIndex, rule: UncertaintyRule) {
        let measures = index.measures, metrics = index.neededMetrics, groups = index.neededGroups
        (metricCount, groupCount) = (measures.metrics.count, measures.groups.count)
        rows = [Int32](repeating: -1, count: measures.cells.count)
        for school in measures.schools.indices {
            starts.append(results.count)
            let series = RandomSeries(seed: rule.seed, measures.schools[school].id)
            for metric in metrics {
                let ofMetric = series.of(measures.metrics[metric].key)
                for group in groups {
                    guard let measure = measures[school: school, metric: metric, group: group], measure.value != nil else { continue }
                    rows[measures.index(school: school, metric: metric, group: group)] = Int32(results.count)
                    results.append(
                        DrawnResult(
                            metric: metric, group: group, n: measure.n,
                            spread: index.spread(of: measure, school: school, metric: metric, group: group, rule: rule),
                            series: ofMetric.of(measures.groups[group].key)))
                }
            }
        }
        starts.append(results.count)
    }

    func row(school: Int, metric: Int, group: Int) -> Int? {
        let row = rows[(school * metricCount + metric) * groupCount + group]
        return row < 0 ? nil : Int(row)
    }
}

/// What a result is drawn around, and how far from it.
struct Spread: Sendable, Equatable {
    let center: Double
    /// 0 for a result that does not vary by itself.
    let error: Double

    /// A percentage of n students.
    ///
    /// None of 20 students is no proof that it happens to none; so half a student is added on either side, and the error is
    /// that of the share p that this makes: √(p (100 - p) / n). Half of 20 students stay 50, with an error of 11.18.
    ///
    /// Source: L. D. Brown, T. T. Cai and A. DasGupta, Interval Estimation for a Binomial Proportion (Statistical Science 16, 2001),
    /// section 3.1.3 and table 5 (the prior of Jeffreys).
    static func share(_ percent: Double, of n: Int) -> Spread {
        let center = min(100, max(0, (Double(n) * percent + 50) / Double(n + 1)))
        return Spread(center: center, error: (center * (100 - center) / Double(n)).squareRoot())
    }
}

extension UncertainIndex {
    fileprivate func spread(of measure: Measure, school: Int, metric: Int, group: Int, rule: UncertaintyRule) -> Spread {
        let value = measure.value!.approximation
        switch redraws[metric] {
        case .share where rule.sampling == .students && measure.n > 0: return .share(value, of: measure.n)
        case .given where rule.measurement:
            return Spread(center: value, error: measures.standardError(school: school, metric: metric, group: group) ?? 0)
        default: return Spread(center: value, error: 0)
        }
    }
}
