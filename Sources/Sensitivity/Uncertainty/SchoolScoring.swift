internal import Aggregation
internal import Banding
internal import Model

/// How a school's score comes about from its drawn results: the same arithmetic as that of the index, in binary numbers.
struct SchoolScoring: Sendable {
    struct Metric: Sendable {
        /// Its place among the index's metrics.
        let place: Int
        let everyone: Int
        let bounds: LevelBounds
        let shareOfEveryone: Double
        let shareOfGroup: Double
        /// By scored group with a result its row, or the rows of the groups it is chosen among.
        let components: [[Int]]
    }

    let school: Int
    /// The index's metrics at the school that have a result with a level; they may weigh nothing.
    let metrics: [Metric]
    let weights: SchoolWeights?
    private let levelCount: Double

    /// - Returns: scoring that draws levels alone, where the school has no score.
    init(school: Int, _ index: UncertainIndex, drawn: DrawnResults) {
        self.school = school
        levelCount = Double(index.banding.levelCount)
        let words = index.measures.metrics
        metrics = index.metrics.enumerated().compactMap { place, metric -> Metric? in
            let levels = index.comparison.levels(school: school, metric: words[metric])
            guard let everyone = index.everyone.flatMap({ drawn.row(school: school, metric: metric, group: $0) }),
                let cuts = index.cuts.cutPoints(metric: words[metric].key, schoolLevels: levels)
            else { return nil }
            let components = Self.components(school: school, metric: metric, index, drawn: drawn)
            let shares = index.index.shares.shares(groupsWithResult: components.count)
            return Metric(
                place: place, everyone: everyone, bounds: LevelBounds(cuts.bounds, metric: words[metric], rule: index.banding),
                shareOfEveryone: shares.everyone.approximation, shareOfGroup: shares.group.approximation, components: components)
        }
        weights = index.scores.scores[school].score == nil ? nil : SchoolWeights(school: school, index, present: Set(metrics.map(\.place)))
    }

    private static func components(school: Int, metric: Int, _ index: UncertainIndex, drawn: DrawnResults) -> [[Int]] {
        let shares = index.index.shares
        if shares.allStudentsOnly.contains(index.measures.metrics[metric].key) { return [] }
        return shares.groups.compactMap { index.candidates(of: $0) }
            .map { $0.compactMap { group in drawn.row(school: school, metric: metric, group: group) } }
            .filter { !$0.isEmpty }
    }

    /// Levels and scores of some replicates.
    ///
    /// - Parameters:
    ///   - memory: by row `width` drawn results.
    ///   - add: takes a metric's levels of all students.
    /// - Returns: the scores; nil where the school has none.
    func scores(
        first: Int, count: Int, width: Int, _ memory: UnsafePointer<Double>, drawn weightDraws: WeightDraws?,
        add: (_ metric: Int, _ levels: [Int32]) -> Void
    ) -> [Double]? {
        var levels = [Int32](repeating: 0, count: count), ofGroup = levels, ofGroups = levels
        var worst = [Double](repeating: 0, count: count), scores = worst
        let effective = weights?.effective(first: first, count: count, drawn: weightDraws)
        for metric in metrics {
            metric.bounds.fill(&levels, from: memory + metric.everyone * width)
            add(metric.place, levels)
            guard let weight = effective?[metric.place] else { continue }
            for place in 0..<count { ofGroups[place] = 0 }
            for rows in metric.components {
                metric.bounds.takeWorst(of: rows, width: width, memory, into: &worst)
                metric.bounds.fill(&ofGroup, from: worst)
                for place in 0..<count { ofGroups[place] &+= ofGroup[place] }
            }
            for place in 0..<count {
                let shared = metric.shareOfEveryone * Double(levels[place]) + metric.shareOfGroup * Double(ofGroups[place])
                scores[place] += weight[place] * shared / levelCount
            }
        }
        return effective == nil ? nil : scores
    }
}
