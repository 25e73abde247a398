import Model
import Parallel
import TestSupport
import Testing

@testable import Sensitivity

/// The smallest change of weights between two schools: worked by hand, and against all corners of the linear program.
@Suite struct SmallestWeightChangeTests {
    private let workers = Workers(count: 1)
    private let weights = SampleResults.weights

    private func pair(_ first: [Int?], _ second: [Int?]) -> ScoreMatrix {
        ScoreMatrix(
            SampleResults.allStudents([first, second]), population: nil, rule: SampleResults.rule(), workers: workers)
    }

    @Test func `One move is enough, worked by hand`() throws {
        // 2 behind; a point from b to a gains 1.1, from c to a 0.5, in the other domain nothing.
        let matrix = pair([10, 2, 5, 5, 5, 5], [5, 8, 5, 5, 5, 5])
        let change = try #require(matrix.smallestChange(bringing: 0, level: 1, at: "middle", under: weights))
        #expect(change.moves == [WeightMove(from: 1, to: 0, amount: Rational(20, over: 11))])
        #expect(change.size == Rational(40, over: 11))
        #expect(change.isOverAllMetrics)
    }

    @Test func `Moves are exhausted in the order of what they gain, worked by hand`() throws {
        // By metric the first earns 0.1, -0.8, 0.1, 0, -0.2, 0.3 more: 2 - 16 + 2 - 2.4 + 6 = -8.4.
        let matrix = pair([6, 1, 6, 5, 3, 8], [5, 9, 5, 5, 5, 5])
        let change = try #require(matrix.smallestChange(bringing: 0, level: 1, at: "middle", under: weights))
        // A point from b to a gains 0.9: 8.4 / 0.9 of its 20.
        #expect(change.moves == [WeightMove(from: 1, to: 0, amount: Rational(28, over: 3))])
        // The second school instead, from as far ahead: everything to what the first is worst at, b and e.
        let other = try #require(pair([7, 6, 5, 5, 3, 8], [5, 6, 5, 5, 5, 5]).smallestChange(
            bringing: 1, level: 0, at: "middle", under: weights))
        // 4 - 2.4 + 6 = 7.6 ahead. From f to e 0.5 a point, at most 20: 10 is more than enough.
        #expect(other.moves == [WeightMove(from: 5, to: 4, amount: Rational(76, over: 5))])
    }

    @Test func `No change brings a school level with one that is better on everything`() {
        #expect(pair([5, 5, 5, 5, 5, 5], [6, 6, 6, 6, 6, 6]).smallestChange(bringing: 0, level: 1, at: "middle", under: weights) == nil)
    }

    @Test func `Equal scores need no change`() {
        let change = pair([5, 5, 5, 5, 5, 5], [5, 5, 5, 5, 5, 5]).smallestChange(bringing: 0, level: 1, at: "middle", under: weights)
        #expect(change?.moves == [])
        #expect(change?.size == .zero)
    }

    /// The score of the first school minus that of the second.
    private func difference(_ matrix: ScoreMatrix, _ weights: [String: [String: Rational]]) -> Rational {
        let scores = matrix.scores(under: weights)
        return scores.score(0)! - scores.score(1)!
    }

    private func moved(_ moves: [WeightMove]) -> [String: [String: Rational]] {
        var weights = weights
        for move in moves {
            weights["middle"]![SampleResults.metrics[move.from]]! -= move.amount
            weights["middle"]![SampleResults.metrics[move.to]]! += move.amount
        }
        return weights
    }

    /// The least weight that moves, over all corners: one metric of each domain receives, the others give all, nothing, or one of
    /// them what is left to close the gap.
    private func leastByCorners(_ matrix: ScoreMatrix, movable: [Bool]) -> Rational? {
        let gap = difference(matrix, weights), step = Rational(1, over: 100)
        let metrics = SampleResults.metrics.indices.filter { movable[$0] }
        func gain(_ from: Int, _ to: Int) -> Rational {
            (difference(matrix, moved([WeightMove(from: from, to: to, amount: step)])) - gap) / step
        }
        var least: Rational?
        for first in metrics.filter({ $0 < 3 }) + [-1] {
            for second in metrics.filter({ $0 >= 3 }) + [-1] {
                let donors = metrics.filter { $0 != first && $0 != second && ($0 < 3 ? first : second) >= 0 }
                let gains = donors.map { gain($0, $0 < 3 ? first : second) }
                let most = donors.map { weights["middle"]![SampleResults.metrics[$0]]! }
                for corner in 0..<1 << donors.count {
                    let whole = donors.indices.filter { corner >> $0 & 1 == 1 }
                    let rest = -gap - whole.reduce(.zero) { $0 + gains[$1] * most[$1] }
                    for partial in donors.indices where !whole.contains(partial) && gains[partial] != .zero {
                        let amount = rest / gains[partial]
                        if amount < .zero || amount > most[partial] { continue }
                        let size = whole.reduce(amount) { $0 + most[$1] }
                        least = least.map { min($0, size) } ?? size
                    }
                }
            }
        }
        return least
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `No corner of the linear program is smaller, and at the change both scores are equal`(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        let levels = (0..<2).map { _ in (0..<6).map { $0 % 3 > 0 && random.happens(1, in: 8) ? nil : Optional(random.whole(1...10)) } }
        let matrix = pair(levels[0], levels[1])
        let movable = (0..<6).map { levels[0][$0] != nil && levels[1][$0] != nil }
        let change = matrix.smallestChange(bringing: 0, level: 1, at: "middle", under: weights)
        if difference(matrix, weights) == .zero { return }
        #expect(change.map { $0.size / Rational(2) } == leastByCorners(matrix, movable: movable))
        if let change {
            #expect(difference(matrix, moved(change.moves)) == .zero)
            #expect(change.isOverAllMetrics == movable.allSatisfy(\.self))
        }
    }
}
