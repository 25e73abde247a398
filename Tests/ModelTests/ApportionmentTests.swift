import Model
import TestSupport
import Testing

/// Printed parts that add up to their printed total.
@Suite struct ApportionmentTests {
    private func units(_ parts: [String], total: Int128, decimals: Int = 2, limits: [Int128]? = nil) -> [Int128] {
        Apportionment.units(
            of: parts.map { Rational($0)! }, total: total, decimals: decimals, within: limits.map { $0.map { 0...$0 } })
    }

    @Test func `Three thirds of forty: the first gets the hundredth that is left`() {
        #expect(units(["40/3", "40/3", "40/3"], total: 40_00) == [13_34, 13_33, 13_33])
    }

    @Test func `The largest remainders get what is left`() {
        // Cut off: 0.12, 0.12, 0.12; remainders 0.2, 0.8, 0.5 of a hundredth; 0.375 prints as 0.38.
        #expect(units(["0.122", "0.128", "0.125"], total: 38) == [12, 13, 13])
        #expect(units(["0.122", "0.128", "0.125"], total: 37) == [12, 13, 12])
    }

    @Test func `Parts without a remainder stay as they are`() {
        #expect(units(["8", "7.25", "0"], total: 15_25) == [8_00, 7_25, 0])
    }

    @Test func `No parts, one part, whole units`() {
        #expect(units([], total: 0) == [])
        #expect(units(["2/3"], total: 67) == [67])
        #expect(units(["1/2", "1/2", "1"], total: 2, decimals: 0) == [1, 0, 1])
    }

    @Test func `A part that has reached its limit is passed over`() {
        // Cut off: 1.66, 1.20, 0.90; the first has the largest remainder, but no more than 1.66.
        #expect(units(["1.668", "1.205", "0.901"], total: 3_77, limits: [1_66, 1_90, 0_91]) == [1_66, 1_21, 0_90])
        #expect(units(["1.668", "1.205", "0.901"], total: 3_77, limits: [1_67, 1_90, 0_91]) == [1_67, 1_20, 0_90])
    }

    @Test func `Where limits leave no other room a part gets more than one unit`() {
        #expect(units(["1.009", "1.009", "0.001"], total: 2_03, limits: [1_00, 1_00, 0_09]) == [1_00, 1_00, 0_03])
    }

    @Test func `Parts always add up, and none is off by a unit or more`() {
        var random = SeededNumbers(seed: 1)
        for _ in 0..<500 {
            let parts = (0..<random.whole(1...25)).map { _ in
                Rational(Int128(random.whole(0...5_000)), over: Int128(random.whole(1...90)))
            }
            let total = parts.reduce(Rational.zero, +).scaledAndRounded(decimals: 2)
            let units = Apportionment.units(of: parts, total: total, decimals: 2)
            #expect(units.reduce(0, +) == total)
            for (part, unit) in zip(parts, units) {
                let difference = part * Rational(100) - Rational(unit, over: 1)
                #expect(Rational(-1) < difference && difference < Rational(1))
            }
        }
    }
}
