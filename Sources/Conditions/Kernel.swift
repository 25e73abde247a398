internal import Tables

/// A compiled condition: each case evaluates a chunk of rows in plain loops, writing one truth value per row.
indirect enum Kernel: Sendable {
    case constant(UInt8)
    case boolean(Values<UInt8>)
    case all([Kernel])
    case any([Kernel])
    case not(Kernel)
    case same(Kernel, Kernel)
    case missing(Kernel)
    case text(TextLookup)
    case sameText(SameText)
    case inYear(InSchoolYear)
    case sameKey(Values<UInt64>, Values<UInt64>)
    case shortWithin(Within<Int16>)
    case integerWithin(Within<Int32>)
    case numberWithin(Within<Int64>)
    case shortQuotient(Quotient<Int16, Int32>)
    case longShortQuotient(Quotient<Int16, Int64>)
    case integerQuotient(Quotient<Int32, Int64>)
    case cross(Cross<Int64>)
    case longCross(Cross<Int128>)

    /// Sets `truth[i]` for row `rows.lowerBound + i`.
    func evaluate(_ rows: Range<Int>, into truth: UnsafeMutablePointer<UInt8>) {
        let count = rows.count
        switch self {
        case .constant(let value): truth.update(repeating: value, count: count)
        case .boolean(let values): values.read(rows) { truth.update(from: $0, count: count) }
        case .all(let parts): combine(parts, rows, into: truth) { min($0, $1) }
        case .any(let parts): combine(parts, rows, into: truth) { max($0, $1) }
        case .not(let part):
            part.evaluate(rows, into: truth)
            for i in 0..<count { truth[i] = 2 &- truth[i] }
        case .same(let first, let second):
            combine([first, second], rows, into: truth) { a, b in
                Truth.of((a == b).bit, known: (a != Truth.unknown).bit & (b != Truth.unknown).bit)
            }
        case .missing(let part):
            part.evaluate(rows, into: truth)
            for i in 0..<count { truth[i] = (truth[i] == Truth.unknown).bit &<< 1 }
        case .text(let kernel): kernel.evaluate(rows, into: truth)
        case .sameText(let kernel): kernel.evaluate(rows, into: truth)
        case .inYear(let kernel): kernel.evaluate(rows, into: truth)
        case .sameKey(let first, let second): compareKeys(first, second, rows, into: truth)
        case .shortWithin(let kernel): kernel.evaluate(rows, into: truth)
        case .integerWithin(let kernel): kernel.evaluate(rows, into: truth)
        case .numberWithin(let kernel): kernel.evaluate(rows, into: truth)
        case .shortQuotient(let kernel): kernel.evaluate(rows, into: truth)
        case .longShortQuotient(let kernel): kernel.evaluate(rows, into: truth)
        case .integerQuotient(let kernel): kernel.evaluate(rows, into: truth)
        case .cross(let kernel): kernel.evaluate(rows, into: truth)
        case .longCross(let kernel): kernel.evaluate(rows, into: truth)
        }
    }

    /// Evaluates the parts one after the other and folds each into the result.
    @inline(__always)
    private func combine(
        _ parts: [Kernel], _ rows: Range<Int>, into truth: UnsafeMutablePointer<UInt8>,
        _ fold: (UInt8, UInt8) -> UInt8
    ) {
        parts[0].evaluate(rows, into: truth)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rows.count) { next in
            guard let next = next.baseAddress else { return }
            for part in parts.dropFirst() {
                part.evaluate(rows, into: next)
                for i in 0..<rows.count { truth[i] = fold(truth[i], next[i]) }
            }
        }
    }

    private func compareKeys(
        _ first: Values<UInt64>, _ second: Values<UInt64>, _ rows: Range<Int>, into truth: UnsafeMutablePointer<UInt8>
    ) {
        first.read(rows) { a in
            second.read(rows) { b in
                for i in 0..<rows.count {
                    truth[i] = Truth.of((a[i] == b[i]).bit, known: (a[i] != 0).bit & (b[i] != 0).bit)
                }
            }
        }
    }
}

extension Truth {
    /// A truth value from whether something holds and whether that is known, both 1 or 0, without a branch.
    @inline(__always)
    static func of(_ holds: UInt8, known: UInt8) -> UInt8 { (holds & known) &<< 1 | (known ^ 1) }
}

extension Bool {
    /// 1 for true, 0 for false: what loops combine with `&` where `&&` would branch.
    @inline(__always)
    var bit: UInt8 { self ? 1 : 0 }
}
