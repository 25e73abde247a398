import Aggregation
import Model
import Testing

/// Where the weight of what is missing goes.
@Suite struct EffectiveWeightsTests {
    private func effective(_ rule: IndexRule, _ present: Set<String>) throws(NoScore) -> [String: String] {
        try rule.effectiveWeights(nominal: rule.weights["middle"]!, hasResult: present.contains).mapValues(\.description)
    }

    @Test func `Nothing missing, nothing moves`() throws {
        let weights = try effective(IndexSample.rule(), Set(IndexSample.metrics))
        #expect(weights == ["a": "30", "b": "20", "c": "10", "d": "40/3", "e": "40/3", "f": "40/3"])
    }

    @Test func `A missing metric's weight moves in proportion within its domain`() throws {
        // Without b, 40 stand for 60; without d and f, one metric has the 40.
        #expect(try effective(IndexSample.rule(), ["a", "c", "e"]) == ["a": "45", "c": "15", "e": "40"])
    }

    @Test func `A domain with nothing left is a reason, the first one's where both are empty`() {
        #expect(throws: NoScore.emptyDomain("Second domain")) { try effective(IndexSample.rule(), ["a"]) }
        #expect(throws: NoScore.emptyDomain("First domain")) { try effective(IndexSample.rule(), ["d", "e", "f"]) }
        #expect(throws: NoScore.emptyDomain("First domain")) { try effective(IndexSample.rule(), []) }
        #expect("\(NoScore.emptyDomain("First domain"))" == "no result for any metric of the First domain")
    }

    @Test func `Everywhere, the whole 100 goes to what is there`() throws {
        let rule = IndexSample.rule(.halfHalf, .everywhere)
        #expect(try effective(rule, ["a", "b"]) == ["a": "60", "b": "40"])
        #expect(throws: NoScore.noMetric) { try effective(rule, []) }
    }

    @Test func `A metric without a weight at the level neither gives nor takes`() throws {
        let rule = IndexSample.rule(weights: ["middle": ["a": "60", "d": "40"]])
        #expect(try effective(rule, Set(IndexSample.metrics)) == ["a": "60", "d": "40"])
        #expect(try effective(rule, ["a", "d"]) == ["a": "60", "d": "40"])
        #expect(throws: NoScore.emptyDomain("First domain")) { try effective(rule, ["b", "c", "d"]) }
    }

    /// For every pattern of what is there: the weights sum to 100, each is its proportional part of the domain, or the reason
    /// is that of an empty domain.
    @Test(arguments: IndexRule.Redistribution.allCases)
    func `Every pattern agrees with a brute force`(redistribution: IndexRule.Redistribution) {
        let rule = IndexSample.rule(.halfHalf, redistribution)
        let nominal = rule.weights["middle"]!
        let pools = redistribution == .everywhere ? [IndexSample.metrics] : rule.domains.map(\.metrics)
        for pattern in 0..<1 << IndexSample.metrics.count {
            let present = IndexSample.metrics.indices.filter { pattern >> $0 & 1 == 1 }.map { IndexSample.metrics[$0] }
            let isEmpty = pools.contains { $0.allSatisfy { !present.contains($0) } }
            do {
                let weights = try rule.effectiveWeights(nominal: nominal, hasResult: present.contains)
                #expect(!isEmpty)
                #expect(weights.values.reduce(.zero, +) == Rational(100))
                #expect(Set(weights.keys) == Set(present))
                for pool in pools {
                    let own = pool.filter(present.contains)
                    for (one, other) in zip(own, own.dropFirst()) {
                        #expect(weights[one]! * nominal[other]! == weights[other]! * nominal[one]!)
                    }
                }
            } catch {
                #expect(isEmpty)
            }
        }
        #expect(rule.weightGaps().isEmpty)
    }

    @Test func `Weights that do not sum to 100 are gaps`() {
        let gaps = IndexSample.rule(weights: ["middle": ["a": "50", "d": "40"]]).weightGaps()
        #expect(gaps.map(\.schoolLevel) == ["middle"])
        #expect(gaps.map(\.present) == [["a", "d"]])
        #expect(gaps.map(\.sum) == [Rational(90)])
    }

    @Test func `A span school has the mean of its levels' weights by its students in each`() throws {
        let rule = IndexSample.rule(weights: ["middle": ["a": "60", "d": "40"], "high": ["b": "60", "d": "30", "e": "10"]])
        let weights = try rule.nominalWeights(
            levelShares: [("middle", Rational(1, over: 4)), ("high", Rational(3, over: 4))])
        #expect(weights.mapValues(\.description) == ["a": "15", "b": "45", "d": "65/2", "e": "15/2"])
    }

    @Test func `A level without weights, and a span school with nobody, have no score`() {
        let rule = IndexSample.rule()
        #expect(throws: NoScore.noWeights(schoolLevel: "high")) { try rule.nominalWeights(levelShares: [("high", .one)]) }
        #expect(throws: NoScore.noEnrollment) { try rule.nominalWeights(levelShares: []) }
    }
}
