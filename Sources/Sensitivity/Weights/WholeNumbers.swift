/// A number that does not fit 128 bits; fractions, which then carry decimals, take over.
package struct NumberTooLong: Error {}

func product(_ first: Int128, _ second: Int128) throws(NumberTooLong) -> Int128 {
    let (product, overflow) = first.multipliedReportingOverflow(by: second)
    if overflow { throw NumberTooLong() }
    return product
}

func sum(_ first: Int128, _ second: Int128) throws(NumberTooLong) -> Int128 {
    let (sum, overflow) = first.addingReportingOverflow(second)
    if overflow { throw NumberTooLong() }
    return sum
}

/// - Precondition: both are above zero.
func leastCommonMultiple(_ first: Int128, _ second: Int128) throws(NumberTooLong) -> Int128 {
    try product(first, second / greatestCommonDivisor(first, second))
}

/// - Precondition: neither is below zero.
func greatestCommonDivisor(_ first: Int128, _ second: Int128) -> Int128 {
    var (a, b) = (first, second)
    while b != 0 {
        if let short = Int64(exactly: a), let other = Int64(exactly: b) { return Int128(shortDivisor(short, other)) }
        (a, b) = (b, a % b)
    }
    return a
}

private func shortDivisor(_ first: Int64, _ second: Int64) -> Int64 {
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    return a
}

/// The binary number next to a whole one, but for two roundings; the conversion of the standard library takes many times as long.
func binary(_ value: Int128) -> Double {
    if let short = Int64(exactly: value) { return Double(short) }
    return Double(Int64(truncatingIfNeeded: value >> 64)) * 0x1p64 + Double(UInt64(truncatingIfNeeded: value))
}
