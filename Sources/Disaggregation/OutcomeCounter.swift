/// Counts the words of one school by what became of the record for each metric, whatever its groups.
///
/// The products of deviations that come of it tell how far students' outcomes on metrics go together within schools.
struct OutcomeCounter {
    private static let slotCount = 1024

    private let metricCount: Int
    /// Open addressing from outcomes to their counts; 0 is free, since outcomes are stored plus one bit.
    private var slots = [UInt64](repeating: 0, count: slotCount)
    private var counts = [Int32](repeating: 0, count: slotCount)
    private var outcomeCount = 0
    /// For a school of more different outcomes than there are slots for.
    private var others: [UInt64: Int32] = [:]

    init(metricCount: Int) { self.metricCount = metricCount }

    /// Counts one record: four bits per metric in the lower half of the word.
    ///
    /// An outcome has two bits per metric at the same places: whether it is counted, and whether it is met.
    mutating func add(_ word: UInt64) {
        let isCounted = (word &>> 1) & (word &>> 2) & (word &>> 3) & 0x1111_1111
        let stored = isCounted | (isCounted & word) &<< 1 | 1 &<< 32
        var slot = Int(truncatingIfNeeded: (stored &* 0x9E37_79B9_7F4A_7C15) &>> 54)
        while slots[slot] != stored {
            if slots[slot] == 0 {
                if outcomeCount == Self.slotCount / 2 {
                    others[stored, default: 0] += 1
                    return
                }
                slots[slot] = stored
                outcomeCount += 1
                break
            }
            slot = (slot &+ 1) & (Self.slotCount &- 1)
        }
        counts[slot] &+= 1
    }

    /// The sums over students of the product of two metrics' deviations from the school's share, for each pair of metrics, at
    /// `first * metrics + second`; a student whom a metric does not count deviates by nothing there.
    func products() -> [Double] {
        let outcomes = (slots.indices.filter { slots[$0] != 0 }.map { (slots[$0], counts[$0]) } + others.map { ($0, $1) })
            .sorted { $0.0 < $1.0 }
        func isCounted(_ outcome: UInt64, _ metric: Int) -> Bool { outcome >> UInt64(4 * metric) & 1 == 1 }
        func isMet(_ outcome: UInt64, _ metric: Int) -> Bool { outcome >> UInt64(4 * metric + 1) & 1 == 1 }
        let shares = (0..<metricCount).map { metric -> Double in
            let counted = outcomes.reduce(0) { $0 + (isCounted($1.0, metric) ? Int($1.1) : 0) }
            return Double(outcomes.reduce(0) { $0 + (isMet($1.0, metric) ? Int($1.1) : 0) }) / Double(max(1, counted))
        }
        var products = [Double](repeating: 0, count: metricCount * metricCount)
        for (outcome, count) in outcomes {
            let deviations = (0..<metricCount).map { isCounted(outcome, $0) ? (isMet(outcome, $0) ? 1 : 0) - shares[$0] : 0 }
            for first in 0..<metricCount where deviations[first] != 0 {
                for second in 0..<metricCount {
                    products[first * metricCount + second] += Double(count) * deviations[first] * deviations[second]
                }
            }
        }
        return products
    }
}
