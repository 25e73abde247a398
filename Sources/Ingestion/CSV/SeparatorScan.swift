/// Finds delimiters and LFs, 64 bytes at a time, with plain integer arithmetic on eight bytes at once.
struct SeparatorScan {
    private let delimiters: UInt64
    private static let everyByte: UInt64 = 0x0101_0101_0101_0101
    private static let lineFeeds = everyByte &* UInt64(Byte.lineFeed)
    private static let highBits = everyByte &* 0x80

    init(delimiter: UInt8) { delimiters = Self.everyByte &* UInt64(delimiter) }

    /// Writes the places of all separators within `range` of the bytes behind `base`, and returns how many there are.
    ///
    /// Up to 63 bytes behind the range are read, and up to 63 places written that do not count.
    @inline(__always)
    func find(in range: Range<Int>, of base: UnsafeRawPointer, into places: UnsafeMutablePointer<UInt32>) -> Int {
        var found = 0
        var start = range.lowerBound
        while start < range.upperBound {
            var marks = marks(base + start)
            let left = range.upperBound &- start
            if left < 64 { marks &= (1 &<< UInt64(left)) &- 1 }
            while marks != 0 {
                places[found] = UInt32(truncatingIfNeeded: start &+ marks.trailingZeroBitCount)
                found &+= 1
                marks &= marks &- 1
            }
            start &+= 64
        }
        return found
    }

    /// One bit for each of 64 bytes, the first byte's lowest.
    ///
    /// Each word's bits are shifted in from above: a chain that the compiler does not try to turn into vector
    /// multiplications, which are slower.
    @inline(__always)
    private func marks(_ bytes: UnsafeRawPointer) -> UInt64 {
        var marks: UInt64 = 0
        for word in 0..<8 {
            let separators = separators(bytes.loadUnaligned(fromByteOffset: 8 &* word, as: UInt64.self))
            marks = marks &>> 8 | Self.gathered(separators)
        }
        return marks
    }

    /// The high bit of each byte that is a delimiter or LF: of seven bits, 0x80 - (a ^ b) has it only if a = b.
    @inline(__always)
    private func separators(_ word: UInt64) -> UInt64 {
        let low = word & ~Self.highBits
        let same = (Self.highBits &- (low ^ delimiters)) | (Self.highBits &- (low ^ Self.lineFeeds))
        return same & ~word & Self.highBits
    }

    /// The eight high bits side by side in the highest byte, the first byte's lowest.
    @inline(__always)
    private static func gathered(_ highBits: UInt64) -> UInt64 {
        ((highBits &>> 7) &* 0x0102_0408_1020_4080) & 0xff << 56
    }
}
