internal import Conditions
internal import Model
internal import Parallel
internal import Tables

/// The counts of one metric at one school.
struct MetricTally: Sendable {
    /// Students counted and students who meet the rule, per group.
    var n: [Int32]
    var met: [Int32]
    /// Records by disposition, whatever their group.
    var dispositions: [Int32]

    init(groupCount: Int) {
        n = [Int32](repeating: 0, count: groupCount)
        met = n
        dispositions = [Int32](repeating: 0, count: 16)
    }
}

/// Counts metrics over records, school by school.
///
/// Each record is packed into one word, its groups' mask in the upper half and four bits per metric in the lower, and put
/// straight into the place its school has; then each school's words are counted in cache.
struct Tally {
    /// Metrics that fit into one word.
    static let batchSize = 8

    let records: Records
    let order: RowOrder
    let workers: Workers

    /// The tallies of up to eight metrics: `result[school][metric of the batch]`.
    func count(_ metrics: [RecordMetric]) -> [[MetricTally]] {
        precondition(metrics.count <= Self.batchSize, "a word holds eight metrics")
        let words = pack(metrics)
        let groupCount = records.groups.count
        return workers.map(order.starts.count - 1) { school in
            let range = order.starts[school]..<order.starts[school + 1]
            var counter = ProfileCounter(groupCount: groupCount, metricCount: metrics.count)
            for place in range { counter.add(words.pointer[place]) }
            return counter.tallies()
        }
    }

    private func pack(_ metrics: [RecordMetric]) -> SharedBuffer<UInt64> {
        let words = SharedBuffer<UInt64>(count: order.rowCount)
        workers.forEach(order.blocks.count) { block in
            var places = order.places(ofBlock: block)
            forEachChunk(of: order.blocks[block]) { rows, masks, kernel in
                withUnsafeTemporaryAllocation(of: UInt64.self, capacity: rows.count) { packed in
                    for row in 0..<rows.count { packed[row] = UInt64(masks[row]) << 32 }
                    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: rows.count) { dispositions in
                        for (place, metric) in metrics.enumerated() {
                            kernel.dispositions(
                                about: metric.about, counted: metric.counted, met: metric.met, rows: rows,
                                into: dispositions.baseAddress!)
                            let shift = UInt64(4 * place)
                            for row in 0..<rows.count { packed[row] |= UInt64(dispositions[row]) << shift }
                        }
                    }
                    records.schools.withUnsafeBufferPointer { schools in
                        places.withUnsafeMutableBufferPointer { places in
                            for row in 0..<rows.count {
                                let school = Int(schools[rows.lowerBound + row])
                                if school == 0 { continue }
                                words.pointer[Int(places[school - 1])] = packed[row]
                                places[school - 1] += 1
                            }
                        }
                    }
                }
            }
        }
        return words
    }

    /// Calls `body` for every chunk of a block's rows with the rows' group masks.
    func forEachChunk(
        of block: Range<Int>,
        _ body: (_ rows: Range<Int>, _ masks: UnsafeMutablePointer<UInt32>, _ kernel: borrowing DispositionKernel) -> Void
    ) {
        let kernel = DispositionKernel()
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: DispositionKernel.chunk) { masks in
            for start in stride(from: block.lowerBound, to: block.upperBound, by: DispositionKernel.chunk) {
                let rows = start..<min(start + DispositionKernel.chunk, block.upperBound)
                kernel.masks(of: records.groups, rows: rows, into: masks.baseAddress!)
                body(rows, masks.baseAddress!, kernel)
            }
        }
    }
}

/// Counts the words of one school by profile (the set of groups a student is in), then spreads each profile's counts over
/// its groups: one addition per record and metric instead of one per record, metric and group.
struct ProfileCounter {
    private static let slotCount = 256

    private let groupCount: Int
    private let metricCount: Int
    /// Open addressing from masks to profiles; 0 is free, since masks are stored plus one bit.
    private var slots = [UInt64](repeating: 0, count: slotCount)
    private var slotProfiles = [UInt8](repeating: 0, count: slotCount)
    private var masks: [UInt32] = []
    private var counts: [Int32]
    private var result: [MetricTally]

    init(groupCount: Int, metricCount: Int) {
        self.groupCount = groupCount
        self.metricCount = metricCount
        counts = []
        result = (0..<metricCount).map { _ in MetricTally(groupCount: groupCount) }
    }

    @inline(__always)
    mutating func add(_ word: UInt64) {
        let base = profile(of: UInt32(truncatingIfNeeded: word >> 32)) * metricCount * 16
        for metric in 0..<metricCount {
            counts[base + metric * 16 + Int(word >> UInt64(4 * metric) & 15)] += 1
        }
    }

    @inline(__always)
    private mutating func profile(of mask: UInt32) -> Int {
        let stored = UInt64(mask) | 1 << 32
        var slot = Int(truncatingIfNeeded: (UInt64(mask) &* 0x9E37_79B9_7F4A_7C15) >> 56)
        while slots[slot] != stored {
            if slots[slot] == 0 { return newProfile(mask, stored: stored, slot: slot) }
            slot = (slot + 1) & (Self.slotCount - 1)
        }
        return Int(slotProfiles[slot])
    }

    private mutating func newProfile(_ mask: UInt32, stored: UInt64, slot: Int) -> Int {
        if masks.count == Self.slotCount / 2 {
            spread()
            return profile(of: mask)
        }
        slots[slot] = stored
        slotProfiles[slot] = UInt8(masks.count)
        masks.append(mask)
        counts.append(contentsOf: repeatElement(0, count: metricCount * 16))
        return masks.count - 1
    }

    /// Adds what was counted to the groups and starts afresh.
    private mutating func spread() {
        for (profile, mask) in masks.enumerated() {
            for metric in 0..<metricCount {
                let base = (profile * metricCount + metric) * 16
                let met = counts[base + Int(Disposition.met)], notMet = counts[base + Int(Disposition.notMet)]
                for group in 0..<groupCount where mask >> UInt32(group) & 1 == 1 {
                    result[metric].n[group] += met + notMet
                    result[metric].met[group] += met
                }
                for disposition in 0..<16 { result[metric].dispositions[disposition] += counts[base + disposition] }
            }
        }
        slots = [UInt64](repeating: 0, count: Self.slotCount)
        masks.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
    }

    mutating func tallies() -> [MetricTally] {
        spread()
        return result
    }
}
