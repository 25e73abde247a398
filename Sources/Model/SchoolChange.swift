/// Where a school stands in a run.
package struct SchoolStanding: Sendable, Equatable {
    /// Nil where there is none; `reason` then says why.
    package let score: Rational?
    package let reason: String
    package let rank: Rank?
    package let levelRank: Rank?
    /// Whether it is in the lowest share of all schools.
    package let isLowest: Bool

    package init(score: Rational?, reason: String, rank: Rank?, levelRank: Rank?, isLowest: Bool) {
        self.score = score
        self.reason = reason
        self.rank = rank
        self.levelRank = levelRank
        self.isLowest = isLowest
    }
}

/// What became of a school from one run to another.
package struct SchoolChange: Sendable {
    /// A school's printed change and its printed parts, in units of the last printed decimal; parts and rounding add up to it.
    package struct Split: Sendable, Equatable {
        package let change: Int128
        /// A cause in which the runs agree has no part.
        package let parts: [ScoreCause: Int128]
        package let rounding: Int128
        /// Causes whose part is in that of the next.
        package let joined: Set<ScoreCause>

        package init(change: Int128, parts: [ScoreCause: Int128], rounding: Int128, joined: Set<ScoreCause>) {
            self.change = change
            self.parts = parts
            self.rounding = rounding
            self.joined = joined
        }
    }

    package let school: School
    /// Nil where the run does not list the school.
    package let first: SchoolStanding?
    package let second: SchoolStanding?
    /// Nil where one of the runs has no score for the school.
    package let split: Split?
    /// What is to be said of a school without a split, or with joined parts.
    package let note: String

    package init(school: School, first: SchoolStanding?, second: SchoolStanding?, split: Split?, note: String) {
        self.school = school
        self.first = first
        self.second = second
        self.split = split
        self.note = note
    }
}

/// One result of a school as its report prints it.
package struct PrintedResult: Sendable, Equatable {
    /// The group whose result it is, where it is chosen among several.
    package let of: String
    /// Nil below the minimum n, or where there is no result.
    package let n: Int?
    /// In units of the metric's last printed decimal; nil where there is none.
    package let value: Int128?
    package let decimals: Int
    package let absence: Absence?
    package let level: Int?
    /// In units of the index's last printed decimal; nil where it earned none.
    package let points: Int128?
    package let pointDecimals: Int

    package init(
        of: String, n: Int?, value: Int128?, decimals: Int, absence: Absence?, level: Int?, points: Int128?, pointDecimals: Int
    ) {
        self.of = of
        self.n = n
        self.value = value
        self.decimals = decimals
        self.absence = absence
        self.level = level
        self.points = points
        self.pointDecimals = pointDecimals
    }
}

/// A result of a school that is printed otherwise in two runs.
package struct ResultChange: Sendable, Equatable {
    package let school: School
    package let metric: String
    /// A student group, or a choice among groups.
    package let group: String
    /// Nil where the run has no such result.
    package let first: PrintedResult?
    package let second: PrintedResult?

    package init(school: School, metric: String, group: String, first: PrintedResult?, second: PrintedResult?) {
        self.school = school
        self.metric = metric
        self.group = group
        self.first = first
        self.second = second
    }
}
