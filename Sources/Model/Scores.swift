/// One part of a school's score: a metric's points for all students or for one of the scored groups.
package struct PointsPart: Sendable, Equatable {
    package let metric: String
    /// The scored group as declared, such as the lowest-performing racial/ethnic group.
    package let component: String
    /// The group whose result it is.
    package let group: String
    package let level: Int
    package let points: Rational
    package let maximum: Rational
    /// In units of the last printed decimal; the parts add up to the school's printed score and to the full 100.
    package let printedPoints: Int128
    package let printedMaximum: Int128

    package init(
        metric: String, component: String, group: String, level: Int, points: Rational, maximum: Rational,
        printedPoints: Int128 = 0, printedMaximum: Int128 = 0
    ) {
        self.metric = metric
        self.component = component
        self.group = group
        self.level = level
        self.points = points
        self.maximum = maximum
        self.printedPoints = printedPoints
        self.printedMaximum = printedMaximum
    }

    package func printed(points: Int128, maximum: Int128) -> PointsPart {
        PointsPart(
            metric: metric, component: component, group: group, level: level, points: self.points, maximum: self.maximum,
            printedPoints: points, printedMaximum: maximum)
    }
}

/// A school's score with all its parts, or why it has none.
package struct SchoolScore: Sendable, Equatable {
    package enum Outcome: Sendable, Equatable {
        case score(Rational)
        case none(reason: String)
    }

    package let outcome: Outcome
    package let parts: [PointsPart]

    package init(outcome: Outcome, parts: [PointsPart]) {
        self.outcome = outcome
        self.parts = parts
    }

    package var score: Rational? {
        if case .score(let score) = outcome { score } else { nil }
    }

    /// Why there is no score; nil where there is one.
    package var reason: String? {
        if case .none(let reason) = outcome { reason } else { nil }
    }
}

/// A place among schools: ties share the smaller rank.
package struct Rank: Sendable, Equatable {
    package let place: Int
    package let of: Int

    package init(place: Int, of: Int) {
        self.place = place
        self.of = of
    }
}

/// The index of a year: every school's score, its parts, and its ranks.
package struct Scores: Sendable {
    package let index: String
    package let year: String
    package let schools: [School]
    package let decimals: Int
    package let scores: [SchoolScore]
    /// Among all schools with a score; nil for a school without.
    package let ranks: [Rank?]
    /// Among the schools of the same level with a score.
    package let levelRanks: [Rank?]
    /// Whether each is among the lowest-performing schools; nil where the index does not say which they are.
    package let isLowest: [Bool]?

    package init(
        index: String, year: String, schools: [School], decimals: Int, scores: [SchoolScore], ranks: [Rank?],
        levelRanks: [Rank?], isLowest: [Bool]? = nil
    ) {
        self.index = index
        self.year = year
        self.schools = schools
        self.decimals = decimals
        self.scores = scores
        self.ranks = ranks
        self.levelRanks = levelRanks
        self.isLowest = isLowest
    }

    package func with(isLowest: [Bool]?) -> Scores {
        Scores(
            index: index, year: year, schools: schools, decimals: decimals, scores: scores, ranks: ranks, levelRanks: levelRanks,
            isLowest: isLowest)
    }

}
