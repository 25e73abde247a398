package import Aggregation
package import Banding
package import Model

/// How a metric's results are drawn anew.
package enum Redraw: Sendable, Equatable {
    /// A percentage of students, with the standard error of a share.
    case share
    /// A result with the standard error that came with it.
    case given
    /// Nothing is known of its error: it stays.
    case unchanged
    /// The best of other metrics, by their places.
    case best(of: [Int])
    /// The rank of another metric among the schools of a level.
    case rank(of: Int)
}

/// An index as it was computed, with all that it takes to compute it again from other results.
package struct UncertainIndex: Sendable {
    package let results: Results
    /// By metric.
    package let redraws: [Redraw]
    /// By metric the values that it can have; nil where that is not known.
    package let ranges: [ClosedRange<Double>?]
    /// By chosen group of the measures the groups that it is chosen among, by their places: the one with the worst result of each
    /// replicate is taken. Of equal ones it makes no difference which, since they have the same level.
    package let choices: [[Int]]
    package let cuts: CutTable
    package let banding: BandingRule
    package let comparison: ComparisonLevels
    package let index: IndexRule
    package let population: Population?
    /// Schools without a score here have none in any replicate.
    package let scores: Scores

    package init(
        results: Results, redraws: [Redraw], ranges: [ClosedRange<Double>?], choices: [[Int]], cuts: CutTable, banding: BandingRule,
        comparison: ComparisonLevels, index: IndexRule, population: Population?, scores: Scores
    ) {
        precondition(redraws.count == results.measures.metrics.count && ranges.count == redraws.count, "one for each metric")
        precondition(choices.count == results.measures.chosenGroups.count, "one for each chosen group")
        self.results = results
        self.redraws = redraws
        self.ranges = ranges
        self.choices = choices
        self.cuts = cuts
        self.banding = banding
        self.comparison = comparison
        self.index = index
        self.population = population
        self.scores = scores
    }

    var measures: Measures { results.measures }

    /// The place of all students among the groups.
    var everyone: Int? { measures.groups.firstIndex { $0.key == index.shares.everyone } }

    /// The index's metrics by their places in the measures.
    package var metrics: [Int] {
        index.metrics.compactMap { key in measures.metrics.firstIndex { $0.key == key } }
    }

    /// The index's metrics and those that they are made of, in the order of the measures.
    var neededMetrics: [Int] {
        var needed = Set(metrics)
        for _ in 0..<2 {
            for metric in needed {
                switch redraws[metric] {
                case .best(let others): needed.formUnion(others)
                case .rank(let other): needed.insert(other)
                case .share, .given, .unchanged: break
                }
            }
        }
        return needed.sorted()
    }

    /// A scored group's candidates: the group itself, or those it is chosen among.
    func candidates(of key: String) -> [Int]? {
        if let place = measures.groups.firstIndex(where: { $0.key == key }) { return [place] }
        return measures.chosenGroups.firstIndex { $0.key == key }.map { choices[$0] }
    }

    /// The groups whose results scores are made of, in the order of the measures.
    var neededGroups: [Int] {
        let scored = index.shares.groups.compactMap(candidates(of:)).joined()
        return Set(scored).union([everyone].compactMap { $0 }).sorted()
    }
}
