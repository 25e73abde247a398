internal import Randomness

/// The fixed layout of a consortium: its schools and zones, district by district, small enough to stay in memory.
struct ConsortiumPlan: Sendable {
    private(set) var schools: [School] = []
    /// The schools' ids, in the same order.
    private(set) var schoolIDs: [SchoolID] = []
    private(set) var zones: [Zone] = []
    /// For each district its zones.
    private(set) var zonesOfDistrict: [Range<Int>] = []
    /// Places of one grade in all zones together.
    private(set) var places = 0

    /// Schools of a zone, about.
    private static let zoneSize = 10
    /// Grades with all their places taken; fewer students start in transitional kindergarten, some leave before grade 12.
    private static let fullGrades = 13.2

    init(_ parameters: Parameters) {
        let shares = District.all.map(\.share)
        let schoolCounts = apportion(parameters.schools, by: shares, atLeast: parameters.schools >= 18 ? 3 : 1)
        let placeCount = max(District.all.count, Int(Double(parameters.students) / Self.fullGrades))
        let placeCounts = apportion(placeCount, by: shares, atLeast: 1)
        for district in District.all.indices {
            addDistrict(district, schools: schoolCounts[district], places: placeCounts[district], parameters)
        }
        schoolIDs = schools.map(\.id)
    }

    private mutating func addDistrict(
        _ index: Int, schools schoolCount: Int, places placeCount: Int, _ parameters: Parameters
    ) {
        var stream = RandomStream(seed: parameters.seed, .layout, UInt64(index))
        let zoneCount = min(placeCount, max(1, (schoolCount + Self.zoneSize / 2) / Self.zoneSize))
        let schoolCounts = apportion(schoolCount, by: [Double](repeating: 1, count: zoneCount), atLeast: 0)
        let weights = schoolCounts.map { Double($0) * PortableMath.exp(0.25 * stream.normal()) }
        let placeCounts = apportion(placeCount, by: weights, atLeast: 1)
        let first = zones.count
        let firstSchool = schools.count
        for zone in 0..<zoneCount {
            let kinds = Zone.kinds(count: schoolCounts[zone], stream: &stream)
            let start = schools.count
            for kind in kinds {
                let ordinal = schools.count - firstSchool
                schools.append(School(number: schools.count, ordinal: ordinal, kind: kind, district: District.all[index]))
            }
            let spread = parameters.population.composition.zoneSpread
            let advantage = District.all[index].advantage + spread * stream.normal()
            zones.append(
                Zone(
                    number: zones.count, district: index, schools: start..<schools.count,
                    places: places..<places + placeCounts[zone], advantage: advantage, kinds: kinds, stream: &stream))
            places += placeCounts[zone]
        }
        zonesOfDistrict.append(first..<zones.count)
    }
}
