import Disaggregation
import Model
import Testing

/// Which group is the lowest-performing one, worked by hand from the rule's sentence.
@Suite struct ChoiceRuleTests {
    private typealias Row = GivenResults.Row

    private func results(_ groups: [(n: Int?, value: Int?)]) -> GivenResults {
        GivenResults(groups.enumerated().map { place, result in
            Row(group: place + 1, n: result.n, value: result.value.map { Rational($0) })
        })
    }

    @Test func `The group with the worst result is the lowest`() {
        #expect(results([(30, 50), (30, 40), (30, 60)]).lowest == "AS")
    }

    @Test func `Where less is better, the highest result is the worst`() {
        var results = results([(30, 50), (30, 40), (30, 60)])
        results.better = .lower
        #expect(results.lowest == "WH")
    }

    @Test func `A worse group below 20 students is passed over, one of exactly 20 is not`() {
        #expect(results([(30, 50), (19, 10), (30, 60)]).lowest == "AA")
        #expect(results([(30, 50), (20, 10), (30, 60)]).lowest == "AS")
    }

    @Test func `Among equals the group with more students is the lowest`() {
        #expect(results([(30, 40), (31, 40), (25, 40)]).lowest == "AS")
        #expect(results([(30, 50), (30, 40), (31, 40)]).lowest == "WH")
    }

    @Test func `Among equals of one size the group listed first is the lowest`() {
        #expect(results([(30, 40), (30, 40), (30, 40)]).lowest == "AA")
        #expect(results([(30, 50), (40, 40), (40, 40)]).lowest == "AS")
    }

    @Test func `The order of the candidates, not of the groups, says which is listed first`() {
        var results = results([(30, 40), (30, 40), (30, 40)])
        results.candidates = [3, 1, 2]
        #expect(results.lowest == "WH")
    }

    @Test func `Where only the order breaks ties, more students do not`() {
        var results = results([(30, 40), (90, 40), (25, 40)])
        results.ties = [.listedFirst]
        #expect(results.lowest == "AA")
    }

    @Test func `Results that differ beyond the printed decimals are no tie`() {
        let rows = [
            Row(group: 1, n: 30, value: Rational(400_001, over: 10_000)), Row(group: 2, n: 30, value: Rational(40)),
            Row(group: 3, n: 90, value: Rational(400_002, over: 10_000)),
        ]
        #expect(GivenResults(rows).lowest == "AS")
    }

    @Test func `Without any group that has a result there is no lowest`() {
        #expect(results([(19, 50), (nil, 40), (30, nil)]).lowest == nil)
        #expect(GivenResults([Row(group: 0, value: Rational(1))]).lowest == nil)
    }
}
