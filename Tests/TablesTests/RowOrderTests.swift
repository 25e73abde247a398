import Parallel
import Tables
import TestSupport
import Testing

/// A counting sort by code puts every row where a stable sort puts it.
@Suite struct RowOrderTests {
    /// The rows in their new order, each block placing its own.
    private func placed(_ order: RowOrder, codes: [UInt16]) -> [Int] {
        var rows = [Int](repeating: -1, count: order.rowCount)
        for block in order.blocks.indices {
            var places = order.places(ofBlock: block)
            for row in order.blocks[block] where codes[row] != 0 {
                let code = Int(codes[row]) - 1
                rows[Int(places[code])] = row
                places[code] += 1
            }
        }
        return rows
    }

    private func compare(rows: Int, codes codeCount: Int, seed: UInt64, threads: Int) {
        var random = SeededNumbers(seed: seed)
        let codes = (0..<rows).map { _ in UInt16(random.whole(0...codeCount)) }
        let order = RowOrder(codes: codes, codeCount: codeCount, workers: Workers(count: threads))
        let expected = (1...max(codeCount, 1)).map { code in codes.indices.filter { Int(codes[$0]) == code } }
        #expect(placed(order, codes: codes) == expected.flatMap { $0 })
        #expect(order.starts.count == codeCount + 1)
        for code in 0..<codeCount {
            #expect(order.starts[code + 1] - order.starts[code] == expected[code].count)
        }
        #expect(order.blocks.flatMap { Array($0) } == Array(0..<rows))
    }

    @Test(arguments: [0, 1, 2, 500], [1, 3, 40])
    func `Rows of one code keep their order`(rows: Int, codes: Int) {
        for threads in [1, 2, 7] { compare(rows: rows, codes: codes, seed: UInt64(rows + codes), threads: threads) }
    }

    @Test(arguments: [1, 2, 7])
    func `Rows of several blocks follow one another within their code`(threads: Int) {
        compare(rows: 140_000, codes: 5, seed: 1, threads: threads)
    }

    @Test func `Rows without a code have no place`() {
        let order = RowOrder(codes: [0, 2, 0, 1], codeCount: 2, workers: Workers(count: 1))
        #expect(order.rowCount == 2)
        #expect(placed(order, codes: [0, 2, 0, 1]) == [3, 1])
    }
}
