extension Population {
    /// The school levels that a school belongs to, the one it is compared within first: its own, or for a school that spans
    /// levels those with students, the larger first (the earlier declared among equals); empty where a span school has none.
    package func levels(of school: Int) -> [String] {
        let own = schools[school].level
        if levels.contains(where: { $0.key == own }) { return [own] }
        let counts = levels.indices.map { count(school: school, group: 0, level: $0) }
        let inOrder = levels.indices.filter { counts[$0] > 0 }.sorted { (counts[$1], $0) < (counts[$0], $1) }
        return inOrder.map { levels[$0].key }
    }

    /// The school level a school is compared within; nil where a span school has no student at any level.
    package func homeLevel(of school: Int) -> String? { levels(of: school).first }

    /// How a school divides among the levels: all of it at its own, or for a school that spans levels in proportion to its
    /// students at each; empty where a span school has none.
    package func levelShares(of school: Int) -> [(level: String, share: Rational)] {
        let own = schools[school].level
        if levels.contains(where: { $0.key == own }) { return [(own, .one)] }
        let counts = levels.indices.map { count(school: school, group: 0, level: $0) }
        let total = counts.reduce(0, +)
        return levels.indices.filter { counts[$0] > 0 }.map { level in
            (levels[level].key, Rational(Int128(counts[level]), over: Int128(total)))
        }
    }
}

/// The school levels within which each school's results are compared, metric by metric.
///
/// A metric that is only for some levels is compared within those: the graduation rate of a school with grades 6 to 12 with
/// that of high schools, even where most of its students are in the middle grades.
package struct ComparisonLevels: Sendable {
    /// Per school the levels it belongs to, the preferred one first.
    private let bySchool: [[String]]

    package init(_ bySchool: [[String]]) { self.bySchool = bySchool }

    package init(_ population: Population) { self.init(population.schools.indices.map(population.levels(of:))) }

    /// Each school at its own level, or at none where its level is not declared.
    package init(_ schools: [School], declared levels: [SchoolLevel]) {
        self.init(schools.map { school in levels.contains { $0.key == school.level } ? [school.level] : [] })
    }

    /// The levels that a school's results on a metric can be compared within, the preferred one first.
    package func levels(school: Int, metric: MetricWords) -> [String] {
        guard let own = metric.schoolLevels else { return bySchool[school] }
        return bySchool[school].filter(own.contains)
    }
}
