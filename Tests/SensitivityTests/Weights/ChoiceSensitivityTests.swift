import TestSupport
import Testing

@testable import Sensitivity

/// The decomposition of variance over discrete choices, worked by hand and against its definition.
@Suite struct ChoiceSensitivityTests {
    private func choice(_ name: String, _ probabilities: [Double]) -> UncertainChoice {
        UncertainChoice(name: name, alternatives: probabilities.indices.map { "\($0)" }, probabilities: probabilities)
    }

    /// The indices of one output, a function of the alternatives' numbers.
    private func indices(_ choices: [UncertainChoice], _ output: ([Int]) -> Double) -> ChoiceSensitivity.Indices? {
        ChoiceSensitivity(choices, outputs: ChoiceSensitivity.combinations(choices).map { [output($0)] }).indices[0]
    }

    private func isNear(_ found: [Double], _ expected: [Double]) -> Bool {
        found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }
    }

    @Test func `Sums have no interaction: first and total order are the same`() throws {
        // x + 2y of two fair coins: variances 1/4 and 1.
        let found = try #require(indices([choice("x", [0.5, 0.5]), choice("y", [0.5, 0.5])]) { Double($0[0] + 2 * $0[1]) })
        #expect(isNear(found.first, [0.2, 0.8]))
        #expect(isNear(found.total, [0.2, 0.8]))
    }

    @Test func `Either or: nothing alone, everything together`() throws {
        let found = try #require(indices([choice("x", [0.5, 0.5]), choice("y", [0.5, 0.5])]) { Double($0[0] ^ $0[1]) })
        #expect(isNear(found.first, [0, 0]))
        #expect(isNear(found.total, [1, 1]))
    }

    @Test func `A product with unequal probabilities, worked by hand`() throws {
        // P(x) = 1/4, P(y) = 1/2: variance 1/8 - 1/64 = 7/64; of the mean given x 3/64, given y 1/64.
        let found = try #require(indices([choice("x", [0.75, 0.25]), choice("y", [0.5, 0.5])]) { Double($0[0] * $0[1]) })
        #expect(isNear(found.first, [3.0 / 7, 1.0 / 7]))
        #expect(isNear(found.total, [6.0 / 7, 4.0 / 7]))
    }

    @Test func `A choice that makes no difference has none, and an output without variance has no indices`() throws {
        let choices = [choice("x", [0.5, 0.5]), choice("nothing", [0.2, 0.8])]
        let found = ChoiceSensitivity(choices, outputs: ChoiceSensitivity.combinations(choices).map { [Double($0[0]), 7] })
        #expect(isNear(try #require(found.indices[0]).total, [1, 0]))
        #expect(found.indices[1] == nil)
        #expect(found.variances == [0.25, 0])
        #expect(found.overall == found.indices[0])
        #expect(ChoiceSensitivity(choices, outputs: .init(repeating: [3], count: 4)).overall == nil)
    }

    @Test func `Over all outputs each counts by its variance`() throws {
        // x with a variance of 1/4, and 3y with one of 9/4.
        let choices = [choice("x", [0.5, 0.5]), choice("y", [0.5, 0.5])]
        let found = ChoiceSensitivity(
            choices, outputs: ChoiceSensitivity.combinations(choices).map { [Double($0[0]), Double(3 * $0[1])] })
        #expect(isNear(try #require(found.overall).first, [0.1, 0.9]))
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `Total order is the mean variance that is left when all others are known`(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        let choices = ["x", "y", "z"].map { name in
            let shares = (0..<random.whole(2...4)).map { _ in Double(random.whole(1...9)) }
            return choice(name, shares.map { $0 / shares.reduce(0, +) })
        }
        let rows = ChoiceSensitivity.combinations(choices)
        let outputs = rows.map { _ in Double(random.whole(1...100)) }
        let found = try #require(ChoiceSensitivity(choices, outputs: outputs.map { [$0] }).indices[0])
        func probability(_ row: [Int]) -> Double { zip(choices, row).reduce(1) { $0 * $1.0.probabilities[$1.1] } }
        func variance(_ values: [(value: Double, probability: Double)]) -> Double {
            let whole = values.reduce(0) { $0 + $1.probability }
            let mean = values.reduce(0) { $0 + $1.value * $1.probability } / whole
            return values.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) * $1.probability } / whole
        }
        let all = variance(zip(rows, outputs).map { ($1, probability($0)) })
        for place in choices.indices {
            var left = 0.0
            for fixed in rows where fixed[place] == 0 {
                let alike = zip(rows, outputs).filter { row, _ in row.indices.allSatisfy { $0 == place || row[$0] == fixed[$0] } }
                left += variance(alike.map { ($1, probability($0)) }) * alike.reduce(0) { $0 + probability($1.0) }
            }
            #expect(abs(found.total[place] - left / all) < 1e-12)
            #expect(found.first[place] <= found.total[place] + 1e-12)
        }
    }
}
