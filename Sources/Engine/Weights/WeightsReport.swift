internal import Aggregation
internal import Model
internal import Pipeline
internal import Reports
internal import Sensitivity

extension FinishedRun {
    /// Nominal weights next to what they come to, by school level and over all schools.
    ///
    /// - Parameter out: the directory for weights.csv; nil for none.
    package func weights(out: String?) throws(RunFailure) -> RunAnswer {
        let index = try WeightedIndex(self)
        let classes = index.schoolClasses.map { (level: $0.level, importance: index.matrix.importance(under: index.rule.weights, among: $0.schools)) }
        let table = classes.flatMap { rows(of: $0.importance, at: $0.level) }
        let files = try out.map { directory throws(RunFailure) in try TableFiles.write([.weights(table)], to: directory, run.workers) }
        let tables = classes.map { index.lines(of: $0.importance, at: $0.level) }
        return RunAnswer(lines: Array(tables.joined(separator: [""])) + [""] + WeightWords.importanceNotes, files: files ?? [])
    }

    private func rows(of importance: EffectiveImportance, at level: String) -> [MetricWeightRow] {
        importance.metrics.filter(\.hasWeight).map { metric in
            MetricWeightRow(
                schoolLevel: level, metric: metric.metric, schoolCount: importance.schoolCount, resultCount: metric.resultCount,
                nominalWeight: metric.nominalWeight, meanWeight: metric.meanWeight, varianceShare: metric.varianceShare,
                mainEffect: metric.mainEffect)
        } + [
            MetricWeightRow(
                schoolLevel: level, metric: nil, schoolCount: importance.schoolCount, varianceShare: importance.weightingShare)
        ]
    }
}

extension MetricImportance {
    /// A metric that no school of the level has a weight for is not worth a line.
    fileprivate var hasWeight: Bool { nominalWeight > 0 }
}

extension WeightedIndex {
    /// The schools of each declared level, then of every other level that schools have, then all.
    fileprivate var schoolClasses: [(level: String, schools: [Int])] {
        let declared = levels.map(\.key)
        let others = Set(matrix.schools.map(\.level)).subtracting(declared).sorted()
        let classes = (declared + others).map { level in
            (level, matrix.schools.indices.filter { matrix.schools[$0].level == level && scores.scores[$0].score != nil })
        }.filter { !$0.1.isEmpty }
        return classes + [(CutPoints.everyLevel, Array(matrix.schools.indices))]
    }

    fileprivate func lines(of importance: EffectiveImportance, at level: String) -> [String] {
        let title = level == CutPoints.everyLevel ? "All schools" : levels.first { $0.key == level }?.title ?? level
        var table = TextColumns(["\(title), \(counted(importance.schoolCount, "score", "scores"))", "nominal", "mean", "of variance", "alone"])
        for metric in importance.metrics where metric.hasWeight {
            table.add([
                titles[metric.metric] ?? metric.metric, WeightWords.points(metric.nominalWeight), WeightWords.points(metric.meanWeight),
                WeightWords.percent(metric.varianceShare), WeightWords.percent(metric.mainEffect),
            ])
        }
        table.add(["Missing results, other weights", "", "", WeightWords.percent(importance.weightingShare), ""])
        return table.lines
    }
}
