import Model
import Testing

@testable import Aggregation

@Suite struct FullMarksTests {
    @Test func `Full marks are printed as full marks beside parts that are not`() {
        // 8 points: 4 for all students, 4/3 for each of three groups, the first of them at level 10.
        let parts = [("all", 5), ("race", 10), ("el", 5), ("sed", 5)].map { component, level in
            Self.part("climate", component, level: level, maximum: component == "all" ? Rational(4) : Rational(4, over: 3))
        }
        let printed = Self.rule(metrics: [["climate"]], decimals: 2).printed(parts)
        #expect(printed.map(\.printedMaximum) == [400, 134, 133, 133])
        #expect(printed.map(\.printedPoints) == [200, 134, 67, 66])
    }

    @Test func `A school at level 10 throughout has the maximum in every part`() {
        let parts = ["a", "b", "c"].map { Self.part($0, "all", level: 10, maximum: Rational(100, over: 3)) }
        let printed = Self.rule(metrics: [["a", "b"], ["c"]], decimals: 2).printed(parts)
        #expect(printed.map(\.printedPoints) == printed.map(\.printedMaximum))
        #expect(printed.reduce(0) { $0 + $1.printedPoints } == 10_000)
    }

    @Test(arguments: [0, 1, 2, 3])
    func `Printed parts add up, never pass their maximum, and reach it at level 10`(decimals: Int) {
        var state: UInt64 = 20_161_017
        func random(_ range: ClosedRange<Int>) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return range.lowerBound + Int(state >> 33) % range.count
        }
        for _ in 0..<500 {
            let shares = (0..<6).map { _ in Rational(random(1...9)) }
            let whole = shares.reduce(Rational.zero, +)
            var parts: [PointsPart] = []
            for (metric, share) in shares.enumerated() {
                let groups = random(0...4), weight = share * Rational(100) / whole
                let all = groups == 0 ? weight : weight / Rational(2)
                parts.append(Self.part("\(metric)", "all", level: random(1...10), maximum: all))
                for group in 0..<groups {
                    parts.append(
                        Self.part("\(metric)", "\(group)", level: random(5...10), maximum: all / Rational(groups)))
                }
            }
            let printed = Self.rule(metrics: [["0", "1", "2"], ["3", "4"], ["5"]], decimals: decimals).printed(parts)
            let score = parts.reduce(Rational.zero) { $0 + $1.points }.scaledAndRounded(decimals: decimals)
            #expect(printed.reduce(0) { $0 + $1.printedPoints } == score)
            #expect(printed.reduce(0) { $0 + $1.printedMaximum } == 100 * Rational.power(of10: decimals))
            for part in printed {
                #expect(part.printedPoints >= 0 && part.printedPoints <= part.printedMaximum)
                // With whole points, a part of a point or two can't show every difference.
                if part.level == 10, decimals > 0 { #expect(part.printedPoints == part.printedMaximum) }
            }
        }
    }

    private static func part(_ metric: String, _ component: String, level: Int, maximum: Rational) -> PointsPart {
        PointsPart(
            metric: metric, component: component, group: component, level: level,
            points: maximum * Rational(Int128(level), over: 10), maximum: maximum)
    }

    private static func rule(metrics: [[String]], decimals: Int) -> IndexRule {
        IndexRule(
            key: "index", title: "Index",
            domains: metrics.enumerated().map {
                IndexRule.Domain(key: "\($0)", title: "Domain \($0)", weight: .zero, metrics: $1)
            },
            weights: [:], shares: ShareRule(policy: .halfHalf, everyone: "all", groups: [], allStudentsOnly: []),
            redistribution: .withinDomain, decimals: decimals)
    }
}
