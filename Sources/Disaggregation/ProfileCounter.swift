/// Counts the words of one school by profile (the set of groups a student is in), then spreads each profile's counts over
/// its groups: one addition per record and metric instead of one per record, metric and group.
struct ProfileCounter: ~Copyable {
    private static let slotCount = 256
    /// Profiles held at a time; a school with more has them spread in between.
    private static let capacity = slotCount / 2

    private let groupCount: Int
    private let metricCount: Int
    /// Open addressing from masks to profiles; 0 is free, since masks are stored plus one bit.
    private let slots: UnsafeMutablePointer<UInt64>
    private let slotProfiles: UnsafeMutablePointer<UInt8>
    private let masks: UnsafeMutablePointer<UInt32>
    private var profileCount = 0
    /// By profile, metric and disposition; holds something for the profiles there are.
    private let counts: UnsafeMutablePointer<Int32>
    /// By metric and group.
    private let n: UnsafeMutablePointer<Int32>
    private let met: UnsafeMutablePointer<Int32>
    /// By metric and disposition.
    private let dispositions: UnsafeMutablePointer<Int32>

    init(groupCount: Int, metricCount: Int) {
        self.groupCount = groupCount
        self.metricCount = metricCount
        slots = Self.zeros(Self.slotCount)
        slotProfiles = Self.zeros(Self.slotCount)
        masks = Self.zeros(Self.capacity)
        counts = .allocate(capacity: Self.capacity * metricCount * 16)
        n = Self.zeros(metricCount * groupCount)
        met = Self.zeros(metricCount * groupCount)
        dispositions = Self.zeros(metricCount * 16)
    }

    private static func zeros<Number: FixedWidthInteger>(_ count: Int) -> UnsafeMutablePointer<Number> {
        let pointer = UnsafeMutablePointer<Number>.allocate(capacity: count)
        pointer.initialize(repeating: 0, count: count)
        return pointer
    }

    deinit {
        slots.deallocate()
        slotProfiles.deallocate()
        masks.deallocate()
        counts.deallocate()
        n.deallocate()
        met.deallocate()
        dispositions.deallocate()
    }

    /// Counts one record: its groups' mask in the upper half of the word, four bits per metric in the lower.
    @inline(__always)
    mutating func add(_ word: UInt64) {
        var place = counts + profile(of: UInt32(truncatingIfNeeded: word &>> 32)) &* metricCount &* 16
        var rest = word
        for _ in 0..<metricCount {
            place[Int(truncatingIfNeeded: rest & 15)] &+= 1
            place += 16
            rest &>>= 4
        }
    }

    @inline(__always)
    private mutating func profile(of mask: UInt32) -> Int {
        let stored = UInt64(mask) | 1 << 32
        var slot = Int(truncatingIfNeeded: (UInt64(mask) &* 0x9E37_79B9_7F4A_7C15) &>> 56)
        while slots[slot] != stored {
            if slots[slot] == 0 { return newProfile(mask, stored: stored, slot: slot) }
            slot = (slot &+ 1) & (Self.slotCount &- 1)
        }
        return Int(slotProfiles[slot])
    }

    private mutating func newProfile(_ mask: UInt32, stored: UInt64, slot: Int) -> Int {
        if profileCount == Self.capacity {
            spread()
            return profile(of: mask)
        }
        slots[slot] = stored
        slotProfiles[slot] = UInt8(profileCount)
        masks[profileCount] = mask
        (counts + profileCount * metricCount * 16).initialize(repeating: 0, count: metricCount * 16)
        profileCount += 1
        return profileCount - 1
    }

    /// Adds what was counted to the groups and starts afresh.
    private mutating func spread() {
        for profile in 0..<profileCount {
            for metric in 0..<metricCount {
                let own = counts + (profile * metricCount + metric) * 16
                let met = own[Int(Disposition.met)], counted = met + own[Int(Disposition.notMet)]
                for disposition in 0..<16 { dispositions[metric * 16 + disposition] += own[disposition] }
                if counted == 0 { continue }
                var mask = masks[profile]
                while mask != 0 {
                    let place = metric * groupCount + mask.trailingZeroBitCount
                    n[place] += counted
                    self.met[place] += met
                    mask &= mask - 1
                }
            }
        }
        slots.update(repeating: 0, count: Self.slotCount)
        profileCount = 0
    }

    /// The tallies of all records counted, by metric.
    mutating func finish() -> [MetricTally] {
        spread()
        return (0..<metricCount).map { metric in
            var tally = MetricTally(groupCount: groupCount)
            for group in 0..<groupCount {
                tally.n[group] = n[metric * groupCount + group]
                tally.met[group] = met[metric * groupCount + group]
            }
            for disposition in 0..<16 { tally.dispositions[disposition] = dispositions[metric * 16 + disposition] }
            return tally
        }
    }
}
