/// Random numbers that belong to some names, each to be had by its place.
///
/// Whoever asks for the number of the same names and place gets the same one, whatever else is drawn, on every machine and thread.
package struct RandomSeries: Sendable {
    @usableFromInline let key: UInt64

    /// - Parameter names: what the numbers belong to, such as a school, a metric and a group.
    package init(seed: UInt64, _ names: String...) {
        key = names.reduce(SplitMix.mix(seed &+ SplitMix.increment)) { SplitMix.mix(($0 ^ Self.hash($1)) &+ SplitMix.increment) }
    }

    private init(key: UInt64) { self.key = key }

    /// The series of one more name.
    package func of(_ name: String) -> RandomSeries {
        RandomSeries(key: SplitMix.mix((key ^ Self.hash(name)) &+ SplitMix.increment))
    }

    /// Source: G. Fowler, L. C. Noll and K.-P. Vo, the hash FNV-1a of 64 bits (RFC 9923).
    private static func hash(_ name: String) -> UInt64 {
        name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    @inlinable @inline(__always)
    package func word(_ place: Int) -> UInt64 {
        SplitMix.mix(key &+ UInt64(truncatingIfNeeded: place &+ 1) &* SplitMix.increment)
    }

    /// A number of the open interval (0, 1), each of 2⁵³ equally likely.
    @inlinable @inline(__always)
    package func uniform(_ place: Int) -> Double { (Double(word(place) &>> 11) + 0.5) * 0x1p-53 }

    /// A standard normal number.
    @inlinable @inline(__always)
    package func normal(_ place: Int) -> Double { PortableMath.normalQuantile(uniform(place)) }
}
