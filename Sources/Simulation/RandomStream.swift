internal import Randomness

/// A stream of random numbers that belongs to one purpose, one entity and one year (SplitMix64, Steele et al. 2014).
///
/// Streams need no common state: whoever draws a student's scores gets the same numbers, whichever thread it is and
/// whatever else is drawn.
struct RandomStream {
    /// What a stream is drawn for; each purpose has numbers of its own, so a change in one leaves the others alone.
    enum Purpose: UInt64 {
        case layout = 1, neighborhood, school, schoolYear, slot, student, path, circumstances, growth, english, attendance, scores
        case discipline, courses, graduation, studentSurvey, parentSurvey, staffSurvey, results
    }

    private var state: UInt64

    init(seed: UInt64, _ purpose: Purpose, _ entity: UInt64, _ year: SchoolYear? = nil) {
        let purposeKey = SplitMix.mix(seed &+ purpose.rawValue &* SplitMix.increment)
        let entityKey = SplitMix.mix(purposeKey ^ entity)
        state = SplitMix.mix(entityKey &+ UInt64(bitPattern: Int64(year?.start ?? 0)) &* SplitMix.increment)
    }

    mutating func next() -> UInt64 {
        state &+= SplitMix.increment
        return SplitMix.mix(state)
    }

    /// A number of the open interval (0, 1), each of 2⁵³ equally likely.
    mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

    mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

    /// A standard normal deviate.
    mutating func normal() -> Double { PortableMath.normalQuantile(uniform()) }

    /// A whole number of the range, each equally likely (to within 2⁻⁵³).
    mutating func integer(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(uniform() * Double(range.count))
    }
}
