package import Model

/// What a metric's weight comes to among the schools of a level.
package struct MetricWeightRow: Sendable {
    /// A school level's key, or `all`.
    package let schoolLevel: String
    /// Nil for the part of the variance that comes from which results are missing and from weights that differ.
    package let metric: String?
    package let schoolCount: Int
    package let resultCount: Int?
    package let nominalWeight: Double?
    package let meanWeight: Double?
    package let varianceShare: Double?
    package let mainEffect: Double?

    package init(
        schoolLevel: String, metric: String?, schoolCount: Int, resultCount: Int? = nil, nominalWeight: Double? = nil,
        meanWeight: Double? = nil, varianceShare: Double?, mainEffect: Double? = nil
    ) {
        self.schoolLevel = schoolLevel
        self.metric = metric
        self.schoolCount = schoolCount
        self.resultCount = resultCount
        self.nominalWeight = nominalWeight
        self.meanWeight = meanWeight
        self.varianceShare = varianceShare
        self.mainEffect = mainEffect
    }
}

/// A stretch of changes of weights along which a school's result is one.
package struct BreakEvenRow: Sendable {
    /// How weights change.
    package enum Change: String, Sendable {
        /// One metric's grows, and the others of the domain shrink in proportion.
        case raise
        /// From one metric to another.
        case move
        /// A part of the smallest change of all.
        case smallest
    }

    package struct End: Sendable {
        /// In points.
        package let change: Rational
        package let isIncluded: Bool
        /// The codes of the schools that tie there.
        package let ties: [String]

        package init(change: Rational, isIncluded: Bool, ties: [String]) {
            self.change = change
            self.isIncluded = isIncluded
            self.ties = ties
        }
    }

    package let school: String
    /// The other school's code; nil for the lowest-performing schools.
    package let past: String?
    package let schoolLevel: String
    package let change: Change
    package let metric: String
    package let from: String?
    package let start: End
    package let end: End
    /// Whether the school is past the other one, or out of the lowest share.
    package let isAhead: Bool
    package let isNow: Bool
    /// Of a smallest change: no change that moves fewer points in all turns the result.
    package let noneBelow: Rational?

    package init(
        school: String, past: String?, schoolLevel: String, change: Change, metric: String, from: String?, start: End, end: End,
        isAhead: Bool, isNow: Bool, noneBelow: Rational?
    ) {
        self.school = school
        self.past = past
        self.schoolLevel = schoolLevel
        self.change = change
        self.metric = metric
        self.from = from
        self.start = start
        self.end = end
        self.isAhead = isAhead
        self.isNow = isNow
        self.noneBelow = noneBelow
    }
}

/// How much of the variance of a school's result a choice decides.
package struct ChoiceRow: Sendable {
    /// The school's code; empty for all together.
    package let school: String
    /// `rank` or `lowest`.
    package let output: String
    package let choice: String
    package let first: Double
    package let total: Double

    package init(school: String, output: String, choice: String, first: Double, total: Double) {
        self.school = school
        self.output = output
        self.choice = choice
        self.first = first
        self.total = total
    }
}

extension PublishedTable {
    /// What the choices of an index decide.
    package static func choices(_ table: [ChoiceRow]) -> PublishedTable {
        PublishedTable(
            name: "choices", title: "What choices decide",
            fields: [
                Field("school_id", "string", "School code; empty for all schools together, each by its variance"),
                Field("output", "string", "rank among all schools, or being among the lowest"), Field("choice", "string", "The choice"),
                Field("first_order", "number", "Part of the variance that the choice explains alone"),
                Field("total_order", "number", "Part that it explains alone and together with other choices"),
            ],
            key: ["school_id", "output", "choice"], partCount: table.count
        ) { number, rows in
            let row = table[number]
            for text in [row.school, row.output, row.choice] { rows.add(text) }
            rows.add(row.first, decimals: 6)
            rows.add(row.total, decimals: 6)
            rows.endRow()
        }
    }

    /// Nominal weights next to what they come to, by school level and over all.
    package static func weights(_ table: [MetricWeightRow]) -> PublishedTable {
        PublishedTable(
            name: "weights", title: "Weights and what they come to",
            fields: [
                Field("school_level", "string", "School level, or all"),
                Field("metric", "string", "Metric; empty for the part of which results are missing and of weights that differ"),
                Field("schools", "integer", "Schools with a score"),
                Field("schools_with_result", "integer", "Of these, schools with a result on the metric"),
                Field("nominal_weight", "number", "Mean weight before anything is missing, in points"),
                Field("mean_weight", "number", "Mean weight, with what moved there from missing metrics, in points"),
                Field("variance_share", "number", "Part of the variance of scores; a level's parts add up to 1"),
                Field("main_effect", "number", "Squared correlation of the metric's results with scores"),
            ],
            key: ["school_level", "metric"], partCount: table.count
        ) { number, rows in
            let row = table[number]
            rows.add(row.schoolLevel)
            rows.add(row.metric ?? "")
            rows.add(row.schoolCount)
            rows.add(row.resultCount)
            for value in [row.nominalWeight, row.meanWeight, row.varianceShare, row.mainEffect] { rows.add(value, decimals: 6) }
            rows.endRow()
        }
    }

    /// A school's break-even weights.
    package static func breakEven(_ table: [BreakEvenRow]) -> PublishedTable {
        PublishedTable(
            name: "break_even", title: "Break-even weights of a school",
            fields: [
                .school, Field("past", "string", "The other school's code; empty for the lowest-performing schools"),
                Field("school_level", "string", "The school level whose weights change"),
                Field("change", "string", "raise, move or smallest"),
                Field("metric", "string", "The metric whose weight grows"),
                Field("from_metric", "string", "The metric whose weight shrinks; empty for all others of the domain in proportion"),
                Field("start", "number", "Change of the metric's weight where the stretch begins, in points, rounded outward"),
                Field("start_included", "boolean", "Whether the result holds at the start itself"),
                Field("start_ties", "string", "Codes of the schools that tie at the start"),
                Field("end", "number", "Change where the stretch ends, in points, rounded outward"),
                Field("end_included", "boolean", "Whether the result holds at the end itself"),
                Field("end_ties", "string", "Codes of the schools that tie at the end"),
                Field("result", "string", "ahead or behind; lowest or not lowest"),
                Field("now", "boolean", "Whether the weights as they are lie in the stretch"),
                Field("none_below", "number", "For smallest: no change of these weights that moves fewer points in all turns the result"),
            ],
            key: ["school_id", "past", "school_level", "change", "metric", "from_metric", "start"], partCount: table.count
        ) { number, rows in
            let row = table[number]
            for text in [row.school, row.past ?? "", row.schoolLevel, row.change.rawValue, row.metric, row.from ?? ""] { rows.add(text) }
            for end in [row.start, row.end] {
                rows.add(end.change, decimals: 6)
                rows.add(end.isIncluded ? "true" : "false")
                rows.add(end.ties.joined(separator: " "))
            }
            rows.add(row.past == nil ? (row.isAhead ? "not lowest" : "lowest") : row.isAhead ? "ahead" : "behind")
            rows.add(row.isNow ? "true" : "false")
            rows.add(row.noneBelow, decimals: 6)
            rows.endRow()
        }
    }
}
