internal import Parallel

/// A bit for every hash: tells for sure which keys do not occur among some rows, and which occur only once.
///
/// Source: B. H. Bloom, Space/Time Trade-offs in Hash Coding with Allowable Errors (CACM 13, 1970), with one hash.
struct KeySketch: Sendable {
    private let shift: UInt64
    private var bits: [UInt64]

    /// Bits for each row, so that few rows share a bit by chance.
    private static let bitsPerRow = 8

    private init(rowCount: Int) {
        var exponent: UInt64 = 10
        while 1 << exponent < Self.bitsPerRow * rowCount { exponent += 1 }
        shift = 64 - exponent
        bits = [UInt64](repeating: 0, count: 1 << Int(exponent - 6))
    }

    /// The keys of some rows; nil for all.
    init(_ keys: KeyWords, rows: [Int32]?, rowCount: Int) {
        self.init(rowCount: rows?.count ?? rowCount)
        keys.withView { view in
            if let rows {
                for row in rows { insert(view.digest(Int(row))) }
            } else {
                for row in 0..<rowCount { insert(view.digest(row)) }
            }
        }
    }

    /// Whether a hash may be one of the keys'.
    @inline(__always)
    func mayHold(_ digest: UInt64) -> Bool {
        let bit = digest &>> shift
        return bits[Int(truncatingIfNeeded: bit &>> 6)] &>> (bit & 63) & 1 == 1
    }

    @inline(__always)
    private mutating func insert(_ digest: UInt64) {
        let bit = digest &>> shift
        bits[Int(truncatingIfNeeded: bit &>> 6)] |= 1 &<< (bit & 63)
    }

    // MARK: Rows

    /// The rows whose key may be among the sketch's, in order.
    func rows(of keys: KeyWords, rowCount: Int, workers: Workers) -> [Int32] {
        let size = 65_536
        return workers.map((rowCount + size - 1) / size) { part in
            var rows: [Int32] = []
            keys.withView { view in
                bits.withUnsafeBufferPointer { bits in
                    for row in part * size..<min(rowCount, (part + 1) * size) {
                        let digest = view.digest(row), bit = digest &>> shift
                        let isHeld = bits[Int(truncatingIfNeeded: bit &>> 6)] &>> (bit & 63) & 1 == 1
                        if isHeld && digest != 0 { rows.append(Int32(truncatingIfNeeded: row)) }
                    }
                }
            }
            return rows
        }.flatMap { $0 }
    }

    /// The rows that may share their key with another, in order: all whose hash occurs more than once.
    static func rowsThatMayRepeat(_ keys: KeyWords, rowCount: Int, workers: Workers) -> [Int32] {
        let size = max(1, (rowCount + workers.count - 1) / workers.count)
        let parts = workers.map((rowCount + size - 1) / size) { part in
            seen(keys, part * size..<min(rowCount, (part + 1) * size), rowCount: rowCount)
        }
        guard var (once, twice) = parts.first else { return [] }
        for part in parts.dropFirst() {
            twice.add(part.twice)
            twice.add(both: once, part.once)
            once.add(part.once)
        }
        return twice.rows(of: keys, rowCount: rowCount, workers: workers)
    }

    private mutating func add(_ other: KeySketch) {
        bits.withUnsafeMutableBufferPointer { bits in
            other.bits.withUnsafeBufferPointer { other in for word in bits.indices { bits[word] |= other[word] } }
        }
    }

    private mutating func add(both first: KeySketch, _ second: KeySketch) {
        bits.withUnsafeMutableBufferPointer { bits in
            first.bits.withUnsafeBufferPointer { first in
                second.bits.withUnsafeBufferPointer { second in
                    for word in bits.indices { bits[word] |= first[word] & second[word] }
                }
            }
        }
    }

    /// The hashes that occur among some rows at all, and those that occur more than once.
    private static func seen(_ keys: KeyWords, _ rows: Range<Int>, rowCount: Int) -> (once: KeySketch, twice: KeySketch) {
        var once = KeySketch(rowCount: rowCount), twice = once
        let shift = once.shift
        keys.withView { view in
            once.bits.withUnsafeMutableBufferPointer { once in
                twice.bits.withUnsafeMutableBufferPointer { twice in
                    for row in rows {
                        let digest = view.digest(row), bit = digest &>> shift
                        let word = Int(truncatingIfNeeded: bit &>> 6)
                        let mask: UInt64 = digest == 0 ? 0 : 1 &<< (bit & 63)
                        let before = once[word]
                        if before & mask != 0 { twice[word] |= mask }
                        once[word] = before | mask
                    }
                }
            }
        }
        return (once, twice)
    }
}
