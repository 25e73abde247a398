import Disaggregation
import Model
import Parallel
import Testing

/// Where a metric applies, and metrics that take the best of others, worked by hand.
@Suite struct ScopeTests {
    private static let levels = ["elementary", "middle", "span"]

    /// Three schools of different levels, two metrics and two groups; every record meets the first metric, none the second.
    private func scope(_ metrics: [MetricScope]) -> DisaggregationScope {
        DisaggregationScope(
            year: "2016-17",
            schools: Self.levels.map { School(id: $0, districtID: "D", name: "", districtName: "", level: $0) },
            schoolLevels: ["elementary", "middle"], groups: ["all", "AA"].map { GroupWords(key: $0, title: "") }, everyone: 0,
            chosen: [], metrics: metrics, minimumN: 2)
    }

    private func metric(
        _ key: String, groups: Set<Int>? = nil, levels: [String]? = nil, _ better: Better = .higher
    ) -> MetricScope {
        MetricScope(
            words: MetricWords(key: key, title: "", better: better, decimals: 2, schoolLevels: levels), groups: groups)
    }

    private func given(_ metric: Int, _ values: [(school: UInt16, group: Int, n: Int, value: Int?)]) -> GivenMetric {
        GivenMetric(
            metric: metric, schools: values.map(\.school), groups: values.map(\.group), about: nil, counted: [],
            n: values.map(\.n), content: .values(values.map { $0.value.map { Rational($0) } }), parts: nil)
    }

    private func built(_ metrics: [MetricScope], _ given: [GivenMetric], best: BestMetric? = nil) -> Measures {
        var builder = MeasuresBuilder(scope(metrics), workers: Workers(count: 1))
        builder.add(given)
        if let best { builder.add(best) }
        return builder.finished().measures
    }

    private let everywhere = [1, 2, 3].map { (school: UInt16($0), group: 0, n: 5, value: 50 as Int?) }

    @Test func `A metric of one level is there at schools of that level and at those that span levels`() {
        let measures = built([metric("m", levels: ["middle"])], [given(0, everywhere)])
        #expect((0..<3).map { measures[school: $0, metric: 0, group: 0]?.value } == [nil, Rational(50), Rational(50)])
        #expect(measures[school: 0, metric: 0, group: 0] == nil)
    }

    @Test func `A metric of some groups has no result for the others, not even an absent one`() {
        let measures = built([metric("m", groups: [0])], [given(0, everywhere)])
        #expect(measures[school: 0, metric: 0, group: 0]?.n == 5)
        #expect(measures[school: 0, metric: 0, group: 1] == nil)
    }

    @Test func `A school without any row has an absent result`() {
        let measures = built([metric("m")], [given(0, [everywhere[0]])])
        #expect(measures[school: 1, metric: 0, group: 0] == Measure(n: 0, met: nil, outcome: .absent(.notAvailable)))
    }

    @Test(arguments: [(Better.higher, 60), (Better.lower, 40)])
    func `The best of two results is taken with its own number of students`(better: Better, value: Int) {
        let metrics = [metric("a", better), metric("b", better), metric("best", better)]
        let results = [given(0, [(1, 0, 5, 40)]), given(1, [(1, 0, 7, 60)])]
        let measures = built(metrics, results, best: BestMetric(metric: 2, of: [0, 1]))
        let n = value == 60 ? 7 : 5
        #expect(measures[school: 0, metric: 2, group: 0] == Measure(n: n, met: nil, outcome: .value(Rational(value))))
    }

    @Test func `A result that is not there does not compete; with none the first one's reason stands`() {
        let metrics = [metric("a"), metric("b"), metric("best")]
        let results = [given(0, [(1, 0, 1, 90), (2, 0, 1, 90)]), given(1, [(1, 0, 7, 60)])]
        let measures = built(metrics, results, best: BestMetric(metric: 2, of: [0, 1]))
        #expect(measures[school: 0, metric: 2, group: 0]?.value == Rational(60))
        #expect(measures[school: 1, metric: 2, group: 0] == Measure(n: 1, met: nil, outcome: .absent(.belowMinimum)))
        #expect(measures[school: 2, metric: 2, group: 0] == Measure(n: 0, met: nil, outcome: .absent(.notAvailable)))
    }

    @Test func `Of equal results the one listed first is taken`() {
        let metrics = [metric("a"), metric("b"), metric("best")]
        let measures = built(
            metrics, [given(0, [(1, 0, 5, 60)]), given(1, [(1, 0, 7, 60)])], best: BestMetric(metric: 2, of: [1, 0]))
        #expect(measures[school: 0, metric: 2, group: 0]?.n == 7)
    }
}
