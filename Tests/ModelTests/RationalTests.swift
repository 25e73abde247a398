import Model
import TestSupport
import Testing

/// Exact fractions, worked by hand and against whole numbers.
@Suite struct RationalTests {
    private func ratio(_ top: Int128, _ bottom: Int128 = 1) -> Rational { Rational(top, over: bottom) }

    @Test(arguments: [
        ("20", 20, 1), ("13.25", 53, 4), ("-0.5", -1, 2), ("40/3", 40, 3), ("+7", 7, 1), ("0", 0, 1), ("0.000", 0, 1),
        ("6/4", 3, 2), ("-6/4", -3, 2), ("6/-4", -3, 2), ("1.5/0.5", 3, 1), ("0/5", 0, 1), ("007", 7, 1),
        ("123456789012345678901234567890", 123_456_789_012_345_678_901_234_567_890, 1),
    ] as [(String, Int128, Int128)])
    func `Decimals and quotients are read exactly`(text: String, top: Int128, bottom: Int128) {
        let value = Rational(text)
        #expect(value?.numerator == top)
        #expect(value?.denominator == bottom)
    }

    @Test(arguments: [
        "", "-", "+", ".", "1.", ".5", "1/0", "1/", "/1", "1/2/3", "1,5", "1e3", " 1", "1 ", "--1", "+-1", "½", "٣", "40 / 3",
        "1234567890123456789012345678901",
    ])
    func `Anything else is no fraction`(text: String) {
        #expect(Rational(text) == nil)
    }

    @Test func `A fraction is in lowest terms and its denominator above zero`() {
        #expect(ratio(6, -4) == ratio(-3, 2))
        #expect(ratio(-3, 2).denominator == 2)
        #expect(ratio(0, -9) == .zero)
        #expect(ratio(0, 5).denominator == 1)
        #expect(ratio(40, 3).description == "40/3")
        #expect(ratio(-40, 2).description == "-20")
    }

    @Test func `Three thirteenths and a third of forty add up as on paper`() {
        #expect(ratio(40, 3) + ratio(40, 3) + ratio(40, 3) == ratio(40))
        #expect(ratio(1, 6) + ratio(1, 10) == ratio(4, 15))
        #expect(ratio(1, 6) - ratio(1, 10) == ratio(1, 15))
        #expect(ratio(-2, 3) * ratio(9, 4) == ratio(-3, 2))
        #expect(ratio(-2, 3) / ratio(-4, 9) == ratio(3, 2))
        #expect(-ratio(2, 3) == ratio(-2, 3))
    }

    @Test(arguments: [
        (0, 1, 2, "0.00"), (1, 3, 2, "0.33"), (2, 3, 2, "0.67"), (1, 200, 2, "0.01"), (-1, 200, 2, "-0.01"), (1, 201, 2, "0.00"),
        (-1, 3, 2, "-0.33"), (12345, 1000, 2, "12.35"), (-12345, 1000, 2, "-12.35"), (12344, 1000, 2, "12.34"), (1, 2, 0, "1"),
        (-1, 2, 0, "-1"), (3, 2, 0, "2"), (5, 2, 0, "3"), (999_995, 10_000, 2, "100.00"), (40, 3, 2, "13.33"), (7, 1, 2, "7.00"),
        (-7, 100, 1, "-0.1"), (1, 1_000_000_000, 9, "0.000000001"),
    ] as [(Int128, Int128, Int, String)])
    func `Values are printed rounded once, half away from zero`(top: Int128, bottom: Int128, decimals: Int, text: String) {
        #expect(ratio(top, bottom).text(decimals: decimals) == text)
    }

    @Test func `A value that rounds to nothing has no sign`() {
        #expect(ratio(-1, 1000).text(decimals: 2) == "0.00")
        #expect(ratio(-4, 10).text(decimals: 0) == "0")
    }

    @Test func `Rounding agrees with whole-number arithmetic for short and for long fractions`() {
        var random = SeededNumbers(seed: 1)
        for _ in 0..<4_000 {
            let bottom = Int128(random.whole(1...2_000)), top = Int128(random.whole(-100_000...100_000))
            let decimals = random.whole(0...9)
            let scale = Rational.power(of10: decimals)
            // Half away from zero: twice the magnitude plus one whole, cut off.
            let magnitude = (2 * Int128(top.magnitude) * scale + bottom) / (2 * bottom)
            let expected = top < 0 ? -magnitude : magnitude
            #expect(ratio(top, bottom).scaledAndRounded(decimals: decimals) == expected)
            // The same fraction with a whole part that needs more than 64 bits.
            let long: Int128 = 1 << 80
            let shifted = ratio(top + long * bottom, bottom).scaledAndRounded(decimals: decimals)
            let sum = top + long * bottom
            #expect(shifted == (2 * sum * scale + bottom) / (2 * bottom))
        }
    }

    @Test func `A value divides into whole and rest, both on its side of zero`() {
        let cases = [(7, 2, 3, ratio(1, 2)), (-7, 2, -3, ratio(-1, 2)), (6, 3, 2, .zero), (1, 3, 0, ratio(1, 3))]
        for (top, bottom, whole, rest) in cases {
            let divided = ratio(Int128(top), Int128(bottom)).wholeAndRest
            #expect(divided.whole == Int128(whole))
            #expect(divided.rest == rest)
        }
        let long = ratio((1 << 100) + 1, 1 << 40).wholeAndRest
        #expect(long.whole == 1 << 60)
        #expect(long.rest == ratio(1, 1 << 40))
    }

    @Test func `Order is exact where decimals are not`() {
        #expect(ratio(1, 3) < ratio(333_333_333_333_334, 1_000_000_000_000_000))
        #expect(ratio(333_333_333_333_333, 1_000_000_000_000_000) < ratio(1, 3))
        #expect(ratio(-1, 2) < ratio(-1, 3))
        #expect(!(ratio(2, 4) < ratio(1, 2)))
        let huge: Int128 = 1 << 120
        #expect(ratio(huge, huge - 1) < ratio(huge - 1, huge - 2))
        #expect(ratio(-(huge - 1), huge - 2) < ratio(-huge, huge - 1))
    }

    @Test func `Sums and products beyond 38 digits are carried to twelve decimals`() {
        let prime: Int128 = 1_000_000_000_000_000_003, other: Int128 = 1_000_000_000_000_000_009, third: Int128 = 998_244_353
        let sum = ratio(1, prime) + ratio(2, other) + ratio(1, 3) + ratio(1, third)
        let exact = 1.0 / 3 + 1.0 / 998_244_353
        let found = Double(sum.scaledAndRounded(decimals: 12)) / 1e12
        #expect(abs(found - exact) < 3e-12)
        let product = ratio(prime, other) * ratio(other - 2, prime - 2) * ratio(1, 7)
        #expect(product.text(decimals: 9) == "0.142857143")
    }

    /// Around 31, 32, 63 and 64 bits, where short ways of computing begin and end.
    @Test func `Sums, products and order agree with long whole numbers at every length`() {
        var random = SeededNumbers(seed: 3)
        func number() -> Int128 {
            let magnitude: Int128 = (1 << random.pick([3, 30, 31, 32, 33])) + Int128(random.whole(-2...2))
            return random.happens(1, in: 2) ? -magnitude : magnitude
        }
        for _ in 0..<3_000 {
            let (a, b, c, d) = (number(), max(1, abs(number())), number(), max(1, abs(number())))
            let left = ratio(a, b), right = ratio(c, d)
            let sum = left + right, product = left * right
            #expect([sum.numerator, sum.denominator] == lowestTerms(a * d + c * b, b * d))
            #expect([product.numerator, product.denominator] == lowestTerms(a * c, b * d))
            #expect((left < right) == (a * d < c * b))
        }
        #expect(ratio(Int128(Int64.min), 2).numerator == -(1 << 62))
        #expect(ratio(Int128(Int64.min), 1) < ratio(Int128(Int64.min) + 1, 1))
    }

    /// - Precondition: `bottom` is above zero.
    private func lowestTerms(_ top: Int128, _ bottom: Int128) -> [Int128] {
        var (a, b) = (abs(top), bottom)
        while b != 0 { (a, b) = (b, a % b) }
        return [top / a, bottom / a]
    }

    @Test func `Random sums agree whichever way they are added`() {
        var random = SeededNumbers(seed: 2)
        for _ in 0..<300 {
            let parts = (0..<12).map { _ in ratio(Int128(random.whole(-500...500)), Int128(random.whole(1...40))) }
            let forward = parts.reduce(Rational.zero, +)
            #expect(parts.shuffled(using: &random).reduce(Rational.zero, +) == forward)
            #expect(forward - parts[0] == parts.dropFirst().reduce(Rational.zero, +))
        }
    }
}
