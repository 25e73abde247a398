internal import Tables

/// What one text of a field means.
enum Resolution: Sendable {
    case value(UInt16)
    case missing
    case fault(ValueFault)
}

/// Turns the texts of a field with few different values into small numbers, resolving each different text once.
///
/// An open-addressing table over the bytes themselves: no `String` per row. A text of up to 16 bytes is compared as two
/// words, and rows in a row often hold the same text, so the last one is tried first.
struct FieldCoder {
    /// A text of up to 16 bytes: its bytes, padded with zeros, and its length; a longer one: a hash of them.
    private struct Key: Equatable {
        var low: UInt64
        var high: UInt64
        /// The length; -1 where the slot is free.
        var count: Int32
    }

    private struct Slot {
        var key = Key(low: 0, high: 0, count: -1)
        var code: Int32 = 0
        /// Where the bytes of a text of more than 16 begin in the arena.
        var start: Int32 = 0
    }

    /// Codes below zero: missing, and from -2 downwards the faults.
    static let missing: Int32 = -1

    private var slots = [Slot](repeating: Slot(), count: 64)
    private var used = 0
    private var last = Slot()
    private var arena: [UInt8] = []
    private var faults: [ValueFault] = []
    private let resolve: (String) -> Resolution

    init(resolve: @escaping (String) -> Resolution) { self.resolve = resolve }

    /// What a text stands for: a value from 0 up, `missing`, or a fault.
    ///
    /// - Precondition: 16 bytes can be read from where the text begins.
    @inline(__always)
    mutating func code(of bytes: UnsafeRawBufferPointer) -> Int32 {
        let key = bytes.count <= 16 ? Self.key(bytes) : Self.hashedKey(bytes)
        if key == last.key, bytes.count <= 16 || isEqual(last, bytes) { return last.code }
        return lookUp(key, bytes)
    }

    /// The fault that a code below `missing` stands for.
    func fault(_ code: Int32) -> ValueFault { faults[Int(-2 - code)] }

    private mutating func lookUp(_ key: Key, _ bytes: UnsafeRawBufferPointer) -> Int32 {
        var place = Self.place(of: key) & (slots.count - 1)
        while slots[place].key.count >= 0 {
            if slots[place].key == key, bytes.count <= 16 || isEqual(slots[place], bytes) {
                last = slots[place]
                return last.code
            }
            place = (place + 1) & (slots.count - 1)
        }
        return insert(key, bytes, place: place)
    }

    private mutating func insert(_ key: Key, _ bytes: UnsafeRawBufferPointer, place: Int) -> Int32 {
        let code: Int32
        switch resolve(String(decoding: bytes, as: UTF8.self)) {
        case .value(let value): code = Int32(value)
        case .missing: code = Self.missing
        case .fault(let fault):
            faults.append(fault)
            code = -1 - Int32(faults.count)
        }
        last = Slot(key: key, code: code, start: Int32(arena.count))
        slots[place] = last
        if bytes.count > 16 { arena.append(contentsOf: bytes) }
        used += 1
        if used * 2 > slots.count { grow() }
        return code
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        for slot in old where slot.key.count >= 0 {
            var place = Self.place(of: slot.key) & (slots.count - 1)
            while slots[place].key.count >= 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = slot
        }
    }

    private func isEqual(_ slot: Slot, _ bytes: UnsafeRawBufferPointer) -> Bool {
        arena.withUnsafeBytes { arena in
            bytes.elementsEqual(arena[Int(slot.start)..<Int(slot.start) + bytes.count])
        }
    }

    @inline(__always)
    private static func key(_ bytes: UnsafeRawBufferPointer) -> Key {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return Key(low: 0, high: 0, count: 0) }
        let low = base.loadUnaligned(as: UInt64.self)
        if bytes.count <= 8 {
            return Key(low: low & (.max &>> UInt64(64 &- 8 &* bytes.count)), high: 0, count: Int32(bytes.count))
        }
        let high = base.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        return Key(low: low, high: high & (.max &>> UInt64(128 &- 8 &* bytes.count)), count: Int32(bytes.count))
    }

    /// Source: FNV-1a (public domain) on each half of the bytes.
    private static func hashedKey(_ bytes: UnsafeRawBufferPointer) -> Key {
        var low: UInt64 = 0xcbf2_9ce4_8422_2325, high = low
        for (place, byte) in bytes.enumerated() {
            if place % 2 == 0 {
                low = (low ^ UInt64(byte)) &* 0x100_0000_01b3
            } else {
                high = (high ^ UInt64(byte)) &* 0x100_0000_01b3
            }
        }
        return Key(low: low, high: high, count: Int32(truncatingIfNeeded: bytes.count & 0x7fff_ffff))
    }

    /// Source: the 64-bit finalizer of MurmurHash3 (A. Appleby, public domain), its first half.
    @inline(__always)
    private static func place(of key: Key) -> Int {
        let mixed = (key.low ^ key.high &* 0x9E37_79B9_7F4A_7C15) &* 0xff51_afd7_ed55_8ccd
        return Int(truncatingIfNeeded: mixed >> 40)
    }
}
