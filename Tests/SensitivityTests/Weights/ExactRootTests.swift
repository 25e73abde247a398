import Model
import TestSupport
import Testing

@testable import Sensitivity

/// Whole numbers of any length against 128 bits, and the order of roots where binary numbers can't tell it.
@Suite struct ExactRootTests {
    private func whole(_ value: Int) -> LongInteger { LongInteger(Int128(value)) }

    private func roots(_ c0: Int, _ c1: Int, _ c2: Int) -> [ExactRoot] {
        Quadratic(c0: whole(c0), c1: whole(c1), c2: whole(c2)).roots
    }

    private func fraction(_ text: String) -> ExactRoot { ExactRoot(Rational(text)!) }

    @Test func `Long whole numbers add, multiply and compare as 128 bits do`() {
        var random = SeededNumbers(seed: 4)
        for _ in 0..<2_000 {
            let shift = random.whole(0...60)
            let first = Int128(random.whole(-1 << 60...1 << 60) >> shift), second = Int128(random.whole(-1 << 60...1 << 60))
            let (left, right) = (LongInteger(first), LongInteger(second))
            #expect(left + right == LongInteger(first + second))
            #expect(left - right == LongInteger(first - second))
            #expect(left * right == LongInteger(first * second))
            #expect((left < right) == (first < second))
            #expect(left.sign == Int(first.signum()))
        }
    }

    @Test func `Products of several of them keep every digit`() {
        var random = SeededNumbers(seed: 5)
        for _ in 0..<300 {
            let (a, b, c) = (whole(random.whole(-1 << 62...1 << 62)), whole(random.whole(1...1 << 62)), whole(random.whole(-9...9)))
            let (x, y) = (a * b * b + c, b * a - c)
            #expect((x + y) * (x - y) == x * x - y * y)
            #expect((x - y).sign == -(y - x).sign)
            #expect(abs((a * b * b).approximation / (a.approximation * b.approximation * b.approximation) - 1) < 1e-14)
        }
    }

    @Test func `Equations of the first and second degree, worked by hand`() {
        // 2t - 3; (t - 2)(3t + 1); (2t - 5)²; t² + 1; 7.
        #expect(roots(-3, 2, 0) == [fraction("3/2")])
        #expect(roots(-2, -5, 3) == [fraction("-1/3"), fraction("2")])
        #expect(roots(2, 5, -3) == [fraction("-1/3"), fraction("2")])
        #expect(roots(25, -20, 4) == [fraction("5/2")])
        #expect(roots(1, 0, 1).isEmpty)
        #expect(roots(7, 0, 0).isEmpty)
    }

    @Test func `Roots are told apart where binary numbers are not`() {
        let root = roots(-2, 0, 1)[1]
        // Convergents of the continued fraction of √2, in turns above and below it.
        #expect(root < fraction("665857/470832"))
        #expect(root > fraction("1607521/1136689"))
        #expect(root > fraction("1.414213562373095048801688"))
        #expect(root < fraction("1.414213562373095048801689"))
        // √2 and √(2 + 10⁻¹²); (1 + √5)/2 by two equations; 1 + √3, whose square is 7.4641016151377545870….
        #expect(root < roots(-2_000_000_000_001, 0, 1_000_000_000_000)[1])
        #expect(roots(-1, -1, 1)[1] == roots(-3, -3, 3)[1])
        #expect(roots(-2, -2, 1)[1] > roots(-7_464_101_615_137_754, 0, 1_000_000_000_000_000)[1])
        #expect(roots(-2, -2, 1)[1] < roots(-7_464_101_615_137_755, 0, 1_000_000_000_000_000)[1])
        #expect(-roots(-2, -2, 1)[0] == roots(-2, 2, 1)[1])
    }

    @Test func `Roots of random equations are in the order of their signs`() {
        var random = SeededNumbers(seed: 6)
        for _ in 0..<500 {
            let (c0, c1, c2) = (random.whole(-50...50), random.whole(-50...50), random.whole(-3...3))
            let found = roots(c0, c1, c2)
            for (lower, upper) in zip(found, found.dropFirst()) { #expect(lower < upper) }
            // Between roundings on both sides the value changes its sign, unless it touches 0.
            for root in found where found.count == 2 || c2 == 0 {
                let values = [root.roundedDown(decimals: 6), root.roundedUp(decimals: 6)].map { t in
                    Rational(c0) + Rational(c1) * t + Rational(c2) * t * t
                }
                #expect(values[0] * values[1] <= .zero)
            }
        }
    }

    @Test func `Roundings are outward, and leave what has so few decimals`() {
        let root = roots(-2, 0, 1)[1]
        #expect(root.roundedUp(decimals: 2) == Rational("1.42")!)
        #expect(root.roundedDown(decimals: 2) == Rational("1.41")!)
        #expect((-root).roundedUp(decimals: 2) == Rational("-1.41")!)
        #expect(fraction("-2.5").roundedUp(decimals: 1) == Rational("-2.5")!)
        #expect(fraction("5/2").roundedDown(decimals: 2) == Rational("2.5")!)
    }
}
