/// A whole number of any size: the obvious, slow arithmetic that the kernels are checked against.
struct BigWhole: Equatable {
    private(set) var isNegative: Bool
    /// Digits to the base 2³², the lowest first, no zeros at the end.
    private var digits: [UInt32]

    init(_ value: Int) {
        isNegative = value < 0
        digits = [UInt32(truncatingIfNeeded: value.magnitude), UInt32(value.magnitude >> 32)]
        trim()
    }

    var isZero: Bool { digits.isEmpty }

    private mutating func trim() {
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty { isNegative = false }
    }

    static prefix func - (value: BigWhole) -> BigWhole {
        var result = value
        result.isNegative = !value.isNegative && !value.isZero
        return result
    }

    static func * (first: BigWhole, second: BigWhole) -> BigWhole {
        var result = BigWhole(0)
        result.digits = Array(repeating: 0, count: first.digits.count + second.digits.count)
        for (i, a) in first.digits.enumerated() {
            var carry: UInt64 = 0
            for (j, b) in second.digits.enumerated() {
                let sum = UInt64(a) * UInt64(b) + UInt64(result.digits[i + j]) + carry
                result.digits[i + j] = UInt32(truncatingIfNeeded: sum)
                carry = sum >> 32
            }
            result.digits[i + second.digits.count] = UInt32(carry)
        }
        result.isNegative = first.isNegative != second.isNegative
        result.trim()
        return result
    }

    static func + (first: BigWhole, second: BigWhole) -> BigWhole {
        let width = max(first.digits.count, second.digits.count) + 1
        var result = BigWhole(0)
        var carry: Int64 = 0
        let (a, b) = (first.signedDigits(width), second.signedDigits(width))
        let sums: [Int64] = zip(a, b).map { $0 + $1 }
        let isNegative = (sums.last { $0 != 0 } ?? 0) < 0
        for digit in sums {
            let sum = (isNegative ? -digit : digit) + carry
            result.digits.append(UInt32(truncatingIfNeeded: sum))
            carry = sum >> 32
        }
        precondition(carry == 0, "the sign of a sum is the sign of its highest digit that is not 0")
        result.isNegative = isNegative
        result.trim()
        return result
    }

    private func signedDigits(_ width: Int) -> [Int64] {
        (0..<width).map { $0 < digits.count ? (isNegative ? -1 : 1) * Int64(digits[$0]) : 0 }
    }
}

/// A fraction of any size with any denominator but 0, never shortened.
struct BigRatio {
    let numerator: BigWhole
    let denominator: BigWhole

    init(_ numerator: BigWhole, over denominator: BigWhole = BigWhole(1)) {
        self.numerator = denominator.isNegative ? -numerator : numerator
        self.denominator = denominator.isNegative ? -denominator : denominator
    }

    static func + (first: BigRatio, second: BigRatio) -> BigRatio {
        BigRatio(
            first.numerator * second.denominator + second.numerator * first.denominator,
            over: first.denominator * second.denominator)
    }

    static prefix func - (value: BigRatio) -> BigRatio { BigRatio(-value.numerator, over: value.denominator) }

    static func * (first: BigRatio, second: BigRatio) -> BigRatio {
        BigRatio(first.numerator * second.numerator, over: first.denominator * second.denominator)
    }

    /// Nil for a division by 0.
    static func / (first: BigRatio, second: BigRatio) -> BigRatio? {
        if second.numerator.isZero { return nil }
        return BigRatio(first.numerator * second.denominator, over: first.denominator * second.numerator)
    }

    /// -1, 0 or 1 as the first is smaller, equal or larger.
    static func order(_ first: BigRatio, _ second: BigRatio) -> Int {
        let difference = first + -second
        return difference.numerator.isZero ? 0 : difference.numerator.isNegative ? -1 : 1
    }
}
