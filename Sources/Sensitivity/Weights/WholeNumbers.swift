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
    if let short = Int64(exactly: first), let other = Int64(exactly: second) {
        var (a, b) = (short, other)
        while b != 0 { (a, b) = (b, a % b) }
        return Int128(a)
    }
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    return a
}
