import Tables
import Testing

@testable import Conditions

/// Random conditions on random columns mean the same to the kernels and to the slow, obvious evaluation.
@Suite struct RandomConditionTests {
    private static let truths: [UInt8] = [Truth.no, Truth.unknown, Truth.yes]

    /// Writes many conditions and compares every row; returns how many rows were compared.
    ///
    /// - Parameter mayOverflow: whether the kernels may call unknown what the slow evaluation decides.
    private func compare(
        _ count: Int, seed: UInt64, rows: Int, depths: Int = 3, isHuge: Bool = false, mayOverflow: Bool = false,
        arithmeticDepth: Int, _ numericTypes: [String]
    ) -> (rows: Int, overflows: Int) {
        var random = SeededNumbers(seed: seed)
        let columns = SampleColumns(rowCount: rows, isHuge: isHuge, random: &random)
        var writer = SampleWriter(random: random, arithmeticDepth: arithmeticDepth, numericTypes: numericTypes)
        var (compared, overflows) = (0, 0)
        for number in 0..<count {
            let sample = writer.condition(depth: number % depths)
            guard let condition = condition(sample.text, columns) else { continue }
            let range = (number % 7)..<rows
            var truth = [UInt8](repeating: 9, count: range.count)
            condition.compiled(over: columns.views).evaluate(rows: range, into: &truth)
            let expected = range.map { row in Self.truths[sample.value { columns.cell($0, row: row) }.truth + 1] }
            let different = range.indices.filter { truth[$0 - range.lowerBound] != expected[$0 - range.lowerBound] }
            let excused = different.filter { mayOverflow && truth[$0 - range.lowerBound] == Truth.unknown }
            if excused.count < different.count { Issue.record("\(sample.text) in rows \(different.prefix(5))") }
            overflows += excused.count
            compared += range.count
        }
        return (compared, overflows)
    }

    /// Nil where the writer happened to divide by a constant that is 0.
    private func condition(_ text: String, _ columns: SampleColumns) -> Condition? {
        do {
            return try Condition(text, over: columns.declarations)
        } catch {
            let isDivision = error.problems.allSatisfy { $0.problem == "Dividing by 0 has no result in any row." }
            if !isDivision { Issue.record("\(text): \(error)") }
            return nil
        }
    }

    @Test(arguments: 1...6)
    func `Nested arithmetic on whole numbers agrees in every row`(seed: UInt64) {
        #expect(compare(400, seed: seed, rows: 60, arithmeticDepth: 2, ["short", "whole"]).rows > 15_000)
    }

    @Test(arguments: 11...14)
    func `Arithmetic on decimal numbers agrees in every row`(seed: UInt64) {
        let types = ["short", "whole", "decimal"]
        #expect(compare(400, seed: seed, rows: 60, arithmeticDepth: 1, types).rows > 15_000)
    }

    @Test(arguments: 21...22)
    func `Conditions agree across the borders of chunks`(seed: UInt64) {
        let rows = 2 * Predicate.chunk + 77
        #expect(compare(12, seed: seed, rows: rows, arithmeticDepth: 1, ["short", "whole"]).rows > 6 * rows)
    }

    @Test(arguments: 31...34)
    func `Whole numbers of any size agree in every row`(seed: UInt64) {
        let result = compare(300, seed: seed, rows: 60, isHuge: true, arithmeticDepth: 1, ["short", "whole"])
        #expect(result.rows > 10_000)
    }

    @Test(arguments: 41...44)
    func `Decimal numbers of any size agree or are unknown`(seed: UInt64) {
        let result = compare(
            400, seed: seed, rows: 60, depths: 1, isHuge: true, mayOverflow: true, arithmeticDepth: 1, ["decimal"])
        #expect(result.rows > 15_000)
        #expect(result.overflows * 20 < result.rows)
    }
}
