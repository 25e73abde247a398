import Randomness
import Testing

@Suite struct RandomSeriesTests {
    @Test func `A number belongs to its names and its place, in whatever order they are asked for`() {
        let series = RandomSeries(seed: 1, "school", "metric")
        let forwards = (0..<5).map { series.word($0) }, backwards = (0..<5).reversed().map { series.word($0) }
        #expect(forwards == backwards.reversed())
        #expect(forwards == (0..<5).map { RandomSeries(seed: 1, "school").of("metric").word($0) })
        #expect(Set(forwards).count == 5)
    }

    @Test func `Other seeds, other names and another order of names have other numbers`() {
        let series = [
            RandomSeries(seed: 1, "a", "b"), RandomSeries(seed: 2, "a", "b"), RandomSeries(seed: 1, "b", "a"),
            RandomSeries(seed: 1, "ab"), RandomSeries(seed: 1, "a"), RandomSeries(seed: 1),
        ]
        #expect(Set(series.map { $0.word(0) }).count == series.count)
    }

    /// The last bit counts: worked out with SplitMix64 and FNV-1a in another language.
    @Test func `Numbers are the same bits on every machine`() {
        let series = RandomSeries(seed: 7, "19997256000001", "suspension")
        #expect((0..<3).map { series.word($0) } == [2_834_029_010_192_159_510, 4_913_581_239_062_394_772, 13_771_968_962_858_999_530])
    }

    @Test func `Normal numbers of neighbouring places have mean 0 and variance 1 and do not go together`() {
        let series = RandomSeries(seed: 3, "x"), other = RandomSeries(seed: 3, "y")
        let first = (0..<20_000).map { series.normal($0) }, second = (0..<20_000).map { other.normal($0) }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        // Four standard errors: 4/√20,000 of the mean and of the products, √2 times that of the squares.
        #expect(abs(mean(first)) < 0.029 && abs(mean(first.map { $0 * $0 }) - 1) < 0.04)
        #expect(abs(mean(zip(first, second).map { $0 * $1 })) < 0.029)
        #expect(abs(mean(zip(first, first.dropFirst()).map { $0 * $1 })) < 0.029)
    }
}
