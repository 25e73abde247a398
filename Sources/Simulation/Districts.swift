/// A district of the consortium: what it is called, how large it is and who lives there.
struct District: Sendable {
    /// County, then district, as in a CDS code: 7 digits.
    let id: UInt64
    let name: String
    /// Part of the consortium's students.
    let share: Double
    /// Reported race and ethnicity, in percent.
    let races: ByRace
    /// Advantage of its average area, in standard units.
    let advantage: Double

    /// Six invented districts in the image of six real ones of very different size.
    static let all: [District] = [
        District(
            id: 1_999_733, name: "Los Robles Unified", share: 0.655,
            races: ByRace(AA: 8.1, AI: 0.35, AS: 4.4, FI: 2.0, LX: 72.8, PI: 0.4, WH: 9.3, TW: 2.65),
            advantage: 0),
        District(
            id: 1_999_725, name: "Playa Larga Unified", share: 0.090,
            races: ByRace(AA: 13, AI: 0.4, AS: 7.6, FI: 2.9, LX: 57, PI: 1.4, WH: 12, TW: 5.7),
            advantage: 0.25),
        District(
            id: 1_099_166, name: "Valle Fresnal Unified", share: 0.080,
            races: ByRace(AA: 8.2, AI: 0.8, AS: 10.3, FI: 0.5, LX: 67.2, PI: 0.5, WH: 9.6, TW: 2.9),
            advantage: -0.20),
        District(
            id: 3_899_478, name: "Bahía Dorada Unified", share: 0.065,
            races: ByRace(AA: 7.5, AI: 0.5, AS: 33, FI: 4.5, LX: 31, PI: 1.1, WH: 15.4, TW: 7),
            advantage: 0.55),
        District(
            id: 0_199_259, name: "Encinal Unified", share: 0.055,
            races: ByRace(AA: 24, AI: 0.5, AS: 12.8, FI: 0.9, LX: 46.5, PI: 1, WH: 10.5, TW: 3.8),
            advantage: 0.05),
        District(
            id: 3_099_670, name: "Santa Rosalía Unified", share: 0.055,
            races: ByRace(AA: 0.6, AI: 0.15, AS: 3.1, FI: 0.6, LX: 92.2, PI: 0.2, WH: 2.3, TW: 0.85),
            advantage: -0.30),
    ]

    /// The id as it is written: 7 digits, a leading zero included.
    var directory: String {
        let digits = String(id)
        return String(repeating: "0", count: Self.idDigits - digits.count) + digits
    }

    static let idDigits = 7
}
