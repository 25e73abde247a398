package import Parallel

/// Which rows of a table have the keys that rows ask for, and which rows repeat a key.
///
/// Found partition by partition in a few passes, so that memory stays near 100 MB whatever the tables' length. A row with a
/// missing key part matches nothing. Nothing depends on the number of threads or on the order in which they work.
package struct KeyMatches: Sendable {
    /// For each asking row the first row with its key, or -1; empty where nobody asked.
    package private(set) var rows: [Int32]
    /// Rows whose key an earlier row has: that first row and the repeating one, in row order.
    package private(set) var repeats: [(first: Int32, row: Int32)]

    /// Entries that a pass holds at most, about.
    private static let passSize = 4 << 20
    private static let partitionSize = 4_096

    /// Rows that repeat a key.
    package init(repeatsOf keys: RowKeys, workers: Workers) {
        self.init(asking: nil, keys, included: nil, workers: workers)
    }

    /// For each asking row the row of a table with its key.
    ///
    /// - Parameter included: per row of the table a truth value; only rows with `Truth.yes` can match; nil for all.
    package init(of asking: RowKeys, in table: RowKeys, included: [UInt8]?, workers: Workers) {
        self.init(asking: asking, table, included: included, workers: workers)
    }

    private init(asking: RowKeys?, _ table: RowKeys, included: [UInt8]?, workers: Workers) {
        let count = table.rowCount + (asking?.rowCount ?? 0)
        var bits = 1
        while bits < 14 && count >> bits > Self.partitionSize { bits += 1 }
        let partitions = KeyPartitions(table, included: included, bits: bits, workers: workers)
        let askingPartitions = asking.map { KeyPartitions($0, included: nil, bits: bits, workers: workers) }
        let passes = max(1, (count + Self.passSize - 1) / Self.passSize)
        let size = max(1, ((1 << bits) + passes - 1) / passes)
        let found = SharedBuffer<Int32>(count: asking?.rowCount ?? 0)
        found.pointer.initialize(repeating: -1)
        var repeats: [(first: Int32, row: Int32)] = []
        for start in stride(from: 0, to: 1 << bits, by: size) {
            let range = start..<min(start + size, 1 << bits)
            let (entries, starts) = partitions.entries(of: range)
            let questions = askingPartitions.map { $0.entries(of: range) }
            repeats += workers.map(range.count) { partition in
                let cluster = KeyCluster(table, entries, starts[partition]..<starts[partition + 1])
                if let asking, let questions {
                    cluster.answer(questions.entries, questions.starts[partition]..<questions.starts[partition + 1], of: asking, into: found)
                }
                return cluster.repeats
            }.joined()
        }
        self.repeats = repeats.sorted { $0.row < $1.row }
        rows = Array(found.pointer)
    }
}

/// The entries of one partition in an open-addressing table that fits the cache.
private struct KeyCluster {
    private let keys: RowKeys
    private let entries: SharedBuffer<KeyEntry>
    private var slots: [Int32]
    private let mask: Int
    private(set) var repeats: [(first: Int32, row: Int32)] = []

    init(_ keys: RowKeys, _ entries: SharedBuffer<KeyEntry>, _ range: Range<Int>) {
        self.keys = keys
        self.entries = entries
        var size = 16
        while size < 2 * range.count { size *= 2 }
        mask = size - 1
        slots = [Int32](repeating: -1, count: size)
        let pointer = entries.pointer.baseAddress
        for place in range {
            let slot = self.slot(of: pointer![place], keys)
            if slots[slot] >= 0 {
                repeats.append((pointer![Int(slots[slot])].row, pointer![place].row))
            } else {
                slots[slot] = Int32(place)
            }
        }
    }

    /// The slot that holds an entry's key, or the free one where it would be.
    @inline(__always)
    private func slot(of entry: KeyEntry, _ asking: RowKeys) -> Int {
        let pointer = entries.pointer.baseAddress
        var slot = Int(truncatingIfNeeded: KeyEntry.hash(entry.first, entry.second)) & mask
        while slots[slot] >= 0 {
            let other = pointer![Int(slots[slot])]
            if entry.hasSameWords(as: other), keys.isExact || asking.isEqual(Int(entry.row), keys, Int(other.row)) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    func answer(
        _ questions: SharedBuffer<KeyEntry>, _ range: Range<Int>, of asking: RowKeys, into found: SharedBuffer<Int32>
    ) {
        let pointer = entries.pointer.baseAddress
        for place in range {
            let question = questions.pointer[place]
            let slot = slot(of: question, asking)
            if slots[slot] >= 0 { found.pointer[Int(question.row)] = pointer![Int(slots[slot])].row }
        }
    }
}
