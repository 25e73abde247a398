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

    /// The tallies of up to eight metrics, `tallies[school][metric of the batch]`, and the products of their deviations over all schools.
    func count(_ metrics: [RecordMetric]) -> (tallies: [[MetricTally]], products: [Double]) {
        precondition(metrics.count <= Self.batchSize, "a word holds eight metrics")
        let words = pack(metrics)
        let groupCount = records.groups.count
        let schools = workers.map(order.starts.count - 1) { school in
            let range = order.starts[school]..<order.starts[school + 1]
            var counter = ProfileCounter(groupCount: groupCount, metricCount: metrics.count)
            var outcomes = OutcomeCounter(metricCount: metrics.count)
            for place in range {
                counter.add(words.pointer[place])
                outcomes.add(words.pointer[place])
            }
            return (tallies: counter.finish(), products: outcomes.products())
        }
        let none = [Double](repeating: 0, count: metrics.count * metrics.count)
        return (schools.map(\.tallies), schools.reduce(into: none) { sums, school in for place in sums.indices { sums[place] += school.products[place] } })
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
        let kernel = DispositionKernel(), groups = PredicateMasks(records.groups)
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: DispositionKernel.chunk) { masks in
            for start in stride(from: block.lowerBound, to: block.upperBound, by: DispositionKernel.chunk) {
                let rows = start..<min(start + DispositionKernel.chunk, block.upperBound)
                kernel.masks(of: groups, rows: rows, into: masks.baseAddress!)
                body(rows, masks.baseAddress!, kernel)
            }
        }
    }
}
