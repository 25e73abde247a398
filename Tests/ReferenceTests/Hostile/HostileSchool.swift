import TestSupport

/// A school of a hostile consortium.
struct HostileSchool {
    let id: String
    let district: String
    let level: String
    let grades: [String]
    let size: Int
    /// Whether each student has doubles of other races with the same results, so that groups tie.
    let hasDoubles: Bool

    private static let elementary = ["TK", "KG", "1", "2", "3", "4", "5"]
    private static let middle = ["6", "7", "8", "8"]
    private static let high = ["9", "10", "11", "11", "12", "12"]

    /// Whether it is so small that it has growth results and nothing else.
    var hasGrowthOnly: Bool { size == Self.sizeWithGrowthOnly }
    private static let sizeWithGrowthOnly = 12

    /// Kinds of schools: level and grades; a school of the last two has nobody at any level.
    private static let kinds: [(level: String, grades: [String])] = [
        ("elementary", elementary), ("middle", middle), ("high", high), ("span", elementary + middle), ("6-12", middle + high),
        ("K-12", elementary + middle + high), ("elementary", elementary), ("middle", middle), ("high", high),
        ("high", middle), ("span", [""]), ("span", []),
    ]

    static func all(_ random: inout SeededNumbers) -> [HostileSchool] {
        kinds.indices.flatMap { kind in
            HostileConsortium.districts.indices.map { district in
                let (level, grades) = kinds[kind]
                let number = String(kind * 3 + district + 1)
                return HostileSchool(
                    id: String(repeating: "0", count: 14 - number.count) + number,
                    district: HostileConsortium.districts[district], level: level, grades: grades,
                    size: grades.isEmpty ? 0 : kind == 6 ? sizeWithGrowthOnly : random.pick([0, 9, 19, 20, 21, 35, 60, 110]),
                    hasDoubles: random.happens(1, in: 3))
            }
        }
    }

    static func document(_ schools: [HostileSchool]) -> CSVDocument {
        CSVDocument(
            columns: ["school_id", "district_id", "school_name", "district_name", "school_level", "low_grade", "high_grade"],
            rows: schools.map { school in
                [
                    school.id, school.district, "School \"\(school.id)\", the <\(school.level)>", "District \(school.district)",
                    school.level, school.grades.first ?? "", school.grades.last ?? "",
                ]
            })
    }
}
