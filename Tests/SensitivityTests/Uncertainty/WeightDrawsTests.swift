import Aggregation
import Model
import Parallel
import Randomness
import Testing

@testable import Sensitivity

/// Weights around the declared ones.
@Suite struct WeightDrawsTests {
    private static var sample: UncertainSample {
        var sample = UncertainSample()
        sample.metrics = ["a", "b", "c", "d"].map { .init(key: $0) }
        sample.domains = [["a", "b", "c"], ["d"]]
        sample.weights = ["middle": ["a": "30", "b": "20", "c": "10", "d": "40"], "high": ["a": "60", "d": "40"]]
        sample.measure = { _, metric, _ in UncertainSample.share(10 * metric + 5, of: 40) }
        return sample
    }

    @Test func `A domain keeps its weight, and a metric without weight stays without`() {
        let draws = WeightDraws(Self.sample.index, concentration: Rational(100), rule: UncertainSample.drawing(200))
        let middle = draws.weights["middle"]!, high = draws.weights["high"]!
        for replicate in 0..<200 {
            #expect(abs(middle[0]![replicate] + middle[1]![replicate] + middle[2]![replicate] - 60) < 1e-9)
            #expect(abs(middle[3]![replicate] - 40) < 1e-12)
        }
        #expect(high[1] == nil && high[0]!.allSatisfy { abs($0 - 60) < 1e-9 })
    }

    @Test func `Weights vary around the declared ones by the root of w (1 - w) over the concentration and 1`() {
        let draws = WeightDraws(Self.sample.index, concentration: Rational(99), rule: UncertainSample.drawing(20_000))
        for (metric, share) in [(0, 0.5), (1, 1.0 / 3), (2, 1.0 / 6)] {
            let shares = draws.weights["middle"]![metric]!.map { $0 / 60 }, mean = shares.reduce(0, +) / 20_000
            let deviation = (shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000).squareRoot()
            let expected = (share * (1 - share) / 100).squareRoot()
            #expect(abs(mean - share) < 4 * expected / 141 && abs(deviation / expected - 1) < 0.02)
        }
    }

    @Test(arguments: [0.2, 1, 3.5, 40])
    func `Gamma numbers have their shape as mean and variance`(shape: Double) {
        let gamma = GammaSeries(shape: shape, series: RandomSeries(seed: 1, "gamma")), count = 20_000
        let numbers = (0..<count).map { gamma[$0] }, mean = numbers.reduce(0, +) / Double(count)
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
        #expect(numbers.allSatisfy { $0 >= 0 })
        #expect(abs(mean - shape) < 4 * (shape / Double(count)).squareRoot())
        // The variance of a variance: (2 + 6 / shape) shape² / count.
        #expect(abs(variance - shape) < 4 * ((2 + 6 / shape) / Double(count)).squareRoot() * shape)
    }

    @Test func `Missing metrics' drawn weights move within their domain`() {
        var sample = Self.sample
        sample.measure = { _, metric, group in metric == 1 || group > 0 ? nil : UncertainSample.share(10 * metric + 5, of: 40) }
        let rule = UncertainSample.drawing(30, sampling: .none, concentration: Rational(20)), index = sample.index
        let scores = Replicates(index, rule: rule, workers: Workers(count: 1)).scores(of: 0)
        let draws = WeightDraws(index, concentration: Rational(20), rule: rule).weights["middle"]!
        for replicate in 0..<30 {
            // Shares of 12.5, 62.5 and 87.5 are levels 2, 7 and 9; b's weight goes to a and c.
            let a = draws[0]![replicate], c = draws[2]![replicate]
            let score = 60 * (a * 0.2 + c * 0.7) / (a + c) + 40 * 0.9
            #expect(abs(Double(scores[replicate]) * Replicates.unit - score) < 2e-7)
        }
    }
}
