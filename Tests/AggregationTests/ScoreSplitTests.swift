import Aggregation
import Model
import TestSupport
import Testing

/// A change in score split among its causes, worked by hand and against the formula over subsets.
@Suite struct ScoreSplitTests {
    private func split(
        _ causes: [ScoreCause], _ method: ScoreSplit.Method, _ scores: [[ScoreCause]: Int]
    ) -> ScoreSplit? {
        let byCauses = Dictionary(uniqueKeysWithValues: scores.map { (ScoreCauses($0.key), Rational($0.value)) })
        return ScoreSplit(of: causes, by: method) { byCauses[$0] }
    }

    @Test func `One after the other, each cause has what its step changes`() {
        let scores: [[ScoreCause]: Int] = [[]: 50, [.data]: 56, [.data, .weights]: 53]
        #expect(split([.data, .weights], .inOrder, scores)?.parts == [.data: Rational(6), .weights: Rational(-3)])
    }

    @Test func `On the average over both orders each of two causes has the mean of what it changes first and last`() {
        // Data first: +6, then weights -3; weights first: -7, then data +10.
        let scores: [[ScoreCause]: Int] = [[]: 50, [.data]: 56, [.weights]: 43, [.data, .weights]: 53]
        #expect(split([.data, .weights], .average, scores)?.parts == [.data: Rational(8), .weights: Rational(-5)])
    }

    @Test func `A step without a score behind it is joined with the next`() {
        let split = split([.roster, .data, .rules], .inOrder, [[]: 40, [.roster, .data]: 47, [.roster, .data, .rules]: 45])
        #expect(split?.parts == [.data: Rational(7), .rules: Rational(-2)])
        #expect(split?.joined == [.roster])
    }

    @Test func `On the average a missing combination joins steps in the orders that lead through it`() {
        // Without the roster alone: roster first gives the data all +9; data first gives +4, then the roster +5.
        let split = split([.roster, .data], .average, [[]: 40, [.data]: 44, [.roster, .data]: 49])
        #expect(split?.parts == [.data: Rational(13, over: 2), .roster: Rational(5, over: 2)])
        #expect(split?.joined == [.roster])
    }

    @Test func `Without a score at one end there is no split, and without a cause no part`() {
        #expect(split([.data], .inOrder, [[.data]: 5]) == nil)
        #expect(split([.data], .average, [[]: 5]) == nil)
        #expect(split([], .inOrder, [[]: 5])?.parts == [:])
    }

    @Test func `Printed parts and rounding add up to the printed change`() {
        // Thirds: 10/3 and 10/3 and 10/3 are printed 3.33 each, and the change 10.00.
        let split = ScoreSplit(of: [.data, .rules, .weights], by: .inOrder) { causes in
            Rational(Int128(10 * [ScoreCause.data, .rules, .weights].count(where: causes.has)), over: 3)
        }
        let printed = split?.printed(change: 1_000, decimals: 2)
        #expect(printed?.parts == [.data: 333, .rules: 333, .weights: 333])
        #expect(printed?.rounding == 1)
    }

    @Test func `Parts add up to the change whatever combinations have no score`() {
        var random = SeededNumbers(seed: 4)
        for _ in 0..<200 {
            let causes = ScoreCause.allCases.filter { _ in random.happens(3, in: 4) }, all = ScoreCauses(causes)
            var scores: [ScoreCauses: Rational] = [:]
            for mask in 0..<32 where random.happens(4, in: 5) || mask == 0 || mask == all.rawValue {
                scores[ScoreCauses(rawValue: mask)] = Rational(Int128(random.whole(0...10_000)), over: Int128(random.whole(1...12)))
            }
            for method in ScoreSplit.Method.allCases {
                let split = ScoreSplit(of: causes, by: method) { scores[$0] }
                #expect(split?.parts.values.reduce(.zero, +) == scores[all]! - scores[[]]!)
            }
        }
    }

    @Test func `The average over orders is the sum over subsets`() {
        var random = SeededNumbers(seed: 9)
        let causes = ScoreCause.allCases
        for _ in 0..<20 {
            let scores = (0..<32).map { _ in Rational(Int128(random.whole(0...1_000)), over: Int128(random.whole(1...12))) }
            let split = ScoreSplit(of: causes, by: .average) { scores[$0.rawValue] }
            for cause in causes { #expect(split?.parts[cause] == Self.shapley(cause, scores)) }
        }
    }

    /// Σ |S|! (5 - |S| - 1)! / 5! · (v(S ∪ i) - v(S)) over the subsets S without i.
    private static func shapley(_ cause: ScoreCause, _ scores: [Rational]) -> Rational {
        let factorials: [Int128] = [1, 1, 2, 6, 24, 120], own = 1 << cause.rawValue
        return (0..<32).filter { $0 & own == 0 }.reduce(Rational.zero) { sum, subset in
            let size = subset.nonzeroBitCount
            return sum + Rational(factorials[size] * factorials[4 - size], over: 120) * (scores[subset | own] - scores[subset])
        }
    }
}
