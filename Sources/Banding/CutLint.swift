package import Model

/// What is wrong with one table of cut points.
package struct CutProblem: Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// A level without a bound.
        case missing(level: Int)
        /// A level with several bounds.
        case repeated(level: Int)
        /// A bound of a level that has none, or that there is not.
        case noSuchLevel(level: Int, levelCount: Int)
        /// A bound that lies on the wrong side of the one before it.
        case wrongDirection(level: Int)
        /// Two levels with the same bound: the lower of them can't be reached.
        case unreachable(level: Int)
        /// A bound outside the values that the metric can have.
        case outOfRange(level: Int)
        /// A metric and school level with two sets of cut points.
        case overlap
    }

    package let metric: String
    package let schoolLevel: String
    package let kind: Kind

    package init(metric: String, schoolLevel: String, kind: Kind) {
        self.metric = metric
        self.schoolLevel = schoolLevel
        self.kind = kind
    }

    /// An unreachable level is a fact to know (many schools share one value); everything else is a mistake.
    package var isError: Bool {
        if case .unreachable = kind { false } else { true }
    }
}

/// Everything wrong with the cut points: gaps, overlaps, wrong direction, levels that no value reaches.
///
/// - Parameter range: the values that each metric can have; nil where unknown.
package func lint(
    _ table: CutTable, metrics: [MetricWords], levelCount: Int, range: (MetricWords) -> ClosedRange<Rational>?
) -> [CutProblem] {
    var problems: [CutProblem] = []
    var seen: Set<[String]> = []
    for row in table.rows {
        guard let metric = metrics.first(where: { $0.key == row.metric }) else { continue }
        func report(_ kind: CutProblem.Kind) {
            problems.append(CutProblem(metric: row.metric, schoolLevel: row.schoolLevel, kind: kind))
        }
        if !seen.insert([row.metric, row.schoolLevel]).inserted { report(.overlap) }
        let expected = Set(2...levelCount)
        for level in expected.subtracting(row.levels).sorted() { report(.missing(level: level)) }
        for level in Set(row.levels).sorted() where row.levels.count(where: { $0 == level }) > 1 { report(.repeated(level: level)) }
        for level in Set(row.levels).subtracting(expected).sorted() { report(.noSuchLevel(level: level, levelCount: levelCount)) }
        if row.levels != Array(2...levelCount) { continue }
        for (place, (bound, next)) in zip(row.bounds, row.bounds.dropFirst()).enumerated() {
            if bound == next { report(.unreachable(level: place + 2)) }
            if metric.better.isWorse(next, than: bound) { report(.wrongDirection(level: place + 3)) }
        }
        guard let range = range(metric) else { continue }
        for (place, bound) in row.bounds.enumerated() where !range.contains(bound) {
            report(.outOfRange(level: place + 2))
        }
    }
    return problems
}

extension CutProblem {
    package var description: String {
        let place = "cut points of \(metric), \(schoolLevel)"
        return switch kind {
        case .missing(let level):
            "\(place): level \(level) has no bound; give one for every level from 2 up"
        case .repeated(let level):
            "\(place): level \(level) has several bounds; keep one"
        case .noSuchLevel(let level, let levelCount):
            "\(place): level \(level) has a bound, but bounds are for levels 2 to \(levelCount); take it out"
        case .wrongDirection(let level):
            "\(place): the bound of level \(level) is worse than that of level \(level - 1); sort them from worst to best"
        case .unreachable(let level):
            "\(place): level \(level) can't be reached, because level \(level + 1) begins at the same value"
        case .outOfRange(let level):
            "\(place): the bound of level \(level) lies outside the values that the metric can have"
        case .overlap:
            "\(place): there are two sets of them; keep one"
        }
    }
}
