import Model
import TestSupport
import Testing

@testable import Sensitivity

/// Results of one school and metric, drawn: their standard errors and how they go together, by hand.
@Suite struct MetricDrawTests {
    private static let replicates = 20_000

    /// By group of the sample the values drawn, replicate by replicate.
    private func values(_ measures: [Measure?], _ rule: UncertaintyRule = UncertainSample.drawing(replicates)) -> [[Double]] {
        var sample = UncertainSample()
        sample.metrics = [.init(key: "a")]
        (sample.domains, sample.weights) = ([["a"]], ["middle": ["a": "100"]])
        sample.measure = { $2 < measures.count ? measures[$2] : nil }
        let index = sample.index, drawn = DrawnResults(index, rule: rule), rows = drawn.results.indices
        let draw = MetricDraw(
            rows, of: drawn.results, everyone: drawn.row(school: 0, metric: 0, group: 0), choices: index.choices, range: 0...100)
        var memory = [Double](repeating: .nan, count: rows.count * rule.replicates)
        memory.withUnsafeMutableBufferPointer {
            for row in rows { drawn.results[row].fill(first: 0, count: rule.replicates, $0.baseAddress! + row * rule.replicates) }
            draw.draw(drawn.results, count: rule.replicates, width: rule.replicates, $0.baseAddress!)
        }
        return measures.indices.map { group in
            drawn.row(school: 0, metric: 0, group: group).map { Array(memory[$0 * rule.replicates..<($0 + 1) * rule.replicates]) } ?? []
        }
    }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    private func covariance(_ first: [Double], _ second: [Double]) -> Double {
        let (ofFirst, ofSecond) = (mean(first), mean(second))
        return mean(zip(first, second).map { ($0 - ofFirst) * ($1 - ofSecond) })
    }

    private func deviation(_ values: [Double]) -> Double { covariance(values, values).squareRoot() }

    private let share = UncertainSample.share

    @Test func `Ten of 20 students are 50%, with a standard error of 11.18`() {
        let drawn = values([share(10, 20)])[0]
        // √(50 · 50 / 20); four standard errors of a mean and of a deviation of 20,000 numbers are 0.32 and 0.22.
        #expect(abs(mean(drawn) - 50) < 0.32)
        #expect(abs(deviation(drawn) - 11.18) < 0.23)
    }

    @Test func `None of 20 students is drawn around 2.38 with an error of 3.41, and stays within 0 and 100`() {
        // (0 + ½) / 21, and √(2.381 · 97.619 / 20).
        #expect(Spread.share(0, of: 20) == Spread(center: 50.0 / 21, error: (50.0 / 21 * (100 - 50.0 / 21) / 20).squareRoot()))
        let none = values([share(0, 20)])[0], all = values([share(20, 20)])[0]
        #expect(none.allSatisfy { (0...100).contains($0) } && none.contains(0) && all.contains(100))
        // Above 2.38 + 3.41 lie 15.9 of 100, below 0 those beyond 0.698 deviations, 24.3.
        #expect(abs(Double(none.count { $0 > 5.791 }) / 20_000 - 0.159) < 0.0104)
        #expect(abs(Double(none.count { $0 == 0 }) / 20_000 - 0.243) < 0.0122)
    }

    @Test func `One student says little`() {
        // (1 + ½) / 2 is 75, with an error of √(75 · 25 / 1).
        #expect(Spread.share(100, of: 1) == Spread(center: 75, error: 1875.0.squareRoot()))
    }

    @Test func `Parts of all students do not go together; each goes with all of them as a part with its whole`() {
        // 40 of 100, of them 10 of 30, 20 of 40 and 10 of 30; with half a student more on either side 40.1, 33.9 and 50.
        let drawn = values([share(40, 100), share(10, 30), share(20, 40), share(10, 30)])
        #expect(abs(deviation(drawn[0]) - (40.1 * 59.9 / 100).squareRoot()) < 0.1)
        for (part, n) in [(1, 30.0), (2, 40), (3, 30)] {
            let variance = part == 2 ? 2500 / n : 33.87 * 66.13 / n
            #expect(abs(deviation(drawn[part]) - variance.squareRoot()) < 0.2)
            // Four standard errors of a covariance: 4 · 8.6 · 4.9 / √20,000.
            #expect(abs(covariance(drawn[part], drawn[0]) - n / 100 * variance) < 1.2)
        }
        #expect(abs(covariance(drawn[1], drawn[2])) < 2)
        #expect(abs(covariance(drawn[1], drawn[3])) < 2)
    }

    @Test func `Any other group goes with all students as one of their parts`() {
        let drawn = values([share(50, 100), nil, nil, nil, share(40, 80)])
        // 80 of 100 students of one kind: the correlation is √0.8, the covariance that of all.
        #expect(abs(covariance(drawn[4], drawn[0]) - 25) < 1)
        #expect(abs(deviation(drawn[4]) - (2500.0 / 80).squareRoot()) < 0.12)
    }

    @Test func `All students as a group of their own go with all students completely`() {
        let drawn = values([share(30, 60), nil, nil, nil, share(30, 60)])
        #expect(zip(drawn[0], drawn[4]).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test func `Groups that are more than all students are no parts of them`() {
        let drawn = values([share(50, 100), share(40, 80), share(40, 80)])
        #expect(abs(deviation(drawn[0]) - 5) < 0.1)
        #expect(abs(covariance(drawn[1], drawn[0]) - 25) < 1)
    }

    @Test func `Groups without all students vary by themselves`() {
        let drawn = values([nil, share(10, 20), share(10, 20)])
        #expect(abs(deviation(drawn[1]) - 11.18) < 0.23)
        #expect(abs(covariance(drawn[1], drawn[2])) < 3.6)
    }

    @Test func `Students that are not sampled do not vary`() {
        let drawn = values([share(10, 20), share(5, 10)], UncertainSample.drawing(10, sampling: .none))
        #expect(drawn[0] == [Double](repeating: 50, count: 10) && drawn[1] == drawn[0])
    }

    @Test func `A number belongs to its school, metric, group and replicate, whatever else is drawn`() {
        let together = values([share(40, 100), share(10, 30), share(20, 40)], UncertainSample.drawing(50))
        let alone = values([nil, share(10, 30)], UncertainSample.drawing(9))
        #expect(Array(together[1].prefix(9)) == alone[1])
    }
}
