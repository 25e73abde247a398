package import Model

/// Which schools are the lowest-performing, such as the lowest 5% of all.
package struct LowestRule: Sendable, Equatable {
    /// The schools that a school is compared with.
    package enum Class: String, Sendable, CaseIterable {
        case all
        case schoolLevel = "school_level"
    }

    /// A part of 1, above 0.
    package let share: Rational
    package let among: Class

    package init(share: Rational, among: Class) {
        self.share = share
        self.among = among
    }

    /// The share as it is said: `5%`, `2.5%`.
    package var percentage: String { (share * Rational(100)).plain + "%" }

    /// Which schools they are: `the lowest 5% of all schools`.
    package var words: String { "the lowest \(percentage) of " + (among == .all ? "all schools" : "the schools of a level") }

    /// By school whether it is among the lowest; a school without a score never is.
    ///
    /// A school is among them where fewer schools of its class have a lower score than the share of those with a score: at least the
    /// share is named, and of schools with equal scores all or none.
    package func lowest(_ scores: Scores) -> [Bool] {
        lowest(ranks: ranks(in: scores), classes: classes(of: scores.schools))
    }

    /// By school how many schools of its class have a lower score; nil for a school without one.
    package func lowerCounts(_ scores: Scores) -> [Int?] {
        lowerCounts(ranks: ranks(in: scores), classes: classes(of: scores.schools))
    }

    /// The ranks among the schools that a school is compared with.
    package func ranks(in scores: Scores) -> [Rank?] { among == .all ? scores.ranks : scores.levelRanks }

    /// By school the class that it is ranked in.
    package func classes(of schools: [School]) -> [String] { schools.map { among == .all ? "" : $0.level } }

    /// The same from ranks within classes, the best first.
    package func lowest(ranks: [Rank?], classes: [String]) -> [Bool] {
        zip(ranks, lowerCounts(ranks: ranks, classes: classes)).map { rank, lower in
            guard let rank, let lower else { return false }
            return Rational(lower) < share * Rational(rank.of)
        }
    }

    private func lowerCounts(ranks: [Rank?], classes: [String]) -> [Int?] {
        struct Place: Hashable {
            let schools: String
            let rank: Int
        }
        let ranked = ranks.indices.compactMap { school in ranks[school].map { Place(schools: classes[school], rank: $0.place) } }
        let equals = Dictionary(grouping: ranked, by: \.self).mapValues(\.count)
        return ranks.indices.map { school in
            ranks[school].map { $0.of - $0.place + 1 - equals[Place(schools: classes[school], rank: $0.place)]! }
        }
    }
}
