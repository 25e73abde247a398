internal import Tables

/// Up to 32 conditions over the same rows, evaluated together: one bit each in a mask per row.
///
/// Conditions that ask one text column for its value, as student groups do, share one look into a table by the column's codes.
package struct PredicateMasks: Sendable {
    private struct Lookup: Sendable {
        let column: String
        let values: Values<UInt16>
        /// By code the bits of the conditions that hold.
        var masks: [UInt32]
    }

    /// The bits of the conditions that hold for every row.
    private var always: UInt32 = 0
    private var lookups: [Lookup] = []
    private var others: [(kernel: Kernel, bit: UInt32)] = []

    /// - Precondition: there are at most 32 conditions, all compiled over the same columns.
    package init(_ predicates: [Predicate]) {
        precondition(predicates.count <= 32, "a mask has 32 bits")
        for (place, predicate) in predicates.enumerated() { add(predicate.kernel, bit: 1 << UInt32(place)) }
    }

    private mutating func add(_ kernel: Kernel, bit: UInt32) {
        switch kernel {
        case .constant(let truth):
            if truth == Truth.yes { always |= bit }
        case .text(let text):
            let masks = text.truths.map { $0 == Truth.yes ? bit : 0 }
            if let shared = lookups.firstIndex(where: { $0.column == text.column }) {
                for code in masks.indices { lookups[shared].masks[code] |= masks[code] }
            } else {
                lookups.append(Lookup(column: text.column, values: text.values, masks: masks))
            }
        default: others.append((kernel, bit))
        }
    }

    /// Sets bit p of `masks[i]` where condition p holds for row `rows.lowerBound + i`; unknown does not.
    ///
    /// - Parameter truth: room for as many truth values as there are rows.
    package func evaluate(
        rows: Range<Int>, truth: UnsafeMutablePointer<UInt8>, into masks: UnsafeMutablePointer<UInt32>
    ) {
        masks.update(repeating: always, count: rows.count)
        for lookup in lookups {
            lookup.masks.withUnsafeBufferPointer { bits in
                lookup.values.read(rows) { codes in
                    for i in 0..<rows.count { masks[i] |= bits[Int(codes[i])] }
                }
            }
        }
        for (kernel, bit) in others {
            kernel.evaluate(rows, into: truth)
            // Of no, unknown and yes (0, 1, 2) only yes has the upper bit.
            for i in 0..<rows.count { masks[i] |= bit &* UInt32(truth[i] &>> 1) }
        }
    }
}
