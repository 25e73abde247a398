import Aggregation
import Model
import Parallel
import TestSupport
import Testing

@testable import Sensitivity

/// The smallest change of weights that turns a result: worked by hand, against all corners of the linear program, against a grid of
/// changes, and against random ones.
@Suite struct SmallestWeightChangeTests {
    private let workers = Workers(count: 1)
    private let weights = SampleResults.weights

    private func matrix(_ levels: [[Int?]]) -> ScoreMatrix {
        ScoreMatrix(SampleResults.allStudents(levels), population: nil, rule: SampleResults.rule(), workers: workers)
    }

    private func answer(_ matrix: ScoreMatrix, _ contest: WeightContest) -> WeightChangeAnswer {
        matrix.smallestChange(turning: contest, at: "middle", under: weights, known: nil)
    }

    private func change(_ matrix: ScoreMatrix, _ contest: WeightContest) throws -> SmallestWeightChange {
        guard case .found(let change) = answer(matrix, contest) else { throw NothingFound() }
        return change
    }

    private struct NothingFound: Error {}

    @Test func `One move is enough, worked by hand`() throws {
        // 2 behind; a point from b to a gains 1.1, from c to a 0.5, in the other domain nothing: 20/11 = 1.8182 is equal.
        let matrix = matrix([[10, 2, 5, 5, 5, 5], [5, 8, 5, 5, 5, 5]])
        let past = try change(matrix, WeightContest(0, past: 1))
        #expect(past.moves == [WeightMove(from: 1, to: 0, amount: Rational("1.82")!)])
        #expect(past.noneBelow == Rational("1.8181")!)
        // The other is no longer ahead where both are equal.
        #expect(try change(matrix, WeightContest(1, past: 0)).points == Rational("1.82")!)
    }

    @Test func `Moves are exhausted in the order of what they gain, worked by hand`() throws {
        // The first earns -0.6, 0.9, 0 and, in the other domain, -0.2, -0.1, 0 more: -12 + 18 - 1.6 - 1.2 = 3.2 ahead. To fall behind,
        // a point from b to a takes 1.5; 3.2 / 1.5 = 2.1333.
        let one = matrix([[1, 10, 5, 3, 4, 5], [7, 1, 5, 5, 5, 5]])
        #expect(try change(one, WeightContest(0, past: 1)).moves == [WeightMove(from: 1, to: 0, amount: Rational("2.14")!)])
        // The first earns 0.5, -0.9, -0.4, 0, 0.4, -0.5 more: 10 - 18 - 8 + 4.8 - 10 = -21.2. From b to a 1.4 a point, 20 bring 28.
        #expect(
            try change(matrix([[10, 1, 2, 5, 9, 1], [5, 10, 6, 5, 5, 6]]), WeightContest(0, past: 1)).moves
                == [WeightMove(from: 1, to: 0, amount: Rational("15.15")!)])
        // Now -0.9 at all of b, c, d and e: all 20 from b to a, all 20 from c to a, and from d or e to f what is left.
        let other = matrix([[2, 1, 1, 1, 1, 2], [1, 10, 10, 10, 10, 1]])
        // -0.9 · 20 · 2 - 0.9 · 20 + 0.1 · 20 · 2 = -50; b and c to a bring 1.0 a point as do d and e to f: 50 of the 60.
        let moves = try change(other, WeightContest(0, past: 1)).moves
        #expect(moves.reduce(.zero) { $0 + $1.amount } > Rational(50))
        #expect(moves.reduce(.zero) { $0 + $1.amount } <= Rational("50.04")!)
        #expect(moves.allSatisfy { [0, 5].contains($0.to) })
    }

    @Test func `Out of the lowest, two rivals that different metrics decide need both, worked by hand`() throws {
        // The school has 50 points. The first rival earns -0.1 on a and 0.2 on c more, at 20 each: 2 ahead, and a point from c to a
        // gains 0.3: 6.6667 to be equal. The second earns -0.1 on d, with 8, and 0.1 on f, with 20: 1.2 ahead, and a point from f
        // to d gains 0.2: 6 to be equal. The third stays ahead. To be out of the lowest half of four, two have to be lower.
        let levels: [[Int?]] = [[5, 5, 5, 5, 5, 5], [4, 5, 7, 5, 5, 5], [5, 5, 5, 4, 5, 6], [10, 10, 10, 10, 10, 10]]
        let found = try change(matrix(levels), WeightContest(0, outOfLowest: Rational(1, over: 2), of: [0, 1, 2, 3]))
        #expect(found.moves == [WeightMove(from: 2, to: 0, amount: Rational("6.67")!), WeightMove(from: 5, to: 3, amount: Rational("6.01")!)])
        #expect(found.noneBelow > Rational("12.66")! && found.noneBelow <= Rational("12.6667")!)
        // For the lowest quarter one of them is enough.
        let one = try change(matrix(levels), WeightContest(0, outOfLowest: Rational(1, over: 4), of: [0, 1, 2, 3]))
        #expect(one.moves == [WeightMove(from: 5, to: 3, amount: Rational("6.01")!)])
    }

    @Test func `No change turns what a school that is better on everything decides`() {
        let matrix = matrix([[5, 5, 5, 5, 5, 5], [6, 6, 6, 6, 6, 6]])
        for contest in [WeightContest(0, past: 1), WeightContest(1, past: 0)] {
            guard case .impossible = answer(matrix, contest) else { return #expect(Bool(false)) }
        }
    }

    @Test func `A move that is known to be enough bounds the search, and is the answer where none is shorter`() throws {
        let matrix = matrix([[10, 2, 5, 5, 5, 5], [5, 8, 5, 5, 5, 5]])
        let known = WeightMove(from: 1, to: 0, amount: Rational("1.82")!), contest = WeightContest(0, past: 1)
        for move in [known, WeightMove(from: 1, to: 0, amount: Rational(5))] {
            guard case .found(let change) = matrix.smallestChange(turning: contest, at: "middle", under: weights, known: move) else {
                return #expect(Bool(false))
            }
            #expect(change.moves == [known])
        }
    }

    // MARK: A linear program's corners

    /// The score of the first school minus that of the second.
    private func difference(_ matrix: ScoreMatrix, _ weights: [String: [String: Rational]]) -> Rational {
        let scores = matrix.scores(under: weights)
        return scores.score(0)! - scores.score(1)!
    }

    private func moved(_ moves: [WeightMove], _ level: String = "middle") -> [String: [String: Rational]] {
        var weights = weights
        for move in moves {
            weights[level]![SampleResults.metrics[move.from]]! -= move.amount
            weights[level]![SampleResults.metrics[move.to]]! += move.amount
        }
        return weights
    }

    /// The least weight that moves, over all corners: one metric of each domain receives, the others give all, nothing, or one of
    /// them what is left to close the gap. Where that takes all there is, a school that is behind gets level and no further.
    private func leastByCorners(_ matrix: ScoreMatrix, isTieEnough: Bool = false) -> Rational? {
        let gap = difference(matrix, weights), step = Rational(1, over: 100)
        func gain(_ from: Int, _ to: Int) -> Rational {
            (difference(matrix, moved([WeightMove(from: from, to: to, amount: step)])) - gap) / step
        }
        var least: Rational?
        for first in 0..<3 {
            for second in 3..<6 {
                let donors = (0..<6).filter { $0 != first && $0 != second }
                let gains = donors.map { gain($0, $0 < 3 ? first : second) }
                let most = donors.map { weights["middle"]![SampleResults.metrics[$0]]! }
                for corner in 0..<1 << donors.count {
                    let whole = donors.indices.filter { corner >> $0 & 1 == 1 }
                    let rest = -gap - whole.reduce(.zero) { $0 + gains[$1] * most[$1] }
                    for partial in donors.indices where !whole.contains(partial) && gains[partial] != .zero {
                        let amount = rest / gains[partial]
                        if amount < .zero || amount > most[partial] { continue }
                        let isAll = donors.indices.allSatisfy { whole.contains($0) || $0 == partial || gains[$0] <= .zero }
                        if gap < .zero && !isTieEnough && amount == most[partial] && isAll { continue }
                        let size = whole.reduce(amount) { $0 + most[$1] }
                        least = least.map { min($0, size) } ?? size
                    }
                }
            }
        }
        return least
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `Between two schools no corner of the linear program is smaller`(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        let matrix = matrix((0..<2).map { _ in (0..<6).map { _ in random.whole(1...10) } }), contest = WeightContest(0, past: 1)
        if difference(matrix, weights) == .zero { return }
        switch (answer(matrix, contest), leastByCorners(matrix)) {
        case (.found(let change), .some(let least)):
            #expect(change.noneBelow <= least && least <= change.noneBelow + Rational(1, over: 5_000))
            #expect(change.points <= least + Rational("0.04")!)
            #expect((difference(matrix, moved(change.moves)) > .zero) != (difference(matrix, weights) > .zero))
        case (.impossible, nil): break
        case (.notFound(noneBelow: let bound), nil): #expect(leastByCorners(matrix, isTieEnough: true).map { bound <= $0 } == true)
        case (let answer, let least): Issue.record("\(answer), by corners \(String(describing: least))")
        }
    }

    // MARK: A grid

    /// Scores from the rule's text in binary numbers: each domain's weights over what is there.
    private func scores(_ levels: [[Int?]], _ own: [Double]) -> [Double] {
        levels.map { levels in
            [0..<3, 3..<6].reduce(0) { sum, domain in
                let there = domain.filter { levels[$0] != nil && own[$0] > 0 }
                let all = domain.reduce(0) { $0 + own[$1] }, left = there.reduce(0) { $0 + own[$1] }
                return sum + there.reduce(0) { $0 + own[$1] * Double(levels[$1]!) / 10 } * all / left
            }
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `Out of and into the lowest, no change of a grid of half points is smaller, with results missing here and there`(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        let everyFourth = seed % 4 == 0
        // All are alike in the second domain, so that moves there decide nothing.
        let levels: [[Int?]] = (0..<7).map { school in
            (0..<3).map { $0 == 2 && everyFourth && school % 2 == 1 ? nil : Optional(random.whole(1...10)) } + [5, 5, 5]
        }
        let school = random.whole(0...6), contest = WeightContest(school, outOfLowest: Rational(2, over: 5), of: Array(0..<7))
        let own = SampleResults.metrics.map { weights["middle"]![$0]!.approximation }
        func isAhead(_ own: [Double]) -> Bool {
            let scores = scores(levels, own)
            return scores.count { $0 < scores[school] - 1e-9 } >= 3
        }
        let isAhead = isAhead(own)
        var least = Double.infinity
        for first in -40...80 {
            for second in -40...80 {
                let changes = [Double(first) / 2, Double(second) / 2, -Double(first + second) / 2]
                // At 0 the metric's results leave the score, and at the grid's edge a school may lose its own.
                if zip(own, changes).contains(where: { $0 + $1 < 0.1 }) { continue }
                let points = changes.reduce(0) { $0 + max(0, $1) }
                if points < least, self.isTurned(isAhead, levels, school, zip(own, changes + [0, 0, 0]).map { $0 + $1 }) { least = points }
            }
        }
        switch answer(matrix(levels), contest) {
        case .found(let change):
            #expect(change.noneBelow.approximation <= least + 1e-9)
            #expect(change.points.approximation <= least + (everyFourth ? 0.5 : 0.03))
            #expect(contest.isAhead(under: matrix(levels).scores(under: moved(change.moves))) != isAhead)
            #expect(change.noneBelow <= change.points)
        case .impossible: #expect(least == .infinity)
        case .notFound(noneBelow: let bound): #expect(bound.approximation <= least + 1e-9)
        }
    }

    private func isTurned(_ isAhead: Bool, _ levels: [[Int?]], _ school: Int, _ own: [Double]) -> Bool {
        let scores = scores(levels, own)
        return (scores.count { $0 < scores[school] - 1e-9 } >= 3) != isAhead
    }

    // MARK: All kinds of schools

    @Test(arguments: [(1, true), (3, false)] as [(UInt64, Bool)])
    func `Of schools of all kinds the change turns the result, and no random change below the bound does`(seed: UInt64, isWithin: Bool) throws {
        let sample = SampleResults(seed: seed, schools: 40, missing: 2, redistribution: isWithin ? .withinDomain : .everywhere)
        let matrix = ScoreMatrix(sample.results, population: sample.population, rule: sample.rule, workers: workers)
        let scores = matrix.scores(under: weights), members = matrix.schools.indices.filter { scores.score($0) != nil }
        var random = SeededNumbers(seed: seed + 100), found = 0
        for school in members.filter({ matrix.schools[$0].level != "elementary" }).prefix(4) {
            let contest = WeightContest(school, outOfLowest: Rational(1, over: 3), of: members), isAhead = contest.isAhead(under: scores)
            guard case .found(let change) = answer(matrix, contest) else { continue }
            found += 1
            #expect(contest.isAhead(under: matrix.scores(under: moved(change.moves))) != isAhead)
            #expect(change.noneBelow <= change.points)
            for _ in 0..<60 {
                let moves = randomMoves(&random, within: change.noneBelow)
                #expect(contest.isAhead(under: matrix.scores(under: moved(moves))) == isAhead, "\(moves)")
            }
        }
        #expect(found >= 2)
    }

    /// Some moves within domains, less than so many points in all, no metric giving more than half of what it has.
    private func randomMoves(_ random: inout SeededNumbers, within points: Rational) -> [WeightMove] {
        var rest = points * Rational("0.999")!, moves: [WeightMove] = []
        for _ in 0..<random.whole(1...4) {
            let domain = random.happens(1, in: 2) ? [0, 1, 2] : [3, 4, 5], from = random.pick(domain), to = random.pick(domain.filter { $0 != from })
            let most = min(rest, weights["middle"]![SampleResults.metrics[from]]! / Rational(8))
            let amount = most * Rational(Int128(random.whole(1...8)), over: 8)
            moves.append(WeightMove(from: from, to: to, amount: amount))
            rest = rest - amount
        }
        return moves
    }
}
