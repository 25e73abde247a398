import Aggregation
import Banding
import Model
import Parallel
import TestSupport

@testable import Sensitivity

/// Schools with results on metrics of simple names, and an index that scores them.
struct UncertainSample {
    static let groups = ["all", "AA", "LX", "WH", "el"]

    struct Metric {
        var key: String
        var redraw = Redraw.share
        var better = Better.higher
        var bounds: [String] = (1...9).map { "\(10 * $0)" }
        var decimals = 2
    }

    var metrics = [Metric(key: "a"), Metric(key: "b", better: .lower, bounds: (1...9).map { "\(100 - 10 * $0)" })]
    /// By school; another text spans levels.
    var levels = ["middle"]
    var weights: [String: [String: String]] = ["middle": ["a": "60", "b": "40"]]
    var redistribution = IndexRule.Redistribution.withinDomain
    /// By domain its metrics.
    var domains = [["a"], ["b"]]
    var scored = ["lowest", "el"]
    var closed = BandingRule.Closed.betterSide
    var taken = BandingRule.Taken.unrounded
    var lowest: LowestRule? = LowestRule(share: Rational(1, over: 20), among: .all)
    var population: Population?
    /// The standard error of a given result.
    var standardError: Double?
    var correlations = OutcomeCorrelations.none
    /// A school's result; nil for none.
    var measure: (_ school: Int, _ metric: Int, _ group: Int) -> Measure? = { _, _, _ in nil }

    static func share(_ met: Int, of n: Int) -> Measure {
        Measure(n: n, met: met, outcome: .value(Rational(Int128(100 * met), over: Int128(n))))
    }

    var schools: [School] {
        levels.enumerated().map { School(id: "S\($0)", districtID: "D", name: "", districtName: "", level: $1) }
    }

    var words: [MetricWords] { metrics.map { MetricWords(key: $0.key, title: $0.key, better: $0.better, decimals: $0.decimals) } }

    var cuts: CutTable {
        CutTable(
            metrics.filter { !$0.bounds.isEmpty }.map { metric in
                CutPoints(
                    metric: metric.key, schoolLevel: CutPoints.everyLevel, bounds: metric.bounds.map { Rational($0)! },
                    origin: .init(year: "2014-15", schools: nil, method: "by hand", source: "a test"))
            })
    }

    var banding: BandingRule { BandingRule(levelCount: 10, closed: closed, taken: taken, takenByMetric: [:]) }

    var comparison: ComparisonLevels { ComparisonLevels(levels.map { [$0] }) }

    var rule: IndexRule {
        let domains = domains.enumerated().map { number, metrics in
            IndexRule.Domain(
                key: "domain\(number)", title: "Domain \(number)",
                weight: metrics.reduce(.zero) { $0 + (weights.values.first?[$1].flatMap { Rational($0) } ?? .zero) }, metrics: metrics)
        }
        return IndexRule(
            key: "index", title: "Index", domains: domains, weights: weights.mapValues { $0.mapValues { Rational($0)! } },
            shares: ShareRule(policy: .halfHalf, everyone: "all", groups: scored, allStudentsOnly: []), redistribution: redistribution,
            decimals: 2, lowest: lowest)
    }

    /// Candidates of the lowest-performing group.
    static let candidates = [1, 2, 3]

    func measures(_ measure: (_ school: Int, _ metric: Int, _ group: Int) -> Measure?) -> Measures {
        let schools = self.schools
        var cells: [Cell] = [], choices: [Int16] = []
        for school in schools.indices {
            for (metric, words) in metrics.enumerated() {
                let own = Self.groups.indices.map { measure(school, metric, $0) }
                cells += own.map { $0.map { Cell($0) } ?? .none }
                let present = Self.candidates.filter { own[$0]?.value != nil }
                let worst = present.min { first, second in words.better.isWorse(own[first]!.value!, than: own[second]!.value!) }
                choices.append(worst.map { Int16($0) } ?? -1)
            }
        }
        let errors = standardError.map { [Double](repeating: $0, count: schools.count * Self.groups.count) }
        return Measures(
            year: "2016-17", schools: schools, metrics: words, groups: Self.groups.map { GroupWords(key: $0, title: $0) },
            chosenGroups: [GroupWords(key: "lowest", title: "")], cells: cells, choices: [choices],
            standardErrors: StandardErrors(errors.map { errors in Dictionary(uniqueKeysWithValues: metrics.indices.map { ($0, errors) }) } ?? [:]),
            correlations: correlations)
    }

    func results(_ measures: Measures) -> Results {
        band(measures, by: cuts, rule: banding, within: comparison, workers: Workers(count: 1))
    }

    /// Scores as the index computes them, exact.
    func scores(_ measures: Measures) -> Scores {
        aggregate(results(measures), population: population, rule: rule, workers: Workers(count: 1))
    }

    var index: UncertainIndex {
        let measures = measures(measure)
        return UncertainIndex(
            results: results(measures), redraws: metrics.map(\.redraw), ranges: metrics.map { _ in nil }, choices: [Self.candidates],
            cuts: cuts, banding: banding, comparison: comparison, index: rule, population: population, scores: scores(measures))
    }

    static func drawing(
        _ replicates: Int, seed: UInt64 = 1, sampling: UncertaintyRule.Sampling = .students, measurement: Bool = true,
        concentration: Rational? = nil
    ) -> UncertaintyRule {
        UncertaintyRule(replicates: replicates, seed: seed, sampling: sampling, measurement: measurement, weightConcentration: concentration)
    }

    /// Random shares of students whose groups fit into all students: races are parts of them, `el` is any of them.
    static func random(_ seed: UInt64, schools: Int, metrics: Int) -> (Int, Int, Int) -> Measure? {
        var random = SeededNumbers(seed: seed)
        var measures: [Measure?] = []
        for _ in 0..<schools * metrics {
            let sizes = (0..<3).map { _ in random.whole(20...90) }, met = sizes.map { random.whole(0...$0) }
            let rest = random.whole(0...30), restMet = random.whole(0...rest)
            let n = sizes.reduce(rest, +), allMet = met.reduce(restMet, +)
            let learners = random.whole(20...n), learnersMet = random.whole(max(0, allMet + learners - n)...min(learners, allMet))
            let isPresent = (0..<5).map { _ in random.happens(5, in: 6) }
            let own = [share(allMet, of: n)] + zip(met, sizes).map { share($0, of: $1) } + [share(learnersMet, of: learners)]
            measures += zip(own, isPresent).map { $1 ? $0 : nil }
        }
        return { measures[($0 * metrics + $1) * groups.count + $2] }
    }
}
