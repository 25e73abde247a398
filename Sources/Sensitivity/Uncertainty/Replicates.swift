internal import Banding
internal import Model
package import Parallel

/// Scores and levels of an index, computed again and again from results that are drawn anew.
///
/// Every number belongs to the seed, the replicate, the school, the metric and the group, so that neither threads nor the order of
/// rows or schools matter; all sums have a fixed order.
package struct Replicates: Sendable {
    package let count: Int
    package let index: UncertainIndex
    /// Scores are kept in ten-millionths of a point, so that what is equal but for the last binary digits is equal.
    package static let unit = 1e-7
    /// By school and replicate, at `school * count + replicate`; -1 where the school has no score.
    let scores: SharedBuffer<Int32>
    /// By school, metric of the index and level from 1, how often all students had it.
    let levels: SharedBuffer<Int32>

    private static let megabytes = 32

    /// - Complexity: O(replicates · results), in parallel over schools; memory for some replicates' results at a time.
    package init(_ index: UncertainIndex, rule: UncertaintyRule, workers: Workers) {
        self.index = index
        count = rule.replicates
        let schoolCount = index.measures.schools.count
        scores = SharedBuffer(count: schoolCount * count)
        levels = SharedBuffer(count: schoolCount * index.metrics.count * index.banding.levelCount)
        levels.pointer.update(repeating: 0)
        let plan = ReplicatePlan(index, rule: rule, workers: workers)
        let rowCount = max(1, plan.drawn.results.count)
        let width = min(count, max(8, min(64, Self.megabytes << 17 / rowCount)))
        let memory = SharedBuffer<Double>(count: rowCount * width)
        for first in stride(from: 0, to: count, by: width) {
            let own = min(width, count - first)
            plan.draw(first: first, count: own, width: width, into: memory, workers: workers)
            workers.forEach(schoolCount) { score($0, plan, first: first, count: own, width: width, memory) }
        }
    }

    private func score(_ school: Int, _ plan: ReplicatePlan, first: Int, count own: Int, width: Int, _ memory: SharedBuffer<Double>) {
        let levelCount = index.banding.levelCount, histogram = levels.pointer.baseAddress! + school * index.metrics.count * levelCount
        let found = plan.schools[school].scores(
            first: first, count: own, width: width, memory.pointer.baseAddress!, drawn: plan.weights
        ) { metric, levels in
            for level in levels { histogram[metric * levelCount + Int(level) - 1] += 1 }
        }
        let target = scores.pointer.baseAddress! + school * count + first
        for place in 0..<own { target[place] = found.map { Int32(($0[place] / Self.unit).rounded()) } ?? -1 }
    }

    package func hasScore(_ school: Int) -> Bool { count > 0 && scores.pointer[school * count] >= 0 }

    /// A school's scores in ten-millionths of a point, by replicate.
    package func scores(of school: Int) -> [Int32] { Array(scores.pointer[school * count..<(school + 1) * count]) }

    /// By level from 1 how often all students of a school had it on a metric, by its place among the index's metrics; empty where they have no level.
    package func levelCounts(school: Int, metric: Int) -> [Int] {
        let levelCount = index.banding.levelCount, first = (school * index.metrics.count + metric) * levelCount
        let counts = levels.pointer[first..<first + levelCount].map { Int($0) }
        return counts.contains { $0 > 0 } ? counts : []
    }
}

/// What is the same in every replicate: who has results, how they are drawn, and how they make scores.
struct ReplicatePlan: Sendable {
    let drawn: DrawnResults
    let schools: [SchoolScoring]
    let weights: WeightDraws?
    /// By school.
    private let draws: [[MetricDraw]]
    private let correlated: [[CorrelatedRows]]
    private let ranked: RankedResults
    /// The best of metrics that are drawn, which may be ranked, and of metrics that are ranks.
    private let bestOfDrawn: BestResults
    private let bestOfRanks: BestResults

    init(_ index: UncertainIndex, rule: UncertaintyRule, workers: Workers) {
        let drawn = DrawnResults(index, rule: rule), metrics = index.neededMetrics
        self.drawn = drawn
        weights = rule.weightConcentration.map { WeightDraws(index, concentration: $0, rule: rule) }
        draws = workers.map(index.measures.schools.count) { school in metrics.compactMap { MetricDraw(school: school, metric: $0, index, drawn) } }
        let factors = CorrelationFactors(index.measures.correlations) { rule.sampling == .students && index.redraws[$0] == .share }
        correlated = workers.map(index.measures.schools.count) { CorrelatedRows.of(school: $0, index, drawn, factors) }
        schools = workers.map(index.measures.schools.count) { SchoolScoring(school: $0, index, drawn: drawn) }
        func isRank(_ metric: Int) -> Bool { if case .rank = index.redraws[metric] { true } else { false } }
        let bests = metrics.compactMap { metric -> (place: Int, of: [Int])? in
            if case .best(let others) = index.redraws[metric] { (metric, others) } else { nil }
        }
        bestOfDrawn = BestResults(bests.filter { !$0.of.contains(where: isRank) }, among: drawn, of: index)
        bestOfRanks = BestResults(bests.filter { $0.of.contains(where: isRank) }, among: drawn, of: index)
        let ranks = metrics.compactMap { metric -> (place: Int, of: Int)? in
            if case .rank(let other) = index.redraws[metric] { (metric, other) } else { nil }
        }
        ranked = RankedResults(ranks, among: drawn, of: index)
    }

    /// Draws all results of some replicates.
    func draw(first: Int, count: Int, width: Int, into memory: SharedBuffer<Double>, workers: Workers) {
        workers.forEach(draws.count) { school in
            let target = memory.pointer.baseAddress!
            for row in drawn.starts[school]..<drawn.starts[school + 1] {
                drawn.results[row].fill(first: first, count: count, target + row * width)
            }
            for rows in correlated[school] { rows.mix(count: count, width: width, target) }
            for metric in draws[school] { metric.draw(drawn.results, count: count, width: width, target) }
        }
        bestOfDrawn.fill(count: count, width: width, memory.pointer.baseAddress!)
        ranked.fill(count: count, width: width, memory, workers: workers)
        bestOfRanks.fill(count: count, width: width, memory.pointer.baseAddress!)
    }
}

extension MetricDraw {
    /// - Returns: nil for a metric that is made of others, or without a result at the school.
    fileprivate init?(school: Int, metric: Int, _ index: UncertainIndex, _ drawn: DrawnResults) {
        switch index.redraws[metric] {
        case .best, .rank: return nil
        case .share, .given, .unchanged: break
        }
        let rows = (drawn.starts[school]..<drawn.starts[school + 1]).filter { drawn.results[$0].metric == metric }
        guard let first = rows.first, let last = rows.last else { return nil }
        let everyone = index.everyone.flatMap { drawn.row(school: school, metric: metric, group: $0) }
        let natural: ClosedRange<Double> = index.redraws[metric] == .share ? 0...100 : -.infinity ... .infinity
        self.init(
            first..<last + 1, of: drawn.results, everyone: everyone, choices: index.choices, range: index.ranges[metric] ?? natural)
    }
}
