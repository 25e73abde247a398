import Model
import TestSupport
import Testing

/// A stored result is the result.
@Suite struct CellTests {
    @Test(arguments: Absence.allCases)
    func `Absent results come back with their reason and number`(absence: Absence) {
        let measure = Measure(n: 19, met: nil, outcome: .absent(absence))
        #expect(Cell(measure).measure == measure)
    }

    @Test func `Values come back exactly`() {
        var random = SeededNumbers(seed: 1)
        for _ in 0..<2_000 {
            let n = random.whole(1...2_000_000), met = random.whole(0...n)
            let measure = Measure(n: n, met: met, outcome: .value(Rational(Int128(100 * met), over: Int128(n))))
            #expect(Cell(measure).measure == measure)
        }
        let negative = Measure(n: 20, met: nil, outcome: .value(Rational("-12.5")!))
        #expect(Cell(negative).measure == negative)
    }

    @Test func `A fraction of more than 18 digits is carried to nine decimals`() {
        let long = Rational(1, over: 10_000_000_000_000_000_019) + Rational(1, over: 3)
        #expect(Cell(Measure(n: 20, met: nil, outcome: .value(long))).measure?.value == Rational("0.333333333"))
    }

    @Test func `Where nothing is computed there is no result`() {
        #expect(Cell.none.measure == nil)
    }
}
