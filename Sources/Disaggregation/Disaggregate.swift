package import Model
package import Parallel

/// A metric's words and where it applies.
package struct MetricScope: Sendable {
    package let words: MetricWords
    /// Places of the groups it is computed for; nil for all.
    package let groups: Set<Int>?
    /// School levels it applies to; nil for all. A school that spans levels is asked in any case.
    package let schoolLevels: Set<String>?

    package init(words: MetricWords, groups: Set<Int>?, schoolLevels: Set<String>?) {
        self.words = words
        self.groups = groups
        self.schoolLevels = schoolLevels
    }
}

/// A metric that takes the best of other metrics' results.
package struct BestMetric: Sendable {
    package let metric: Int
    package let of: [Int]

    package init(metric: Int, of: [Int]) {
        self.metric = metric
        self.of = of
    }
}

/// Everything that disaggregation needs: who the schools and groups are, the metrics, and their rows.
package struct DisaggregationInput: Sendable {
    package let year: String
    package let schools: [School]
    /// Keys of the declared school levels; any other level of a school spans them.
    package let schoolLevels: Set<String>
    package let groups: [GroupWords]
    package let everyone: Int?
    package let chosen: [ChoiceRule]
    package let metrics: [MetricScope]
    package let records: [Records]
    package let given: [GivenMetric]
    package let best: [BestMetric]
    package let minimumN: Int

    package init(
        year: String, schools: [School], schoolLevels: Set<String>, groups: [GroupWords], everyone: Int?,
        chosen: [ChoiceRule], metrics: [MetricScope], records: [Records], given: [GivenMetric], best: [BestMetric],
        minimumN: Int
    ) {
        self.year = year
        self.schools = schools
        self.schoolLevels = schoolLevels
        self.groups = groups
        self.everyone = everyone
        self.chosen = chosen
        self.metrics = metrics
        self.records = records
        self.given = given
        self.best = best
        self.minimumN = minimumN
    }
}

/// The results of every school, metric and group, and where every record went.
///
/// A group's result counts where at least `minimumN` of its students are in the metric's denominator. The ledger balances
/// by the metric's own count of records against the counts by reason.
///
/// - Complexity: O(records · metrics / 8 + schools · metrics · groups), in parallel over rows and schools.
package func disaggregate(_ input: DisaggregationInput, workers: Workers) -> (measures: Measures, ledger: Ledger) {
    var builder = MeasuresBuilder(input)
    for records in input.records {
        let order = SchoolOrder(schools: records.schools, schoolCount: input.schools.count, workers: workers)
        let tally = Tally(records: records, order: order, workers: workers)
        let simple = records.metrics.filter { $0.unit == nil && $0.parts == nil }
        for start in stride(from: 0, to: simple.count, by: Tally.batchSize) {
            let batch = Array(simple[start..<min(start + Tally.batchSize, simple.count)])
            builder.add(tally.count(batch), of: batch, order: order)
        }
        for metric in records.metrics where metric.unit != nil || metric.parts != nil {
            builder.add(tally.countUnits(metric), of: metric, order: order)
        }
    }
    for metric in input.given { builder.add(metric) }
    for metric in input.best { builder.add(metric) }
    return builder.finished()
}
