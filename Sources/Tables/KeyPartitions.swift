internal import Parallel

/// A row's key on its way through a partition.
struct KeyEntry: BitwiseCopyable, Sendable {
    var first: UInt64
    var second: UInt64
    var row: Int32

    @inline(__always)
    func hasSameWords(as other: KeyEntry) -> Bool { first == other.first && second == other.second }

    @inline(__always)
    static func hash(_ first: UInt64, _ second: UInt64) -> UInt64 {
        RowKeys.mixed(first &+ RowKeys.mixed(second ^ 0x9E37_79B9_7F4A_7C15))
    }
}

/// The rows of a table divided by a hash of their keys, so that each part fits a core's cache.
///
/// Source: A. Shatdal, C. Kant and J. Naughton, Cache Conscious Algorithms for Relational Query Processing (VLDB 1994),
/// section 3 (partitioned hash join).
struct KeyPartitions {
    private let keys: RowKeys
    private let included: [UInt8]?
    private let workers: Workers
    private let shift: UInt64
    private let blocks: [Range<Int>]
    /// Per block the rows of each partition.
    private let counts: [[Int32]]

    private static let chunk = 1_024

    /// - Parameters:
    ///   - included: per row a truth value; only rows with `Truth.yes` take part; nil for all.
    ///   - bits: the partitions' number is 2^bits, at least 2.
    init(_ keys: RowKeys, included: [UInt8]?, bits: Int, workers: Workers) {
        self.keys = keys
        self.included = included
        self.workers = workers
        let shift = UInt64(64 - bits)
        self.shift = shift
        let size = max(65_536, (keys.rowCount + 4 * workers.count - 1) / (4 * workers.count))
        let blocks = stride(from: 0, to: keys.rowCount, by: size).map { $0..<min($0 + size, keys.rowCount) }
        self.blocks = blocks
        counts = workers.map(blocks.count) { block -> [Int32] in
            var counts = [Int32](repeating: 0, count: 1 << bits)
            counts.withUnsafeMutableBufferPointer { counts in
                Self.forEach(keys, included, in: blocks[block]) { _, hash, _, _ in counts[Int(hash >> shift)] += 1 }
            }
            return counts
        }
    }

    /// The rows of some partitions, partition by partition and in row order within each.
    ///
    /// - Returns: the entries, and per partition of the range where its entries begin (one more at the end).
    func entries(of partitions: Range<Int>) -> (entries: SharedBuffer<KeyEntry>, starts: [Int]) {
        var starts = [0], places: [[Int]] = blocks.map { _ in [] }
        var place = 0
        for partition in partitions {
            for block in blocks.indices {
                places[block].append(place)
                place += Int(counts[block][partition])
            }
            starts.append(place)
        }
        let entries = SharedBuffer<KeyEntry>(count: place)
        let firstPlaces = places
        workers.forEach(blocks.count) { block in
            var places = firstPlaces[block]
            places.withUnsafeMutableBufferPointer { places in
                let target = entries.pointer.baseAddress
                Self.forEach(keys, included, in: blocks[block]) { row, hash, first, second in
                    let partition = Int(hash >> shift) - partitions.lowerBound
                    if partition < 0 || partition >= places.count { return }
                    target![places[partition]] = KeyEntry(first: first, second: second, row: Int32(truncatingIfNeeded: row))
                    places[partition] += 1
                }
            }
        }
        return (entries, starts)
    }

    @inline(__always)
    private static func forEach(
        _ keys: RowKeys, _ included: [UInt8]?, in block: Range<Int>,
        _ body: (_ row: Int, _ hash: UInt64, _ first: UInt64, _ second: UInt64) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * chunk) { words in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: chunk) { isWhole in
                let first = words.baseAddress!, second = first + chunk
                for start in stride(from: block.lowerBound, to: block.upperBound, by: chunk) {
                    let rows = start..<min(start + chunk, block.upperBound)
                    keys.fill(rows, first: first, second: second, isWhole: isWhole.baseAddress!)
                    if let included {
                        for offset in 0..<rows.count where included[start + offset] != Truth.yes { isWhole[offset] = 0 }
                    }
                    for offset in 0..<rows.count where isWhole[offset] != 0 {
                        body(start + offset, KeyEntry.hash(first[offset], second[offset]), first[offset], second[offset])
                    }
                }
            }
        }
    }
}
