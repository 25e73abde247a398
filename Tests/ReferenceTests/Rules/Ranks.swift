/// Section 5: rank within school level and consortium from unrounded scores; ties share the smaller rank.
enum Ranks {
    /// Rank and number of ranked schools among those of one class; nil for a school without a score.
    static func ranks(_ totals: [Fraction?], classes: [String]) -> [(rank: Int, of: Int)?] {
        totals.indices.map { school in
            guard let own = totals[school] else { return nil }
            let others = totals.indices.filter { classes[$0] == classes[school] }.compactMap { totals[$0] }
            return (1 + others.count { $0 > own }, others.count)
        }
    }
}
