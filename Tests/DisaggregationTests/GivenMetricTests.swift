import Disaggregation
import Model
import Testing

/// Results that come with the data, alone and put together from parts.
@Suite struct GivenMetricTests {
    private typealias Row = GivenResults.Row

    private func value(_ text: String, n: Int) -> Measure { Measure(n: n, met: nil, outcome: .value(Rational(text)!)) }

    @Test func `A value counts from 20 students`() {
        #expect(GivenResults([Row(n: 20, value: Rational("57.5"))]).everyone == value("57.5", n: 20))
        #expect(
            GivenResults([Row(n: 19, value: Rational("57.5"))]).everyone
                == Measure(n: 19, met: nil, outcome: .absent(.belowMinimum)))
    }

    @Test func `A value of an unknown number of students is no result`() {
        #expect(
            GivenResults([Row(n: nil, value: Rational(50))]).everyone
                == Measure(n: 0, met: nil, outcome: .absent(.notAvailable)))
    }

    @Test func `A missing value and two values are no result`() {
        let absent = Measure(n: 30, met: nil, outcome: .absent(.notAvailable))
        #expect(GivenResults([Row(value: nil)]).everyone == absent)
        #expect(GivenResults([Row(value: Rational(1)), Row(value: Rational(1))]).everyone == absent)
    }

    @Test func `Rows of another year and of a group nobody knows change nothing`() {
        let rows = [Row(value: Rational(50)), Row(school: 0, value: Rational(1)), Row(group: nil, value: Rational(2))]
        #expect(GivenResults(rows).everyone == value("50", n: 30))
    }

    @Test func `Positive responses are counted over all rows of a part`() {
        let rows = [Row(n: 30, responses: 60, met: 20), Row(n: 25, responses: 40, met: 20)]
        #expect(GivenResults(rows).everyone == value("40", n: 30))
    }

    @Test func `Parts are put together by their weights`() {
        var results = GivenResults([
            Row(n: 30, responses: 10, met: 5, part: 0), Row(n: 40, responses: 10, met: 8, part: 1),
        ])
        results.parts = ([Rational(1), Rational(2)], .absent, .same)
        #expect(results.everyone == value("70", n: 40))
    }

    @Test func `Different people are added up, the same people are counted in the largest part`() {
        var results = GivenResults([
            Row(n: 15, responses: 10, met: 5, part: 0), Row(n: 12, responses: 10, met: 8, part: 1),
        ])
        results.parts = ([Rational(1), Rational(1)], .absent, .different)
        #expect(results.everyone == value("65", n: 27))
        results.parts?.people = .same
        #expect(results.everyone == Measure(n: 15, met: nil, outcome: .absent(.belowMinimum)))
    }

    @Test func `A missing part leaves no result, or its weight to the others`() {
        var results = GivenResults([Row(n: 30, responses: 10, met: 5, part: 1)])
        results.parts = ([Rational(1), Rational(3)], .absent, .same)
        #expect(results.everyone == Measure(n: 30, met: nil, outcome: .absent(.notAvailable)))
        results.parts?.missing = .reweighted
        #expect(results.everyone == value("50", n: 30))
    }

    @Test func `A part without responses is a missing part`() {
        var results = GivenResults([Row(n: 30, responses: 0, met: 0, part: 0), Row(n: 30, responses: 4, met: 1, part: 1)])
        results.parts = ([Rational(1), Rational(1)], .reweighted, .same)
        #expect(results.everyone == value("25", n: 30))
    }

    @Test func `A row of no part changes nothing`() {
        var results = GivenResults([Row(n: 30, responses: 4, met: 1, part: 0), Row(n: 99, responses: 4, met: 4, part: 255)])
        results.parts = ([Rational(1)], .absent, .same)
        #expect(results.everyone == value("25", n: 30))
    }

    @Test func `A standard error comes with its value; that of parts is put together as of parts that err apart from each other`() {
        #expect(GivenResults([Row(value: Rational(50), standardError: 2)]).standardError == 2)
        #expect(GivenResults([Row(value: Rational(50))]).standardError == nil)
        var results = GivenResults([
            Row(value: Rational(50), standardError: 3, part: 0), Row(value: Rational(60), standardError: 2, part: 1),
        ])
        results.parts = ([Rational(1), Rational(2)], .absent, .same)
        // √(1 · 3² + 4 · 2²) / 3.
        #expect(results.standardError == 5.0 / 3)
    }

    @Test func `The ledger counts the students of the group of all`() {
        let rows = [Row(n: 30, value: Rational(50)), Row(group: 1, n: 12, value: Rational(50))]
        let entries = GivenResults(rows).built().ledger.entries
        #expect(entries == [Ledger.Entry(school: 0, metric: "given", enrolled: 30, counted: 30, excluded: [])])
    }
}
