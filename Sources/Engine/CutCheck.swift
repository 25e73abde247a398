internal import Aggregation
internal import Banding
internal import Model
internal import Pipeline

/// Checks cut points against what a pipeline bands with them.
struct CutCheck {
    let pipeline: Pipeline

    /// Mistakes, and what is merely worth knowing.
    func problems(of table: CutTable, in stage: StageDeclaration) -> (mistakes: [String], remarks: [String]) {
        guard case .band(let rule, _) = stage.parameters else { return ([], []) }
        let found = lint(table, metrics: pipeline.metrics.map(\.words), levelCount: rule.levelCount, range: range)
        let unknown = Set(table.rows.map(\.metric)).subtracting(pipeline.metrics.map(\.key)).sorted()
        let remarks = found.filter { !$0.isError }.map(\.description)
            + unknown.map { "cut points of \($0): there is no such metric in the pipeline" }
        return (found.filter(\.isError).map(\.description) + gaps(in: table), remarks)
    }

    /// The values that a metric can have: shares are percentages.
    private func range(of metric: MetricWords) -> ClosedRange<Rational>? {
        guard let declaration = pipeline.metric(metric.key) else { return nil }
        if let range = declaration.range { return range }
        switch declaration.rule {
        case .records, .counts, .rank: return .zero...Rational(100)
        case .value, .statistic, .best: return nil
        }
    }

    /// Metrics with a weight but without cut points at a school level that the metric applies to.
    private func gaps(in table: CutTable) -> [String] {
        var gaps: [String] = []
        for index in pipeline.indices {
            for level in pipeline.levels {
                for metric in index.domains.flatMap(\.metrics) {
                    let isWeighted = index.weights.contains { ($0.levels[level.key]?[metric] ?? .zero) > .zero }
                    let applies = pipeline.metric(metric)?.schoolLevels?.contains(level.key) ?? true
                    if isWeighted, applies, table.cutPoints(metric: metric, schoolLevel: level.key) == nil {
                        gaps.append("cut points of \(metric), \(level.key): there are none, but index `\(index.key)` counts the metric there")
                    }
                }
            }
        }
        return gaps
    }
}
