import Model
import Parallel
import Testing

@testable import Sensitivity

/// Metrics over the same students are drawn together.
@Suite struct CorrelatedRowsTests {
    private static let replicates = 20_000

    /// Three metrics of 50 of 100 students each; the second and third have correlations of 0.6 and -0.3 with the first, and of 0.2.
    private func rows(_ redraws: [Redraw] = [.share, .share, .share], absent: Int? = nil, products: [Double]? = nil) -> [[Double]] {
        var sample = UncertainSample()
        sample.metrics = zip(["a", "b", "c"], redraws).map { .init(key: $0, redraw: $1) }
        (sample.domains, sample.weights) = ([["a", "b", "c"]], ["middle": ["a": "40", "b": "30", "c": "30"]])
        sample.correlations = OutcomeCorrelations([
            .init(metrics: [0, 1, 2], products: products ?? [4, 1.2 * 2, -0.6 * 3, 2.4, 4, 0.4 * 3, -1.8, 1.2, 9])
        ])
        sample.standardError = 5
        sample.measure = { _, metric, group in group == 0 && metric != absent ? UncertainSample.share(50, of: 100) : nil }
        let plan = ReplicatePlan(sample.index, rule: UncertainSample.drawing(Self.replicates), workers: Workers(count: 1))
        let memory = SharedBuffer<Double>(count: plan.drawn.results.count * Self.replicates)
        plan.draw(first: 0, count: Self.replicates, width: Self.replicates, into: memory, workers: Workers(count: 1))
        return plan.drawn.results.indices.map { row in
            (0..<Self.replicates).map { (memory.pointer[row * Self.replicates + $0] - 50) / 5 }
        }
    }

    private func product(_ first: [Double], _ second: [Double]) -> Double {
        zip(first, second).reduce(0) { $0 + $1.0 * $1.1 } / Double(first.count)
    }

    @Test func `Errors have the correlations of students' outcomes, and their own standard errors`() {
        let drawn = rows()
        // Four standard errors of a correlation or a variance of 20,000 numbers: 0.028 and 0.04.
        for metric in 0..<3 { #expect(abs(product(drawn[metric], drawn[metric]) - 1) < 0.04) }
        #expect(abs(product(drawn[0], drawn[1]) - 0.6) < 0.03)
        #expect(abs(product(drawn[0], drawn[2]) + 0.3) < 0.03)
        #expect(abs(product(drawn[1], drawn[2]) - 0.2) < 0.03)
    }

    @Test func `A metric without a result leaves the others' correlation as it is`() {
        let drawn = rows(absent: 0)
        #expect(drawn.count == 2 && abs(product(drawn[0], drawn[1]) - 0.2) < 0.03)
    }

    @Test func `A metric that says the same as another is drawn as it`() {
        let drawn = rows(products: [4, 4, 0, 4, 4, 0, 0, 0, 9])
        #expect(zip(drawn[0], drawn[1]).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test func `A metric that nobody deviates on goes with none`() {
        let drawn = rows(products: [0, 0, 0, 0, 4, 1.2, 0, 1.2, 9])
        #expect(abs(product(drawn[0], drawn[1])) < 0.03 && abs(product(drawn[1], drawn[2]) - 0.2) < 0.03)
    }
}
