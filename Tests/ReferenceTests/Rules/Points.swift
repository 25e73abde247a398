/// One part of a school's score.
struct PointsPart: Equatable {
    let metric: String
    let component: String
    let group: String
    let level: Int
    let maximum: Fraction

    /// Each share counts as many tenths as its level (section 5: linear).
    var points: Fraction { maximum * Fraction(level) / Fraction(10) }
}

/// Section 5: a school's points, or why it has none.
enum Score: Equatable {
    case score([PointsPart])
    case none(String)

    /// The sum of all parts, exact.
    var total: Fraction? {
        if case .score(let parts) = self { Fraction.sum(parts.map(\.points)) } else { nil }
    }

    init(of results: SchoolResults, levels: Levels, enrollment: Enrollment, schoolLevel: String, year: String) {
        let shares = enrollment.shares(of: schoolLevel)
        if shares.isEmpty {
            self = .none("spans school levels, but no students are enrolled at any of them")
            return
        }
        func level(_ metric: String, _ group: String) -> Int? {
            levels.level(
                of: results.results[metric]?[group]?.value, on: metric, at: enrollment.homeLevel(of: schoolLevel, on: metric))
        }
        let weights = Weights.weights(shares, year: year)
        let present = Set(SchoolResults.metrics(.given).filter { level($0, "all") != nil })
        guard let academic = Weights.moved(weights, within: Weights.academic, present: present) else {
            self = .none("no result for any metric of the Academic domain")
            return
        }
        guard let climate = Weights.moved(weights, within: Weights.climate, present: present) else {
            self = .none("no result for any metric of the Social-emotional and culture-climate domain")
            return
        }
        let moved = academic.merging(climate) { first, _ in first }
        self = .score((Weights.academic + Weights.climate).flatMap { metric -> [PointsPart] in
            guard let weight = moved[metric] else { return [] }
            return Self.parts(of: metric, weight: weight, lowestRace: results.lowestRace(on: metric)) { level(metric, $0) }
        })
    }

    /// Half of a metric's weight for all students, half equally among the groups that reach 20 students; all of it for all
    /// students where none does, and for redesignation, which has no groups.
    private static func parts(
        of metric: String, weight: Fraction, lowestRace: String?, level: (String) -> Int?
    ) -> [PointsPart] {
        var groups: [(component: String, group: String)] = [("el", "el"), ("swd", "swd"), ("sed", "sed")]
        if let lowestRace { groups.insert(("lowest_race", lowestRace), at: 0) }
        if metric == "el_redesignation" { groups = [] }
        let scored = groups.filter { level($0.group) != nil }
        let half = scored.isEmpty ? weight : weight / Fraction(2)
        let all = PointsPart(metric: metric, component: "all", group: "all", level: level("all")!, maximum: half)
        return [all] + scored.map { component, group in
            PointsPart(
                metric: metric, component: component, group: group, level: level(group)!, maximum: half / Fraction(scored.count))
        }
    }
}
