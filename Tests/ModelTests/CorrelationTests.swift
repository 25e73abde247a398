import TestSupport
import Testing

@testable import Model

/// Correlations against figures worked by hand, and where there is none.
@Suite struct CorrelationTests {
    @Test func `Points on a line correlate by 1, on a falling one by -1`() {
        #expect(Correlation.pearson([1, 2, 3], [10, 20, 30]) == 1)
        #expect(Correlation.pearson([1, 2, 3], [30, 20, 10]) == -1)
    }

    @Test func `Pearson's correlation as worked by hand`() throws {
        // Means 3 and 4; products 4 + 0 + 0 + 0 + 2 = 6; squares 10 and 6; 6 / √60.
        let correlation = try #require(Correlation.pearson([1, 2, 3, 4, 5], [2, 4, 5, 4, 5]))
        #expect(abs(correlation - 6 / 60.0.squareRoot()) < 1e-15)
    }

    @Test func `Equal figures share the mean of their ranks`() {
        #expect(Correlation.midRanks([10, 30, 20, 20]) == [1, 4, 2.5, 2.5])
        #expect(Correlation.midRanks([5, 5, 5]) == [2, 2, 2])
        #expect(Correlation.midRanks([]) == [])
    }

    @Test func `Spearman's correlation with ties as worked by hand`() throws {
        // Ranks 1 2.5 2.5 4 and 1 2 3 4: products 2.25 + 0 + 0 + 2.25 = 4.5; squares 4.5 and 5.
        let correlation = try #require(Correlation.spearman([1, 2, 2, 9], [1, 2, 3, 4]))
        #expect(abs(correlation - 4.5 / (4.5 * 5.0).squareRoot()) < 1e-15)
    }

    @Test func `Spearman's correlation sees the order only`() throws {
        #expect(Correlation.spearman([1, 2, 3, 4], [1, 10, 100, 1_000_000]) == 1)
        #expect(try #require(Correlation.pearson([1, 2, 3, 4], [1, 10, 100, 1_000_000])) < 0.8)
    }

    @Test(arguments: [
        ([], []), ([1], [1]), ([1, 2], [1, 2]), ([1, 1, 1], [1, 2, 3]), ([1, 2, 3], [0.1, 0.1, 0.1]), ([1, 2, .nan], [1, 2, 3]),
        ([1, 2, 3], [1, 2, .infinity]),
    ] as [([Double], [Double])])
    func `No correlation of fewer than 3 points, without spread, of no numbers`(x: [Double], y: [Double]) {
        #expect(Correlation.pearson(x, y) == nil)
        #expect(Correlation.spearman(x, y) == nil)
    }

    @Test func `Correlations stay between -1 and 1 and do not depend on the order of points`() throws {
        var random = SeededNumbers(seed: 5)
        for _ in 0..<200 {
            let points = (0..<random.whole(3...40)).map { _ in (Double(random.whole(0...9)), Double(random.whole(0...9)) / 7) }
            for correlation in [Correlation.pearson, Correlation.spearman] {
                guard let forward = correlation(points.map(\.0), points.map(\.1)) else { continue }
                let backward = try #require(correlation(points.reversed().map(\.1), points.reversed().map(\.0)))
                #expect(abs(forward) <= 1 && abs(forward - backward) < 1e-12)
            }
        }
    }
}
