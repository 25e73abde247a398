/// Every school's score, ranks and designation under one set of rules.
package struct SchoolStandings: Sendable {
    /// By school; nil where it has no score.
    package let scores: [Rational?]
    /// Among all schools with a score, from 1; 0 for a school without.
    package let ranks: [Int32]
    /// The same among the schools of its level.
    package let levelRanks: [Int32]
    /// Whether it is among the lowest-performing schools; nowhere where the index names none.
    package let isLowest: [Bool]
    /// By school why it has no score; empty where it has one.
    package let reasons: [String]

    package init(scores: [Rational?], ranks: [Int32], levelRanks: [Int32], isLowest: [Bool], reasons: [String]) {
        self.scores = scores
        self.ranks = ranks
        self.levelRanks = levelRanks
        self.isLowest = isLowest
        self.reasons = reasons
    }

    /// No school has a score.
    package init(schoolCount: Int, reason: String) {
        let none = [Int32](repeating: 0, count: schoolCount)
        self.init(
            scores: [Rational?](repeating: nil, count: schoolCount), ranks: none, levelRanks: none,
            isLowest: [Bool](repeating: false, count: schoolCount), reasons: [String](repeating: reason, count: schoolCount))
    }

    /// The same for schools in another order, each given by its place here; nil for one that is not here.
    package func arranged(_ places: [Int?], reason: String) -> SchoolStandings {
        SchoolStandings(
            scores: places.map { $0.flatMap { scores[$0] } }, ranks: places.map { $0.map { ranks[$0] } ?? 0 },
            levelRanks: places.map { $0.map { levelRanks[$0] } ?? 0 }, isLowest: places.map { $0.map { isLowest[$0] } ?? false },
            reasons: places.map { $0.map { reasons[$0] } ?? reason })
    }
}
