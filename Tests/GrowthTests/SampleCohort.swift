import TestSupport

@testable import Growth

/// Cohorts made up from a seed.
struct SampleCohort {
    var current: [Double]
    /// By prior, the most recent first.
    var priors: [[Double]]
    var knots: [SplineKnots] { priors.map { SplineKnots(scores: $0)! } }

    /// - Parameter step: scores are multiples of it; the smaller, the fewer students share one.
    init(students: Int, priors: Int, step: Double, seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &numbers) } }
        func score(_ value: Double) -> Double { (value / step).rounded() * step }
        current = []
        self.priors = [[Double]](repeating: [], count: priors)
        for _ in 0..<students {
            let ability = normal()
            current.append(score(520 + 50 * ability + 25 * normal()))
            for prior in 0..<priors { self.priors[prior].append(score(500 - 20 * Double(prior) + 45 * ability + 30 * normal())) }
        }
    }

    var design: SplineDesign { SplineDesign(ScoreCells(current: current, priors: priors), knots: knots) }

    /// By student the regression's row, straight from the basis.
    var rows: [[Double]] {
        let bases = knots.map { SplineBasis($0) }
        return current.indices.map { student in [1] + zip(priors, bases).flatMap { $1.dense(at: $0[student]) } }
    }

    /// The students in another order.
    func shuffled(seed: UInt64) -> (cohort: SampleCohort, order: [Int]) {
        var numbers = SeededNumbers(seed: seed)
        let order = current.indices.shuffled(using: &numbers)
        var shuffled = self
        shuffled.current = order.map { current[$0] }
        shuffled.priors = priors.map { scores in order.map { scores[$0] } }
        return (shuffled, order)
    }
}

/// Gaussian elimination, for tests alone.
func solved(_ rows: [[Double]], _ right: [Double]) -> [Double]? {
    var matrix = zip(rows, right).map { $0 + [$1] }
    let size = right.count
    for step in 0..<size {
        let pivot = (step..<size).max { abs(matrix[$0][step]) < abs(matrix[$1][step]) }!
        if abs(matrix[pivot][step]) < 1e-9 { return nil }
        matrix.swapAt(step, pivot)
        for row in 0..<size where row != step {
            let factor = matrix[row][step] / matrix[step][step]
            for column in step...size { matrix[row][column] -= factor * matrix[step][column] }
        }
    }
    return (0..<size).map { matrix[$0][size] / matrix[$0][$0] }
}
