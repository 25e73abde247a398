internal import Tables

/// Values from bytes, without a copy. Empty bytes are the caller's business.
enum ValueParsing {
    /// A whole number of at most 18 digits; nil for anything else.
    @inline(__always)
    static func whole(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        let isNegative = bytes[0] == UInt8(ascii: "-")
        let first = isNegative ? 1 : 0
        let count = bytes.count - first
        if count < 1 || count > 18 { return nil }
        var value: Int64 = 0
        for place in first..<bytes.count {
            let digit = bytes[place] &- UInt8(ascii: "0")
            if digit > 9 { return nil }
            value = value &* 10 &+ Int64(digit)
        }
        return isNegative ? -value : value
    }

    enum Number {
        case billionths(Int64)
        case fault(ValueFault)
    }

    /// A decimal number in billionths. Decimals after the ninth are rounded half away from zero; an exponent is not a number.
    static func number(_ bytes: UnsafeRawBufferPointer) -> Number {
        var place = 0
        let isNegative = bytes[0] == UInt8(ascii: "-")
        if isNegative || bytes[0] == UInt8(ascii: "+") { place = 1 }
        var value: Int64 = 0, wholeDigits = 0, decimals = -1, roundsUp = false, hasDigit = false
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "."), decimals < 0 {
                decimals = 0
                continue
            }
            let digit = byte &- UInt8(ascii: "0")
            if digit > 9 { return .fault(.notNumber) }
            hasDigit = true
            if decimals >= 9 {
                if decimals == 9 { roundsUp = digit >= 5 }
                decimals += 1
                continue
            }
            value = value &* 10 &+ Int64(digit)
            if decimals >= 0 { decimals += 1 } else if value > 0 { wholeDigits += 1 }
            if wholeDigits > 9 { return .fault(.tooManyDigits) }
        }
        if !hasDigit { return .fault(.notNumber) }
        for _ in max(decimals, 0)..<max(9, decimals) where decimals < 9 { value = value &* 10 }
        if roundsUp { value += 1 }
        return .billionths(isNegative ? -value : value)
    }

    /// Days since 1970-01-01 of a date written as 2016-08-15; nil for anything else, impossible days included.
    ///
    /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    static func date(_ bytes: UnsafeRawBufferPointer) -> Int32? {
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = whole(.init(rebasing: bytes[0..<4])), let month = whole(.init(rebasing: bytes[5..<7])),
            let day = whole(.init(rebasing: bytes[8..<10])), year >= 0, (1...12).contains(month), day >= 1
        else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        if day > lengths[Int(month) - 1] { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400, yearOfEra = shifted % 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }
}
