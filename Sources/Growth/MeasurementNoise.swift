/// Errors of measurement drawn at random: standard normal numbers of one student, data set and prior score.
///
/// No number depends on what else is drawn, so that the order of students and the threads make no difference; and every number
/// comes from sums, products and comparisons alone, so that all machines draw the same.
///
/// Source: G. L. Steele, D. Lea and C. H. Flood, Fast Splittable Pseudorandom Number Generators (OOPSLA 2014), SplitMix64;
/// C. F. F. Karney, Sampling Exactly from the Normal Distribution (ACM Transactions on Mathematical Software 42, 2016),
/// algorithm N.
struct MeasurementNoise {
    private var state: UInt64

    /// - Parameters:
    ///   - student: the student's key.
    ///   - numbers: what else the noise belongs to, such as the data set and the prior score.
    init(seed: UInt64, student: UInt64, _ numbers: Int...) {
        state = Self.mixed(Self.mixed(seed) ^ student)
        for number in numbers { state = Self.mixed(state ^ UInt64(bitPattern: Int64(number))) }
    }

    /// A student's key: the same for the same identifier, whatever the file.
    ///
    /// Source: G. Fowler, L. C. Noll and K.-P. Vo, the hash FNV-1a of 64 bits (RFC 9923).
    static func key(_ identifier: String) -> UInt64 {
        identifier.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// The next standard normal number.
    mutating func next() -> Double {
        while true {
            var whole = 0
            while happens(0.5) { whole += 1 }
            if !(0..<whole * (whole - 1)).allSatisfy({ _ in happens(0.5) }) { continue }
            let part = uniform()
            if !(0..<whole).allSatisfy({ _ in happens(part) }) || !happens(part * part / 2) { continue }
            let size = Double(whole) + part
            return word() >> 63 == 0 ? size : -size
        }
    }

    /// Whether something happens whose probability is e to the power of -`exponent`, from 0 to 1: uniform numbers descend from
    /// there an even number of times.
    private mutating func happens(_ exponent: Double) -> Bool {
        var last = exponent, isEven = true
        while true {
            let number = uniform()
            if number >= last { return isEven }
            last = number
            isEven.toggle()
        }
    }

    /// A number from 0 up to 1, without 1.
    private mutating func uniform() -> Double { Double(word() >> 11) * 0x1p-53 }

    private mutating func word() -> UInt64 {
        state &+= Self.increment
        return Self.mix(state)
    }

    private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

    private static func mixed(_ word: UInt64) -> UInt64 { mix(word &+ increment) }

    private static func mix(_ word: UInt64) -> UInt64 {
        var z = word
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
