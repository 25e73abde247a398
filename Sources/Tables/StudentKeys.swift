internal import Synchronization

/// Identifiers packed into 64 bits without loss: equal texts have equal keys, different texts different keys.
///
/// Digits only, up to 17 of them, pack into their value and length (leading zeros count); other texts of up to seven
/// bytes pack into their bytes; longer ones are numbered by a shared table in order of arrival, so a key's value is good
/// for equality within one run and for nothing else. 0 is "missing".
package final class StudentKeys: Sendable {
    private static let byteTag: UInt64 = 1 << 62
    private static let tableTag: UInt64 = 2 << 62
    private static let shardCount = 64

    private struct Shard {
        var numbers: [String: UInt64] = [:]
        var texts: [String] = []
    }

    private let shards: [Shelf]

    private final class Shelf: Sendable {
        let content = Mutex(Shard())
    }

    package init() {
        shards = (0..<Self.shardCount).map { _ in Shelf() }
    }

    /// The key of an identifier's bytes (UTF-8); 0 for no bytes.
    package func key(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        if let digits = Self.packedDigits(bytes) { return digits }
        if bytes.count <= 7 { return Self.packedBytes(bytes) }
        return tableKey(of: String(decoding: bytes, as: UTF8.self), shard: Self.shard(of: bytes))
    }

    /// The identifier a key stands for; empty for 0.
    package func text(of key: UInt64) -> String {
        if key == 0 { return "" }
        switch key >> 62 {
        case 0:
            let digits = String(key >> 5)
            return String(repeating: "0", count: Int(key & 31) - digits.count) + digits
        case 1:
            let count = Int(key >> 56 & 7)
            return String(decoding: (0..<count).map { UInt8(truncatingIfNeeded: key >> (8 * UInt64($0))) }, as: UTF8.self)
        default:
            let shard = Int(key & 63), number = Int((key & ~Self.tableTag) >> 6)
            return shards[shard].content.withLock { $0.texts[number] }
        }
    }

    /// Whether an identifier comes before another, in an order that depends on nothing but the two.
    package func precedes(_ one: UInt64, _ other: UInt64) -> Bool {
        one >= Self.tableTag && other >= Self.tableTag ? text(of: one) < text(of: other) : one < other
    }

    @inline(__always)
    private static func packedDigits(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
        let count = bytes.count
        if count == 0 { return 0 }
        if count > 17 { return nil }
        if count >= 8, count <= 16 { return packedLongDigits(bytes) }
        var value: UInt64 = 0
        var foreign: UInt8 = 0
        for byte in bytes {
            let digit = byte &- 0x30
            foreign |= digit > 9 ? 1 : 0
            value = value &* 10 &+ UInt64(digit)
        }
        // A lone "0" has the value 0 but a length, so it never collides with "missing".
        return foreign == 0 ? value << 5 | UInt64(count) : nil
    }

    /// The same for 8 to 16 digits, eight at a time.
    @inline(__always)
    private static func packedLongDigits(_ bytes: UnsafeRawBufferPointer) -> UInt64? {
        let count = bytes.count
        let last = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
        guard let low = eightDigits(last) else { return nil }
        if count == 8 { return low << 5 | 8 }
        // The first digits move to the top of their word, and zeros in front of them.
        let first = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        // Sixteen bytes have no room for zeros: this shift is one that gives 0 then.
        let zeros: UInt64 = 0x3030_3030_3030_3030 >> UInt64(8 &* (count &- 8))
        guard let high = eightDigits(first &<< UInt64(8 &* (16 &- count)) | zeros) else { return nil }
        return (high &* 100_000_000 &+ low) << 5 | UInt64(count)
    }

    /// The value of eight digits, the first in the lowest byte; nil where a byte is no digit.
    ///
    /// Source: D. Lemire, Number Parsing at a Gigabyte per Second (Software: Practice and Experience 51, 2021), section 9.
    @inline(__always)
    private static func eightDigits(_ word: UInt64) -> UInt64? {
        let high = word & 0xF0F0_F0F0_F0F0_F0F0
        let carried = (word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0
        if high | carried &>> 4 != 0x3333_3333_3333_3333 { return nil }
        var value = word &- 0x3030_3030_3030_3030
        value = value &* 10 &+ value &>> 8
        let pairs: UInt64 = 0x0000_00FF_0000_00FF
        return ((value & pairs) &* 0x000F_4240_0000_0064 &+ ((value &>> 16) & pairs) &* 0x0000_2710_0000_0001) &>> 32
    }

    private static func packedBytes(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var key = byteTag | UInt64(bytes.count) << 56
        for (place, byte) in bytes.enumerated() { key |= UInt64(byte) << (8 * UInt64(place)) }
        return key
    }

    private static func shard(of bytes: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int(hash >> 32) & (shardCount - 1)
    }

    private func tableKey(of text: String, shard: Int) -> UInt64 {
        shards[shard].content.withLock { content in
            if let key = content.numbers[text] { return key }
            let key = Self.tableTag | UInt64(content.texts.count) << 6 | UInt64(shard)
            content.numbers[text] = key
            content.texts.append(text)
            return key
        }
    }
}
