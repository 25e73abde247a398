internal import Tables

/// A quotient of two columns compared with a constant, multiplied crosswise: `dividend × a + divisor × b` against 0.
///
/// A negative divisor turns the comparison round; a divisor of 0 makes it unknown. `Lane` holds every value on the way.
struct Quotient<
    Stored: FixedWidthInteger & SignedInteger & Sendable, Lane: FixedWidthInteger & SignedInteger & Sendable
>: Sendable {
    private let order: CrossComparison.Order
    private let dividend: Values<Stored>
    private let dividendFactor: Lane
    private let divisor: Values<Stored>
    private let divisorFactor: Lane

    /// Nil where the factors are too large for `Lane`.
    init?(
        _ order: CrossComparison.Order, _ dividend: Values<Stored>, _ dividendFactor: Int128,
        _ divisor: Values<Stored>, _ divisorFactor: Int128
    ) {
        let (factors, overflow) = dividendFactor.magnitude.addingReportingOverflow(divisorFactor.magnitude)
        guard !overflow, factors <= Lane.max.magnitude / Lane.Magnitude(Stored.max.magnitude) else { return nil }
        self.order = order
        self.dividend = dividend
        self.dividendFactor = Lane(dividendFactor)
        self.divisor = divisor
        self.divisorFactor = Lane(divisorFactor)
    }

    func evaluate(_ rows: Range<Int>, into truth: UnsafeMutablePointer<UInt8>) {
        switch order {
        case .equal: decide(rows, into: truth) { $0 == 0 }
        case .less: decide(rows, into: truth) { $0 < 0 }
        case .lessOrEqual: decide(rows, into: truth) { $0 <= 0 }
        }
    }

    @inline(__always)
    private func decide(_ rows: Range<Int>, into truth: UnsafeMutablePointer<UInt8>, _ holds: (Lane) -> Bool) {
        let (a, b) = (dividendFactor, divisorFactor)
        dividend.read(rows) { dividends in
            divisor.read(rows) { divisors in
                for i in 0..<rows.count {
                    let (x, y) = (dividends[i], divisors[i])
                    let balance = Lane(truncatingIfNeeded: x) &* a &+ Lane(truncatingIfNeeded: y) &* b
                    let isKnown = (x != .min) && (y != .min) && (y != 0)
                    truth[i] = Truth.of(holds(y < 0 ? 0 &- balance : balance), known: isKnown)
                }
            }
        }
    }
}

/// Any comparison of numbers or dates, step by step over lanes of one value per row.
///
/// Where a value on the way needs more than 127 bits, the comparison is unknown in that row.
struct Cross<Lane: FixedWidthInteger & SignedInteger & Sendable>: Sendable {
    let order: CrossComparison.Order
    let left: Whole<NumericColumn>
    let right: Whole<NumericColumn>
    let denominators: [Whole<NumericColumn>]
    let divisors: [Whole<NumericColumn>]
    /// Whether `Lane` may turn out too narrow, so that every step has to look.
    let mayOverflow: Bool

    func evaluate(_ rows: Range<Int>, into truth: UnsafeMutablePointer<UInt8>) {
        let count = rows.count
        // Until the last step `truth` holds whether a row's value is known: 1 or 0.
        truth.update(repeating: 1, count: count)
        withUnsafeTemporaryAllocation(of: Lane.self, capacity: 3 * count) { lanes in
            guard let first = lanes.baseAddress else { return }
            let (second, third) = (first + count, first + 2 * count)
            compute(left, rows, into: first, known: truth)
            compute(right, rows, into: second, known: truth)
            for divisor in divisors {
                compute(divisor, rows, into: third, known: truth)
                for i in 0..<count { truth[i] &= third[i] == 0 ? 0 : 1 }
            }
            for denominator in denominators {
                compute(denominator, rows, into: third, known: truth)
                for i in 0..<count {
                    truth[i] &= third[i] == 0 ? 0 : 1
                    (first[i], second[i]) = third[i] < 0 ? (second[i], first[i]) : (first[i], second[i])
                }
            }
            decide(first, second, count, truth)
        }
    }

    private func decide(
        _ left: UnsafePointer<Lane>, _ right: UnsafePointer<Lane>, _ count: Int, _ truth: UnsafeMutablePointer<UInt8>
    ) {
        switch order {
        case .equal:
            for i in 0..<count { truth[i] = Truth.of(left[i] == right[i], known: truth[i] == 1) }
        case .less:
            for i in 0..<count { truth[i] = Truth.of(left[i] < right[i], known: truth[i] == 1) }
        case .lessOrEqual:
            for i in 0..<count { truth[i] = Truth.of(left[i] <= right[i], known: truth[i] == 1) }
        }
    }

    private func compute(
        _ whole: Whole<NumericColumn>, _ rows: Range<Int>, into lanes: UnsafeMutablePointer<Lane>,
        known: UnsafeMutablePointer<UInt8>
    ) {
        switch whole {
        case .constant(let value): lanes.update(repeating: Lane(truncatingIfNeeded: value), count: rows.count)
        case .column(let column): column.load(rows, into: lanes, known: known)
        case .sum(let first, let second):
            combine(first, second, rows, into: lanes, known: known) {
                mayOverflow ? $0.addingReportingOverflow($1) : ($0 &+ $1, false)
            }
        case .product(let first, let second):
            combine(first, second, rows, into: lanes, known: known) {
                mayOverflow ? $0.multipliedReportingOverflow(by: $1) : ($0 &* $1, false)
            }
        }
    }

    @inline(__always)
    private func combine(
        _ first: Whole<NumericColumn>, _ second: Whole<NumericColumn>, _ rows: Range<Int>,
        into lanes: UnsafeMutablePointer<Lane>, known: UnsafeMutablePointer<UInt8>,
        _ operation: (Lane, Lane) -> (partialValue: Lane, overflow: Bool)
    ) {
        compute(first, rows, into: lanes, known: known)
        withUnsafeTemporaryAllocation(of: Lane.self, capacity: rows.count) { others in
            guard let others = others.baseAddress else { return }
            compute(second, rows, into: others, known: known)
            for i in 0..<rows.count {
                let (value, overflow) = operation(lanes[i], others[i])
                lanes[i] = value
                known[i] &= overflow ? 0 : 1
            }
        }
    }
}
