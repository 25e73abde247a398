import Aggregation
import Model
import Parallel
import Testing

/// An index with another one's weights.
@Suite struct ForeignWeightsTests {
    private func score(_ rule: IndexRule, levels: [String: Int]) -> Rational? {
        let results = IndexSample.results(["middle"]) { _, metric, group in group == 0 ? levels[IndexSample.metrics[metric]] : nil }
        return aggregate(results, population: nil, rule: rule, workers: Workers(count: 1)).scores[0].score
    }

    private let levels = ["a": 10, "b": 5, "c": 5, "d": 8, "e": 8, "f": 8]

    @Test func `An index with its own weights is as it was`() {
        let rule = IndexSample.rule()
        #expect(score(rule.weighted(like: rule), levels: levels) == score(rule, levels: levels))
        #expect(rule.weightChanges(to: rule, levels: ["middle"]) == [] && rule.domainChanges(to: rule).isEmpty)
    }

    @Test func `Another index's weights count in its place`() {
        let other = IndexSample.rule(weights: ["middle": ["a": "60", "d": "40"], "high": ["a": "60", "d": "40"]])
        // 60 at level 10 and 40 at level 8.
        #expect(score(IndexSample.rule().weighted(like: other), levels: levels) == Rational(92))
    }

    @Test func `Weights that another index has otherwise are in the order of metrics, levels in that asked for`() {
        let one = IndexSample.rule(weights: ["middle": ["a": "60", "d": "40"], "high": ["a": "60", "d": "40"], "elementary": ["a": "100"]])
        let other = IndexSample.rule(weights: [
            "middle": ["a": "50", "d": "40", "b": "10"], "high": ["a": "50", "d": "50"], "elementary": ["a": "100", "b": "0"],
        ])
        #expect(one.weightChanges(to: other, levels: ["elementary", "middle", "high"]) == [
            WeightChange(metric: "a", schoolLevels: ["middle", "high"], first: Rational(60), second: Rational(50)),
            WeightChange(metric: "b", schoolLevels: ["middle"], first: Rational(0), second: Rational(10)),
            WeightChange(metric: "d", schoolLevels: ["high"], first: Rational(40), second: Rational(50)),
        ])
    }

    @Test func `The weight of a metric that only the other index lists moves within its domain, even where it has a result`() {
        let own = IndexRule(
            key: "index", title: "", domains: [
                .init(key: "first", title: "", weight: Rational(60), metrics: ["a", "b"]),
                .init(key: "second", title: "", weight: Rational(40), metrics: ["d"]),
            ],
            weights: ["middle": ["a": Rational(30), "b": Rational(30), "d": Rational(40)]], shares: IndexSample.rule().shares,
            redistribution: .withinDomain, decimals: 2)
        let mixed = own.weighted(like: IndexSample.rule())
        // First: a 30 and b 20, c's 10 moved: 36 and 24 at levels 10 and 5; second: all 40 on d at level 8.
        #expect(score(mixed, levels: levels) == Rational(36 + 12 + 32))
        #expect(mixed.unmeasured == ["c", "e", "f"])
    }

    @Test func `A domain that only the other index has leaves no score`() {
        let own = IndexRule(
            key: "index", title: "", domains: [.init(key: "first", title: "", weight: Rational(100), metrics: ["a", "b", "c"])],
            weights: ["middle": ["a": Rational(100)]], shares: IndexSample.rule().shares, redistribution: .withinDomain, decimals: 2)
        #expect(score(own.weighted(like: IndexSample.rule()), levels: levels) == nil)
        let domains = own.domainChanges(to: IndexSample.rule())
        #expect(domains.map(\.domain) == ["first", "second"])
        #expect(domains.map(\.first) == [Rational(100), nil] && domains.map(\.second) == [Rational(60), Rational(40)])
    }
}
