import Testing

@testable import MixedPrograms

/// Programs whose answers are known: worked by hand, and against every choice there is.
@Suite struct MixedProgramTests {
    @Test func `Without choices it is a linear program, worked by hand`() throws {
        // Least 2x + 3y with x + y >= 4 and x <= 3: x = 3, y = 1.
        var program = MixedProgram()
        let x = program.variable(0...3, cost: 2), y = program.variable(0...10, cost: 3)
        program.require([(x, 1), (y, 1)], atLeast: 4)
        guard case .found(let values, let bound) = program.least(nodes: 100) else { return #expect(Bool(false)) }
        #expect(abs(values[x] - 3) < 1e-9 && abs(values[y] - 1) < 1e-9)
        #expect(abs(bound - 9) < 1e-9)
    }

    @Test func `What can't be met is infeasible, with choices and without`() {
        for hasChoice in [false, true] {
            var program = MixedProgram()
            let x = program.variable(0...1), y = hasChoice ? program.choice() : program.variable(0...1)
            program.require([(x, 1), (y, 1)], atLeast: 2.5)
            #expect(program.least(nodes: 100) == .infeasible)
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `The cheapest choice of ten, as trying all 1,024 finds it`(seed: UInt64) {
        var state = seed
        func number(_ range: ClosedRange<Int>) -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(range.lowerBound + Int(state >> 33) % range.count)
        }
        let prices = (0..<10).map { _ in number(1...50) }, gains = (0..<2).map { _ in (0..<10).map { _ in number(0...30) } }
        var program = MixedProgram(), choices: [Int] = []
        for price in prices {
            let choice = program.choice(), paid = program.variable(0...100, cost: 1)
            program.require([(paid, 1), (choice, -price)], atLeast: 0)
            choices.append(choice)
        }
        for gain in gains { program.require(zip(choices, gain).map { ($0, $1) }, atLeast: 70) }
        var least = Double.infinity
        for taken in 0..<1024 {
            let own = (0..<10).filter { taken >> $0 & 1 == 1 }
            if gains.allSatisfy({ gain in own.reduce(0) { $0 + gain[$1] } >= 70 }) { least = min(least, own.reduce(0) { $0 + prices[$1] }) }
        }
        guard case .found(let values, let bound) = program.least(nodes: 10_000) else { return #expect(least == .infinity) }
        let chosen = choices.indices.filter { values[choices[$0]] > 0.5 }
        #expect(abs(chosen.reduce(0) { $0 + prices[$1] } - least) < 1e-6)
        #expect(abs(bound - least) < 1e-6)
    }
}
