internal import Ingestion
internal import Model
internal import Tables

/// The schools of the schools source, in the order of districts and codes.
///
/// A source with years can list other schools each year, and a school at another level. All schools of all years have a place,
/// so that what is computed for a baseline year and for the run's own year is in the same order.
struct SchoolList {
    /// What a run needs to know of a school.
    static let fields = ["school_id", "district_id", "school_name", "district_name", "school_level"]

    /// Each school as the first of the years that lists it describes it.
    private(set) var schools: [School] = []
    private(set) var findings: [Finding] = []
    private let file: String
    /// Year → school code → the school in that year; empty for a source without years.
    private var byYear: [String: [String: School]] = [:]

    /// - Parameter years: the years that are read, the run's own first.
    init(_ content: SourceContent, years: [String]) {
        file = content.rule.file
        let table = content.table, yearField = content.rule.field(.year)?.name
        let rows = (0..<table.rowCount).map { row in (year: yearField.map { table.text($0, row) } ?? years[0], school: School(table, row)) }
        var seen: Set<String> = []
        for year in years {
            for (_, school) in rows.filter({ $0.year == year }) {
                if yearField != nil { byYear[year, default: [:]][school.id] = school }
                if seen.insert(school.id).inserted { add(school, content.rule) }
            }
        }
        schools.sort { ($0.districtID, $0.id) < ($1.districtID, $1.id) }
    }

    private mutating func add(_ school: School, _ rule: SourceRule) {
        let codes = [("school_id", school.id), ("district_id", school.districtID)]
        guard let unsafe = codes.first(where: { !Self.isSafe($0.1) }) else {
            schools.append(school)
            return
        }
        findings.append(
            Finding(
                severity: .error, source: rule.name, file: rule.file, line: nil, column: unsafe.0, value: String(unsafe.1.prefix(80)),
                rule: "identifier", problem: "the code of the school or its district can't name a file",
                remedy: "Use up to 100 letters, digits, points, hyphens and underscores, and no point in front"))
    }

    /// Why a list without schools has none.
    func noSchool(of year: String) -> String {
        if let first = findings.first {
            return "\(first.file): none of its schools can be used; \(first.problem) (found \"\(first.value)\"). \(first.remedy)."
        }
        return "\(file): there is no school of \(year) in it. Check the file and the year."
    }

    /// All schools as a year's rows describe them; those that it does not list as another year's do.
    func schools(of year: String) -> [School] {
        guard let own = byYear[year] else { return schools }
        return schools.map { own[$0.id] ?? $0 }
    }

    /// The places of the schools that a year lists; nil where it lists all.
    func places(in year: String) -> [Int]? {
        if byYear.isEmpty { return nil }
        let own = byYear[year] ?? [:]
        let places = schools.indices.filter { own[schools[$0].id] != nil }
        return places.count == schools.count ? nil : places
    }

    /// Identifiers become file names only where nothing in them can lead elsewhere.
    static func isSafe(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 100 && !id.hasPrefix(".")
            && id.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || [0x2D, 0x2E, 0x5F].contains(byte)
            }
    }
}

extension School {
    fileprivate init(_ table: Table, _ row: Int) {
        self.init(
            id: table.text("school_id", row), districtID: table.text("district_id", row),
            name: table.text("school_name", row), districtName: table.text("district_name", row),
            level: table.text("school_level", row))
    }
}
