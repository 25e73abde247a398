/// Students of a school by group and school level: who is counted where (sections 3 and 5).
struct Enrollment {
    static let levels = ["elementary", "middle", "high"]

    /// School level (or `other`) → group → students.
    let counts: [String: [String: Int]]

    init(_ input: InputRows, _ enrollments: [Row]) {
        var counts: [String: [String: Int]] = [:]
        for row in enrollments {
            for group in StudentGroups.groups(of: input.student[row["student_id"]!]) {
                counts[Self.level(ofGrade: row["grade"]!), default: [:]][group, default: 0] += 1
            }
        }
        self.counts = counts
    }

    private static func level(ofGrade grade: String) -> String {
        switch grade {
        case "TK", "KG", "1", "2", "3", "4", "5": "elementary"
        case "6", "7", "8": "middle"
        case "9", "10", "11", "12": "high"
        default: "other"
        }
    }

    private func students(at level: String) -> Int { counts[level]?["all"] ?? 0 }

    /// The level whose cut points hold for a school's results on a metric (section 5, span schools): its own, else that of most
    /// of its students among the levels that the metric is for, the lower one among equals; nil where a span school has no
    /// student at any of them.
    func homeLevel(of schoolLevel: String, on metric: String) -> String? {
        if Self.levels.contains(schoolLevel) { return schoolLevel }
        let own = Self.levelsByMetric[metric] ?? Self.levels
        let most = own.map(students).max()!
        return most == 0 ? nil : own.first { students(at: $0) == most }
    }

    /// Metrics that are for schools of some levels only.
    static let levelsByMetric = [
        "hs_readiness": ["middle"], "graduation_4yr": ["high"], "graduation_5yr": ["high"], "graduation_6yr": ["high"],
    ]

    /// How a school divides among the levels: wholly its own, or in proportion to its students at each.
    func shares(of schoolLevel: String) -> [String: Fraction] {
        if Self.levels.contains(schoolLevel) { return [schoolLevel: Fraction(1)] }
        let total = Self.levels.map(students).reduce(0, +)
        return Dictionary(uniqueKeysWithValues: Self.levels.filter { students(at: $0) > 0 }.map { level in
            (level, Fraction(Int128(students(at: level)), Int128(total)))
        })
    }
}
