/// A school year, named by the calendar year it starts in: 2016 is written `2016-17`.
package struct SchoolYear: Hashable, Comparable, Sendable, CSVField {
    package let start: Int

    package init(start: Int) { self.start = start }

    /// The year that `text` names, or nil unless it reads like `2016-17`, from 1990-91 to 2060-61.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
            let start = Int(parts[0]), let end = Int(parts[1]),
            (1990...2060).contains(start), end == (start + 1) % 100
        else { return nil }
        self.start = start
    }

    /// The year so many years later.
    static func + (year: SchoolYear, years: Int) -> SchoolYear { SchoolYear(start: year.start + years) }

    package static func < (one: SchoolYear, other: SchoolYear) -> Bool { one.start < other.start }

    func write(to rows: inout RowBuffer) {
        rows.put(UInt64(start), width: 4)
        rows.put(UInt8(ascii: "-"))
        rows.put(UInt64((start + 1) % 100), width: 2)
    }
}

/// A grade: −1 for transitional kindergarten, 0 for kindergarten, 1 … 12.
struct Grade: Hashable, Comparable, CSVField {
    let ordinal: Int

    static let first = Grade(ordinal: -1)
    static let kindergarten = Grade(ordinal: 0)
    static let last = Grade(ordinal: 12)

    static func < (one: Grade, other: Grade) -> Bool { one.ordinal < other.ordinal }

    var next: Grade { Grade(ordinal: ordinal + 1) }

    var band: Band { ordinal <= 5 ? .elementary : ordinal <= 8 ? .middle : .high }

    /// Whether the state tests the grade: 3 to 8 and 11.
    var isTested: Bool { (3...8).contains(ordinal) || ordinal == 11 }

    func write(to rows: inout RowBuffer) {
        switch ordinal {
        case -1: rows.put("TK")
        case 0: rows.put("KG")
        default: ordinal.write(to: &rows)
        }
    }
}

/// The grades that one kind of school teaches.
enum Band: Int, CaseIterable, Sendable {
    case elementary, middle, high
}

/// One number for each band.
package struct ByBand: Sendable {
    package var elementary: Double
    package var middle: Double
    package var high: Double

    subscript(band: Band) -> Double {
        switch band {
        case .elementary: elementary
        case .middle: middle
        case .high: high
        }
    }
}

/// Reported race or ethnicity, in the order of the codes of the consortium.
enum Race: Int, CaseIterable, CSVField {
    case africanAmerican, americanIndian, asian, filipino, latino, pacificIslander, white, twoOrMore

    var code: StaticString {
        switch self {
        case .africanAmerican: "AA"
        case .americanIndian: "AI"
        case .asian: "AS"
        case .filipino: "FI"
        case .latino: "LX"
        case .pacificIslander: "PI"
        case .white: "WH"
        case .twoOrMore: "TW"
        }
    }

    func write(to rows: inout RowBuffer) { rows.put(code) }
}

/// One number for each race, written in the order of the codes.
package struct ByRace: Sendable {
    private let values: SIMD8<Double>

    init(AA: Double, AI: Double, AS: Double, FI: Double, LX: Double, PI: Double, WH: Double, TW: Double) {
        values = SIMD8(AA, AI, AS, FI, LX, PI, WH, TW)
    }

    subscript(race: Race) -> Double { values[race.rawValue] }
}

/// English language acquisition status of a student in a year.
enum EnglishProficiency: CSVField {
    case englishOnly, initiallyFluent, learner, reclassified, toBeDetermined

    func write(to rows: inout RowBuffer) {
        switch self {
        case .englishOnly: rows.put("EO")
        case .initiallyFluent: rows.put("IFEP")
        case .learner: rows.put("EL")
        case .reclassified: rows.put("RFEP")
        case .toBeDetermined: rows.put("TBD")
        }
    }
}

/// The student groups that survey and school results are given for.
struct Groups {
    static let codes: [StaticString] = ["all"] + Race.allCases.map(\.code) + ["el", "swd", "sed"]
    static let count = codes.count

    /// One bit for each code.
    let mask: UInt16

    init(_ race: Race, learner: Bool, disability: Bool, disadvantaged: Bool) {
        mask =
            1 | 1 << UInt16(race.rawValue + 1) | (learner ? 1 << 9 : 0) | (disability ? 1 << 10 : 0)
            | (disadvantaged ? 1 << 11 : 0)
    }

    /// Someone of whom nothing but the school is known.
    static let all = Groups(mask: 1)

    private init(mask: UInt16) { self.mask = mask }

    /// Calls `body` with the place in `codes` of each group that the student belongs to.
    @inline(__always)
    func forEach(_ body: (_ group: Int) -> Void) {
        var rest = mask
        while rest != 0 {
            body(rest.trailingZeroBitCount)
            rest &= rest - 1
        }
    }
}
