import Banding
import Model
import TestSupport
import Testing

/// Cut points from a year's results, worked by hand.
@Suite struct CalibrateTests {
    private func calibrated(
        _ values: [Rational?], better: Better = .higher, levels: Int = 10, minimum: Int = 1, homes: [String?]? = nil
    ) -> [CutPoints] {
        let measures = BandingSample.measures([BandingSample.metric("rate", better)], [values])
        let rule = CalibrationRule(levelCount: levels, group: "all", minimumSchools: minimum, metrics: nil, source: "a test")
        return calibrate(
            measures, rule: rule, homeLevels: homes ?? values.map { _ in "middle" }, levels: ["elementary", "middle"]).rows
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

    @Test func `A bound is a published value`() {
        #expect(calibrated([Rational("1/3")!, Rational("2/3")!], levels: 2)[0].bounds == [Rational("0.67")!])
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

    @Test func `With fewer schools than levels the best of them opens the last ones`() {
        #expect(calibrated(wholes(1...2), levels: 4)[0].bounds == [2, 2, 2].map { Rational($0) })
    }
}
