import Banding
import Model
import TestSupport
import Testing

/// Cut points from a year's results, worked by hand.
@Suite struct CalibrateTests {
    private func calibrated(
        _ values: [Rational?], better: Better = .higher, levels: Int = 10, minimum: Int = 1, homes: [String?]? = nil,
        closed: BandingRule.Closed = .betterSide, taken: BandingRule.Taken = .unrounded
    ) -> [CutPoints] {
        let measures = BandingSample.measures([BandingSample.metric("rate", better)], [values])
        let rule = CalibrationRule(levelCount: levels, group: "all", minimumSchools: minimum, metrics: nil, source: "a test")
        return calibrate(
            measures, rule: rule, banding: banding(levels, closed, taken),
            within: BandingSample.comparison(homes ?? values.map { _ in "middle" }), levels: ["elementary", "middle"]
        ).rows
    }

    private func banding(_ levels: Int, _ closed: BandingRule.Closed, _ taken: BandingRule.Taken) -> BandingRule {
        BandingRule(levelCount: levels, closed: closed, taken: taken, takenByMetric: [:])
    }

    private func wholes(_ range: ClosedRange<Int>) -> [Rational?] { range.map { Rational($0) } }

    @Test func `Of twenty schools two are in each tenth`() {
        let cuts = calibrated(wholes(1...20))
        #expect(cuts.map(\.bounds) == [[3, 5, 7, 9, 11, 13, 15, 17, 19].map { Rational($0) }])
        #expect(cuts[0].schoolLevel == "middle")
        #expect(cuts[0].origin == .init(year: "2014-15", schools: 20, method: "quantiles of 10", source: "a test"))
    }

    @Test func `Where less is better, the bounds fall`() {
        #expect(calibrated(wholes(1...20), better: .lower)[0].bounds == [18, 16, 14, 12, 10, 8, 6, 4, 2].map { Rational($0) })
    }

    @Test func `Of seven schools in quarters the bounds are the third, fifth and seventh`() {
        // ⌈7/4⌉ = 2, ⌈14/4⌉ = 4, ⌈21/4⌉ = 6 schools are below the bounds.
        #expect(calibrated(wholes(1...7), levels: 4)[0].bounds == [3, 5, 7].map { Rational($0) })
    }

    @Test func `The order of the schools does not matter`() {
        var random = SeededNumbers(seed: 1)
        #expect(calibrated(wholes(1...20).shuffled(using: &random)) == calibrated(wholes(1...20)))
    }

    /// The better half of two schools is the one with 2/3 (0.666…): published as 0.67, it would miss a bound of 0.67.
    @Test(arguments: [
        (Better.higher, BandingRule.Closed.betterSide, BandingRule.Taken.unrounded, "0.66"),
        (.higher, .betterSide, .rounded, "0.67"),
        (.higher, .worseSide, .unrounded, "0.34"),
        (.higher, .worseSide, .rounded, "0.33"),
        (.lower, .betterSide, .unrounded, "0.34"),
        (.lower, .betterSide, .rounded, "0.33"),
        (.lower, .worseSide, .unrounded, "0.66"),
        (.lower, .worseSide, .rounded, "0.67"),
    ])
    func `A bound has the published decimals and keeps the school that it comes from where it belongs`(
        better: Better, closed: BandingRule.Closed, taken: BandingRule.Taken, bound: String
    ) {
        let cuts = calibrated([Rational("1/3")!, Rational("2/3")!], better: better, levels: 2, closed: closed, taken: taken)
        #expect(cuts[0].bounds == [Rational(bound)!])
    }

    /// With results that lie further apart than the published decimals, each level gets exactly its share of the schools.
    @Test(arguments: Better.allCases, BandingRule.Closed.allCases)
    func `Schools that calibrate get the levels they stand for`(better: Better, closed: BandingRule.Closed) {
        var random = SeededNumbers(seed: 7)
        for taken in BandingRule.Taken.allCases {
            for _ in 0..<40 {
                let count = random.whole(10...70)
                let values = (0..<count).map { Rational(Int128(3 * $0 + 1), over: Int128(random.whole(97...99))) + Rational($0) }
                let rule = banding(10, closed, taken)
                let bounds = calibrated(values, better: better, closed: closed, taken: taken)[0].bounds
                let fromWorst = values.sorted { better.isWorse($0, than: $1) }
                let levels = fromWorst.map { rule.level(of: $0, metric: BandingSample.metric("rate", better), bounds: bounds) }
                #expect(levels == (0..<count).map { place in 1 + (1...9).count { (10 * place) >= $0 * count } })
            }
        }
    }

    @Test func `Schools without a result or a level do not count`() {
        let values = wholes(1...4) + [nil, Rational(99)]
        let cuts = calibrated(values, levels: 2, homes: ["middle", "middle", "middle", "middle", "middle", nil])
        #expect(cuts.map(\.origin.schools) == [4])
        #expect(cuts[0].bounds == [Rational(3)])
    }

    @Test func `Each school level has its own, and none from fewer schools than the minimum`() {
        let homes = ["elementary", "elementary", "elementary", "middle", "middle"] as [String?]
        #expect(calibrated(wholes(1...5), levels: 2, homes: homes).map(\.schoolLevel) == ["elementary", "middle"])
        #expect(calibrated(wholes(1...5), levels: 2, minimum: 3, homes: homes).map(\.schoolLevel) == ["elementary"])
        #expect(calibrated(wholes(1...5), levels: 2, minimum: 4, homes: homes).isEmpty)
    }

    @Test func `A metric for some levels is calibrated there, with the schools that span levels`() {
        let measures = BandingSample.measures([BandingSample.metric("graduation", only: ["high"])], [[1, 2, 3].map { Rational($0) }])
        let rule = CalibrationRule(levelCount: 2, group: "all", minimumSchools: 1, metrics: nil, source: "a test")
        let cuts = calibrate(
            measures, rule: rule, banding: banding(2, .betterSide, .unrounded),
            within: ComparisonLevels([["high"], ["middle", "high"], ["high"]]), levels: ["middle", "high"]).rows
        #expect(cuts.map(\.schoolLevel) == ["high"])
        #expect(cuts.map(\.origin.schools) == [3])
    }

    @Test func `With fewer schools than levels the best of them opens the last ones`() {
        #expect(calibrated(wholes(1...2), levels: 4)[0].bounds == [2, 2, 2].map { Rational($0) })
    }
}
