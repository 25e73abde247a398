/// The two words of every row's key; where a key has one word only, both are the same storage.
struct KeyWords: Sendable {
    let first: [UInt64]
    let second: [UInt64]

    /// Lends the words without bounds checks.
    func withView<Result>(_ body: (View) -> Result) -> Result {
        first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                if let one = first.baseAddress, let two = second.baseAddress { return body(View(first: one, second: two)) }
                return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 1) { none in
                    body(View(first: UnsafePointer(none.baseAddress!), second: UnsafePointer(none.baseAddress!)))
                }
            }
        }
    }

    struct View {
        fileprivate let first: UnsafePointer<UInt64>
        fileprivate let second: UnsafePointer<UInt64>

        /// A hash of a row's key; 0 where the key is not whole.
        @inline(__always)
        func digest(_ row: Int) -> UInt64 {
            let one = first[row], two = second[row]
            if one == 0 || two == 0 { return 0 }
            return KeyWords.mixed(one ^ two &* 0xC2B2_AE3D_27D4_EB4F) | 1
        }

        @inline(__always)
        func isWhole(_ row: Int) -> Bool { first[row] != 0 && second[row] != 0 }

        @inline(__always)
        func isEqual(_ row: Int, _ other: View, _ otherRow: Int) -> Bool {
            first[row] == other.first[otherRow] && second[row] == other.second[otherRow]
        }
    }

    /// Source: the 64-bit finalizer of MurmurHash3 (A. Appleby, public domain).
    @inline(__always)
    static func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 33)) &* 0xff51_afd7_ed55_8ccd
        value = (value ^ (value >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return value ^ (value >> 33)
    }
}
