internal import Randomness

/// A feeder zone: neighbouring schools that one group of students passes through from TK to grade 12.
///
/// A zone has the same number of places in every grade. Where a place lies decides its elementary, middle and high
/// school, so a student's school in a year follows from place and grade alone.
struct Zone: Sendable {
    /// Place among all zones of the consortium.
    let number: Int
    let district: Int
    /// The zone's schools among all schools of the consortium.
    let schools: Range<Int>
    /// The zone's places among all places of a grade in the consortium.
    let places: Range<Int>
    /// Advantage of its average area, in standard units.
    let advantage: Double
    /// For each band and place the school among the zone's, band by band.
    private let schoolOfPlace: [UInt8]

    /// The school, counted among the zone's, that the students of a place attend.
    func school(of place: Int, in band: Band) -> Int { Int(schoolOfPlace[band.rawValue * places.count + place]) }

    /// - Parameter kinds: the kinds of the zone's schools, at least one school for each band.
    init(
        number: Int, district: Int, schools: Range<Int>, places: Range<Int>, advantage: Double, kinds: [SchoolKind],
        stream: inout RandomStream
    ) {
        self.number = number
        self.district = district
        self.schools = schools
        self.places = places
        self.advantage = advantage
        let weights = kinds.map { kind in
            (kind.bands.count > 1 && kinds.count > 4 ? 0.7 : 1) * PortableMath.exp(0.45 * stream.normal())
        }
        schoolOfPlace = Band.allCases.flatMap { band in
            let teaching = Self.alongTheZone(kinds).filter { kinds[$0].bands.contains(band.rawValue) }
            let least = places.count < teaching.count ? 0 : 1
            let widths = apportion(places.count, by: teaching.map { weights[$0] }, atLeast: least)
            return zip(teaching, widths).flatMap { school, width in [UInt8](repeating: UInt8(school), count: width) }
        }
    }

    /// Schools in the order of their areas: K–12 and K–8 at one end, 6–12 at the other; a span school keeps its students.
    private static func alongTheZone(_ kinds: [SchoolKind]) -> [Int] {
        let order: [SchoolKind] = [.allGrades, .elementaryAndMiddle, .elementary, .middle, .high, .middleAndHigh]
        return order.flatMap { kind in kinds.indices.filter { kinds[$0] == kind } }
    }

    /// The kinds of `count` schools that together teach every grade.
    static func kinds(count: Int, stream: inout RandomStream) -> [SchoolKind] {
        switch count {
        case 1: return [.allGrades]
        case 2: return [.elementaryAndMiddle, .high]
        case 3: return [.elementary, .middle, .high]
        default: break
        }
        let middles = max(1, Int(0.15 * Double(count) + stream.uniform()))
        let highs = max(1, Int(0.13 * Double(count) + stream.uniform()))
        var kinds = [SchoolKind](repeating: .elementary, count: count - middles - highs)
        let span = stream.uniform()
        if kinds.count > 3 && span < 0.55 {
            kinds[0] = span < 0.35 ? .elementaryAndMiddle : span < 0.48 ? .middleAndHigh : .allGrades
        }
        return kinds + [SchoolKind](repeating: .middle, count: middles) + [SchoolKind](repeating: .high, count: highs)
    }
}

/// `total` cut into whole parts in proportion to `weights`, each part at least `least`; the parts add up to `total`.
///
/// - Precondition: `total` is enough for the least parts.
func apportion(_ total: Int, by weights: [Double], atLeast least: Int) -> [Int] {
    let free = total - least * weights.count
    precondition(free >= 0, "there is enough for the least part of each")
    let sum = weights.reduce(0, +)
    var before = 0.0
    var given = 0
    return weights.map { weight in
        before += weight
        let upTo = Int((before / sum * Double(free)).rounded())
        defer { given = upTo }
        return least + upTo - given
    }
}
