import Banding
import Model
import Parallel
import TestSupport
import Testing

/// How values become levels, worked by hand.
@Suite struct BandTests {
    private func rule(
        _ closed: BandingRule.Closed = .betterSide, _ taken: BandingRule.Taken = .unrounded,
        _ byMetric: [String: BandingRule.Taken] = [:]
    ) -> BandingRule {
        BandingRule(levelCount: 4, closed: closed, taken: taken, takenByMetric: byMetric)
    }

    private let rising = ["20", "50", "80"].map { Rational($0)! }
    private let falling = ["80", "50", "20"].map { Rational($0)! }

    @Test(arguments: [("0", 1), ("19.99", 1), ("20", 2), ("49.999999", 2), ("50", 3), ("79.99", 3), ("80", 4), ("100", 4)])
    func `A value on a cut point gets the upper level`(value: String, level: Int) {
        #expect(rule().level(of: Rational(value)!, metric: BandingSample.metric(), bounds: rising) == level)
    }

    @Test(arguments: [("100", 1), ("80.01", 1), ("80", 2), ("50.01", 2), ("50", 3), ("20.01", 3), ("20", 4), ("0", 4)])
    func `Where less is better, the mirror image`(value: String, level: Int) {
        #expect(rule().level(of: Rational(value)!, metric: BandingSample.metric("rate", .lower), bounds: falling) == level)
    }

    @Test func `Closed on the worse side, a value on a cut point stays below it`() {
        let worse = rule(.worseSide)
        #expect(worse.level(of: Rational(50), metric: BandingSample.metric(), bounds: rising) == 2)
        #expect(worse.level(of: Rational("50.01")!, metric: BandingSample.metric(), bounds: rising) == 3)
        #expect(worse.level(of: Rational(50), metric: BandingSample.metric("rate", .lower), bounds: falling) == 2)
        #expect(worse.level(of: Rational("49.99")!, metric: BandingSample.metric("rate", .lower), bounds: falling) == 3)
    }

    @Test func `The unrounded value decides, or the printed one where that is declared`() {
        let almost = Rational("49.995")!, metric = BandingSample.metric()
        #expect(rule().level(of: almost, metric: metric, bounds: rising) == 2)
        #expect(rule(.betterSide, .rounded).level(of: almost, metric: metric, bounds: rising) == 3)
        #expect(rule(.betterSide, .unrounded, ["rate": .rounded]).level(of: almost, metric: metric, bounds: rising) == 3)
        #expect(rule(.betterSide, .rounded, ["rate": .unrounded]).level(of: almost, metric: metric, bounds: rising) == 2)
        #expect(rule(.betterSide, .rounded, ["other": .unrounded]).level(of: almost, metric: metric, bounds: rising) == 3)
    }

    @Test(arguments: [(0, 1), (9.99, 1), (10, 2), (57, 6), (7, 1), (88, 9), (90, 10), (100, 10)] as [(Double, Int)])
    func `Growth bands are ten wide`(growth: Double, level: Int) {
        let bounds = (1...9).map { Rational(10 * $0) }
        let value = Rational(Int128((growth * 100).rounded()), over: 100)
        #expect(rule().level(of: value, metric: BandingSample.metric("growth"), bounds: bounds) == level)
    }

    @Test func `Of two levels that begin at one value the lower is never given`() {
        let bounds = ["20", "50", "50"].map { Rational($0)! }
        #expect(rule().level(of: Rational(50), metric: BandingSample.metric(), bounds: bounds) == 4)
        #expect(rule().level(of: Rational(49), metric: BandingSample.metric(), bounds: bounds) == 2)
    }

    @Test(arguments: Better.allCases, BandingRule.Closed.allCases)
    func `A better value never has a lower level`(better: Better, closed: BandingRule.Closed) {
        var random = SeededNumbers(seed: 5)
        for taken in BandingRule.Taken.allCases {
            for _ in 0..<60 {
                let rising = (0..<9).map { _ in Rational(Int128(random.whole(0...400)), over: 4) }.sorted()
                let bounds = better == .higher ? rising : rising.reversed()
                let rule = BandingRule(levelCount: 10, closed: closed, taken: taken, takenByMetric: [:])
                let values = bounds + (0..<20).map { _ in
                    Rational(Int128(random.whole(0...90_000)), over: Int128(random.whole(900...1_000)))
                }
                let fromWorst = values.sorted { better.isWorse($0, than: $1) }
                let levels = fromWorst.map { rule.level(of: $0, metric: BandingSample.metric("rate", better), bounds: bounds) }
                #expect(levels == levels.sorted())
                #expect(levels.first! >= 1 && levels.last! <= 10)
            }
        }
    }

    @Test func `A school is banded by the cut points of its level, else by those for every level`() {
        let metrics = [BandingSample.metric("rate"), BandingSample.metric("growth"), BandingSample.metric("uncut")]
        let value = [Rational(50), Rational(50), nil, Rational(50)] as [Rational?]
        let measures = BandingSample.measures(metrics, [value, value, value])
        let cuts = CutTable([
            BandingSample.cuts("rate", ["20", "50", "80"]), BandingSample.cuts("rate", ["60", "70", "80"], at: "high"),
            BandingSample.cuts("growth", ["10", "20", "60"], at: CutPoints.everyLevel),
        ])
        let results = band(
            measures, by: cuts, rule: rule(), within: BandingSample.comparison(["middle", "high", "middle", nil]),
            workers: Workers(count: 2))
        let levels = (0..<4).map { school in (0..<3).map { results.level(school: school, metric: $0, group: 0) } }
        #expect(levels == [[3, 3, nil], [1, 3, nil], [nil, nil, nil], [nil, nil, nil]])
        #expect(results.levelCount == 4)
    }

    @Test func `A span school is banded by the level that a metric is for, and else by the first of its levels with cut points`() {
        let metrics = [
            BandingSample.metric("rate"), BandingSample.metric("graduation", only: ["high"]), BandingSample.metric("own"),
            BandingSample.metric("reading", only: ["elementary"]),
        ]
        let value = [Rational(50)] as [Rational?]
        let measures = BandingSample.measures(metrics, [value, value, value, value], level: "6-12")
        let cuts = CutTable([
            BandingSample.cuts("rate", ["20", "50", "80"]), BandingSample.cuts("rate", ["60", "70", "80"], at: "high"),
            BandingSample.cuts("graduation", ["20", "30", "40"]), BandingSample.cuts("graduation", ["50", "70", "80"], at: "high"),
            BandingSample.cuts("own", ["40", "50", "60"], at: "high"),
            BandingSample.cuts("reading", ["40", "50", "60"], at: "elementary"),
        ])
        let results = band(
            measures, by: cuts, rule: rule(), within: ComparisonLevels([["middle", "high"]]), workers: Workers(count: 1))
        #expect((0..<4).map { results.level(school: 0, metric: $0, group: 0) } == [3, 2, 3, nil])
    }
}
