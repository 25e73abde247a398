/// A whole number of any length.
///
/// Coefficients of equations between scores are products of several weights, and their discriminants are squares of those: past
/// 128 bits. Source: D. E. Knuth, The Art of Computer Programming, vol. 2, 4.3.1, algorithms A, S and M.
struct LongInteger: Sendable, Equatable {
    /// Digits to the base 2³², the lowest first, without zeros at the end; empty for 0.
    private let digits: [UInt32]
    private let isNegative: Bool

    static let zero = LongInteger(0 as Int128)
    static let one = LongInteger(1 as Int128)

    init(_ value: Int128) {
        var rest = value.magnitude, digits: [UInt32] = []
        while rest > 0 {
            digits.append(UInt32(truncatingIfNeeded: rest))
            rest >>= 32
        }
        self.digits = digits
        isNegative = value < 0
    }

    private init(digits: [UInt32], isNegative: Bool) {
        let length = (digits.lastIndex { $0 != 0 } ?? -1) + 1
        self.digits = length == digits.count ? digits : Array(digits[..<length])
        self.isNegative = isNegative && length > 0
    }

    /// -1, 0 or 1.
    var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

    /// The binary number next to it, but for a rounding or two.
    var approximation: Double {
        let magnitude = digits.reversed().prefix(4).reduce(0.0) { $0 * 0x1p32 + Double($1) }
        return Double(sign) * magnitude * Double(sign: .plus, exponent: 32 * max(0, digits.count - 4), significand: 1)
    }
}

extension LongInteger: Comparable {
    static func < (left: LongInteger, right: LongInteger) -> Bool { (left - right).sign < 0 }
}

extension LongInteger: AdditiveArithmetic {
    static prefix func - (value: LongInteger) -> LongInteger {
        LongInteger(digits: value.digits, isNegative: !value.isNegative)
    }

    static func - (left: LongInteger, right: LongInteger) -> LongInteger { left + -right }

    static func + (left: LongInteger, right: LongInteger) -> LongInteger {
        if left.isNegative == right.isNegative {
            return LongInteger(digits: sum(left.digits, right.digits), isNegative: left.isNegative)
        }
        return isShorter(left.digits, right.digits)
            ? LongInteger(digits: difference(right.digits, left.digits), isNegative: right.isNegative)
            : LongInteger(digits: difference(left.digits, right.digits), isNegative: left.isNegative)
    }

    static func * (left: LongInteger, right: LongInteger) -> LongInteger {
        var product = [UInt32](repeating: 0, count: left.digits.count + right.digits.count)
        for (place, digit) in left.digits.enumerated() {
            var carry: UInt64 = 0
            for (other, factor) in right.digits.enumerated() {
                let sum = UInt64(digit) * UInt64(factor) + UInt64(product[place + other]) + carry
                product[place + other] = UInt32(truncatingIfNeeded: sum)
                carry = sum >> 32
            }
            product[place + right.digits.count] = UInt32(carry)
        }
        return LongInteger(digits: product, isNegative: left.isNegative != right.isNegative)
    }

    private static func isShorter(_ first: [UInt32], _ second: [UInt32]) -> Bool {
        first.count == second.count
            ? first.reversed().lexicographicallyPrecedes(second.reversed()) : first.count < second.count
    }

    private static func sum(_ first: [UInt32], _ second: [UInt32]) -> [UInt32] {
        var carry: UInt64 = 0, digits: [UInt32] = []
        for place in 0...max(first.count, second.count) {
            let sum = carry + (place < first.count ? UInt64(first[place]) : 0) + (place < second.count ? UInt64(second[place]) : 0)
            digits.append(UInt32(truncatingIfNeeded: sum))
            carry = sum >> 32
        }
        return digits
    }

    /// - Precondition: the first is not the smaller one.
    private static func difference(_ first: [UInt32], _ second: [UInt32]) -> [UInt32] {
        var borrow: Int64 = 0
        return first.indices.map { place in
            let left = Int64(first[place]) - borrow - (place < second.count ? Int64(second[place]) : 0)
            borrow = left < 0 ? 1 : 0
            return UInt32(truncatingIfNeeded: left)
        }
    }
}
