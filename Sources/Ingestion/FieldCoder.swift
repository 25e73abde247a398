internal import Tables

/// What one text of a field means.
enum Resolution: Sendable {
    case value(UInt16)
    case missing
    case fault(ValueFault)
}

/// Turns the texts of a field with few different values into small numbers, resolving each different text once.
///
/// An open-addressing table over the bytes themselves: no `String` per row.
struct FieldCoder {
    private struct Slot {
        var hash: UInt64 = 0
        var start: Int32 = 0
        var length: Int32 = -1
        var entry: Int32 = -1
    }

    private var slots = [Slot](repeating: Slot(), count: 256)
    private var arena: [UInt8] = []
    private var resolutions: [Resolution] = []
    private let resolve: (String) -> Resolution
    private var last = Slot()

    init(resolve: @escaping (String) -> Resolution) { self.resolve = resolve }

    /// What a text means.
    @inline(__always)
    mutating func resolution(of bytes: UnsafeRawBufferPointer) -> Resolution {
        let entry = entry(of: bytes)
        return resolutions[entry]
    }

    /// The place of a text in `resolutions`.
    @inline(__always)
    private mutating func entry(of bytes: UnsafeRawBufferPointer) -> Int {
        let hash = Self.hash(bytes)
        if last.entry >= 0, hash == last.hash, isEqual(last, bytes) { return Int(last.entry) }
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[place].entry >= 0 {
            if slots[place].hash == hash, isEqual(slots[place], bytes) {
                last = slots[place]
                return Int(last.entry)
            }
            place = (place + 1) & (slots.count - 1)
        }
        return insert(bytes, hash: hash, place: place)
    }

    private mutating func insert(_ bytes: UnsafeRawBufferPointer, hash: UInt64, place: Int) -> Int {
        let entry = resolutions.count
        slots[place] = Slot(hash: hash, start: Int32(arena.count), length: Int32(bytes.count), entry: Int32(entry))
        arena.append(contentsOf: bytes)
        resolutions.append(resolve(String(decoding: bytes, as: UTF8.self)))
        if resolutions.count * 2 > slots.count { grow() }
        return entry
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        for slot in old where slot.entry >= 0 {
            var place = Int(truncatingIfNeeded: slot.hash) & (slots.count - 1)
            while slots[place].entry >= 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = slot
        }
    }

    @inline(__always)
    private func isEqual(_ slot: Slot, _ bytes: UnsafeRawBufferPointer) -> Bool {
        if Int(slot.length) != bytes.count { return false }
        return arena.withUnsafeBytes { arena in
            for place in 0..<bytes.count where arena[Int(slot.start) + place] != bytes[place] { return false }
            return true
        }
    }

    /// Source: FNV-1a on eight bytes at a time, finished as MurmurHash3 does (both public domain).
    @inline(__always)
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(bytes.count)
        var place = 0
        while place + 8 <= bytes.count {
            hash = (hash ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* 0x9FB2_1C65_1E98_DF25
            hash ^= hash >> 32
            place += 8
        }
        while place < bytes.count {
            hash = (hash ^ UInt64(bytes[place])) &* 0x100_0000_01b3
            place += 1
        }
        hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
        return hash ^ (hash >> 29)
    }
}
