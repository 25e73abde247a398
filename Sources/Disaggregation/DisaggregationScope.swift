package import Model

/// A metric's words and the groups it is computed for.
package struct MetricScope: Sendable {
    package let words: MetricWords
    /// Places of the groups it is computed for; nil for all.
    package let groups: Set<Int>?

    package init(words: MetricWords, groups: Set<Int>?) {
        self.words = words
        self.groups = groups
    }
}

/// A metric that takes the best of other metrics' results.
package struct BestMetric: Sendable {
    package let metric: Int
    package let of: [Int]

    package init(metric: Int, of: [Int]) {
        self.metric = metric
        self.of = of
    }
}

/// A metric that ranks another metric's results among the schools of a level, from 0 to 100.
package struct RankMetric: Sendable {
    package let metric: Int
    package let of: Int
    /// By school whether it is ranked; nil where all are. One whose data are not whole would move the others.
    package let isRanked: [Bool]?

    package init(metric: Int, of: Int, isRanked: [Bool]? = nil) {
        self.metric = metric
        self.of = of
        self.isRanked = isRanked
    }
}

/// Who the schools and groups are, which metrics there are, and from how many students a result counts.
package struct DisaggregationScope: Sendable {
    package let year: String
    package let schools: [School]
    /// Keys of the declared school levels; any other level of a school spans them.
    package let schoolLevels: Set<String>
    package let groups: [GroupWords]
    /// The place of the group of all students.
    package let everyone: Int?
    package let chosen: [ChoiceRule]
    package let metrics: [MetricScope]
    package let minimumN: Int

    package init(
        year: String, schools: [School], schoolLevels: Set<String>, groups: [GroupWords], everyone: Int?,
        chosen: [ChoiceRule], metrics: [MetricScope], minimumN: Int
    ) {
        self.year = year
        self.schools = schools
        self.schoolLevels = schoolLevels
        self.groups = groups
        self.everyone = everyone
        self.chosen = chosen
        self.metrics = metrics
        self.minimumN = minimumN
    }
}
