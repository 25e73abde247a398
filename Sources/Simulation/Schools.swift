/// A school: which grades it teaches, where it belongs.
struct School: Sendable {
    /// Place among all schools of the consortium.
    let number: Int
    /// Its district's id, then 7 digits of its own.
    let id: SchoolID
    let name: String
    let kind: SchoolKind
    let lowGrade: Grade
    let highGrade: Grade
}

/// A 14-digit school id.
struct SchoolID: Hashable, CSVField {
    let number: UInt64

    func write(to rows: inout RowBuffer) { rows.put(number, width: 14) }
}

/// A 7-digit district id.
struct DistrictID: CSVField {
    let number: UInt64

    func write(to rows: inout RowBuffer) { rows.put(number, width: District.idDigits) }
}

/// The kinds of schools by the bands they teach.
enum SchoolKind: CaseIterable {
    case elementary, middle, high, elementaryAndMiddle, middleAndHigh, allGrades

    var bands: ClosedRange<Int> {
        switch self {
        case .elementary: 0...0
        case .middle: 1...1
        case .high: 2...2
        case .elementaryAndMiddle: 0...1
        case .middleAndHigh: 1...2
        case .allGrades: 0...2
        }
    }

    /// The school level as it is reported.
    var level: StaticString {
        switch self {
        case .elementary: "elementary"
        case .middle: "middle"
        case .high: "high"
        case .elementaryAndMiddle, .middleAndHigh, .allGrades: "span"
        }
    }

    var lowGrade: Grade { [Grade.first, Grade(ordinal: 6), Grade(ordinal: 9)][bands.lowerBound] }
    var highGrade: Grade { [Grade(ordinal: 5), Grade(ordinal: 8), Grade.last][bands.upperBound] }

    /// What a school of the kind is called after its name.
    fileprivate var title: String {
        switch self {
        case .elementary: "Elementary"
        case .middle: "Middle"
        case .high: "High"
        case .elementaryAndMiddle: "K-8"
        case .middleAndHigh: "Secondary 6-12"
        case .allGrades: "K-12 Academy"
        }
    }
}

extension School {
    /// The school of a kind that is the `ordinal`th of its district, from 0.
    init(number: Int, ordinal: Int, kind: SchoolKind, district: District) {
        let series: UInt64 = kind.bands.upperBound == 2 ? 1_900_001 : 6_000_001
        self.number = number
        id = SchoolID(number: district.id * 10_000_000 + series + UInt64(ordinal))
        name = Self.name(ordinal, kind)
        self.kind = kind
        lowGrade = kind.lowGrade
        highGrade = kind.highGrade
    }

    /// A name that no other school of the district with the same kind has.
    private static func name(_ ordinal: Int, _ kind: SchoolKind) -> String {
        let size = firstNames.count
        let round = ordinal / (size * secondNames.count)
        let second = secondNames[(ordinal / size + ordinal * 7) % secondNames.count]
        let suffix = round == 0 ? "" : " \(round + 1)"
        return "\(firstNames[ordinal % size]) \(second)\(suffix) \(kind.title)"
    }

    private static let firstNames = [
        "Alder", "Alta", "Amber", "Aurora", "Bay", "Blue", "Buena", "Cañada", "Cedar", "Clear", "Coral", "Cypress",
        "Dorada", "Eagle", "East", "El", "Fern", "Golden", "Granite", "Harbor", "Indigo", "Juniper", "La", "Laurel",
        "Linda", "Madrone", "Maple", "North", "Oak", "Olive", "Palm", "Poppy", "Redwood", "River", "San", "Silver",
        "South", "Sunny", "Valley", "West",
    ]

    private static let secondNames = [
        "Arroyo", "Avenue", "Bridge", "Brook", "Canyon", "Cove", "Creek", "Crossing", "Dunes", "Falls", "Field",
        "Garden", "Gate", "Glen", "Grove", "Heights", "Hill", "Island", "Knoll", "Lake", "Landing", "Mesa", "Mirador",
        "Mission", "Park", "Peak", "Peña", "Place", "Plaza", "Point", "Ranch", "Ridge", "Road", "Shore", "Spring",
        "Street", "Terrace", "Trail", "Vista", "Wood",
    ]
}
