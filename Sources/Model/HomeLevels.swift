extension Population {
    /// The school level a school is compared within: its own, or for a school that spans levels the one that most of its
    /// students are in (the earlier declared among equals); nil where a span school has no student at any level.
    package func homeLevel(of school: Int) -> String? {
        let own = schools[school].level
        if levels.contains(where: { $0.key == own }) { return own }
        let counts = levels.indices.map { count(school: school, group: 0, level: $0) }
        guard let most = counts.max(), most > 0, let level = counts.firstIndex(of: most) else { return nil }
        return levels[level].key
    }

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
