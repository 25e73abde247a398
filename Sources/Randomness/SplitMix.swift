/// The mixing of words behind all random numbers here: neighbouring words come out as far apart as any.
///
/// Source: G. L. Steele, D. Lea and C. H. Flood, Fast Splittable Pseudorandom Number Generators (OOPSLA 2014), SplitMix64.
package enum SplitMix {
    /// How far the words of one sequence are apart.
    @inlinable package static var increment: UInt64 { 0x9E37_79B9_7F4A_7C15 }

    @inlinable @inline(__always)
    package static func mix(_ word: UInt64) -> UInt64 {
        var z = word
        z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z &>> 31)
    }
}
