internal import Tables

/// A column's stored values as seen from the rows of the source, with the value that stands for "missing".
struct Values<Element: Sendable>: Sendable {
    private let stored: [Element]
    private let rows: [Int32]?
    private let missing: Element

    init(_ stored: [Element], seenBy view: ColumnView, missing: Element) {
        self.stored = stored
        self.rows = view.rows
        self.missing = missing
    }

    /// Calls `body` with the values of some rows side by side: in place, or gathered through the join.
    ///
    /// - Precondition: the rows exist.
    @inline(__always)
    func read(_ range: Range<Int>, _ body: (UnsafePointer<Element>) -> Void) {
        precondition(range.upperBound <= (rows?.count ?? stored.count), "a condition is evaluated on rows that exist")
        stored.withUnsafeBufferPointer { stored in
            guard let rows else {
                if let first = stored.baseAddress { body(first + range.lowerBound) }
                return
            }
            withUnsafeTemporaryAllocation(of: Element.self, capacity: range.count) { gathered in
                for (place, row) in rows[range].enumerated() {
                    gathered.initializeElement(at: place, to: row < 0 ? missing : stored[Int(row)])
                }
                if let first = gathered.baseAddress { body(first) }
            }
        }
    }
}

/// A column that arithmetic can read; its smallest representable value stands for "missing".
enum NumericColumn: Sendable {
    case short(Values<Int16>)
    case integer(Values<Int32>)
    case number(Values<Int64>)

    /// - Precondition: the column holds whole numbers, numbers or dates.
    init(_ view: ColumnView) {
        switch view.column {
        case .short(let stored): self = .short(Values(stored, seenBy: view, missing: .min))
        case .integer(let stored), .date(let stored): self = .integer(Values(stored, seenBy: view, missing: .min))
        case .number(let stored): self = .number(Values(stored, seenBy: view, missing: .min))
        case .key, .text, .boolean: preconditionFailure("arithmetic reads numbers and dates only")
        }
    }

    /// The largest value, with or without its sign.
    var largest: Int128 {
        switch self {
        case .short: Int128(Int16.max)
        case .integer: Int128(Int32.max)
        case .number: Int128(Int64.max)
        }
    }

    /// Puts the values of some rows into `lanes`, 0 for a missing one, whose `known` becomes 0.
    func load<Lane: FixedWidthInteger>(
        _ rows: Range<Int>, into lanes: UnsafeMutablePointer<Lane>, known: UnsafeMutablePointer<UInt8>
    ) {
        switch self {
        case .short(let values): values.read(rows) { widen($0, rows.count, into: lanes, known: known) }
        case .integer(let values): values.read(rows) { widen($0, rows.count, into: lanes, known: known) }
        case .number(let values): values.read(rows) { widen($0, rows.count, into: lanes, known: known) }
        }
    }
}

@inline(__always)
private func widen<Stored: FixedWidthInteger, Lane: FixedWidthInteger>(
    _ values: UnsafePointer<Stored>, _ count: Int, into lanes: UnsafeMutablePointer<Lane>,
    known: UnsafeMutablePointer<UInt8>
) {
    for i in 0..<count {
        let isPresent = values[i] != .min
        lanes[i] = isPresent ? Lane(truncatingIfNeeded: values[i]) : 0
        known[i] &= isPresent ? 1 : 0
    }
}
