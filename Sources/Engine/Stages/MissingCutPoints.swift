internal import Banding
internal import Ingestion
internal import Model
internal import Pipeline

/// Metrics with results at a school level for which a calibration made no cut points: their results get no level.
struct MissingCutPoints {
    let stage: StageDeclaration
    let rule: CalibrationRule
    let file: PipelineFile

    /// One warning for each metric and school level, in the order of metrics, then levels.
    func findings(_ cuts: CutTable, of measures: Measures, within comparison: ComparisonLevels, levels: [String]) -> [Finding] {
        guard let group = measures.groups.firstIndex(where: { $0.key == rule.group }) else { return [] }
        return measures.metrics.indices.flatMap { metric -> [Finding] in
            let words = measures.metrics[metric], key = words.key
            if let wanted = rule.metrics, !wanted.contains(key) { return [] }
            let homes = measures.schools.indices.map { school -> String? in
                let own = comparison.levels(school: school, metric: words)
                return cuts.cutPoints(metric: key, schoolLevels: own) == nil ? own.first : nil
            }
            return levels.compactMap { level in
                let count = measures.schools.indices.count {
                    homes[$0] == level && measures[school: $0, metric: metric, group: group]?.value != nil
                }
                return count == 0 ? nil : finding(key, level, count)
            }
        }
    }

    private func finding(_ metric: String, _ level: String, _ count: Int) -> Finding {
        Finding(
            severity: .warning, source: stage.kind.rawValue, file: file.name(at: stage.place), line: stage.place.line, column: "", value: metric,
            rule: "minimum_schools",
            problem: "only \(count) \(count == 1 ? "school has" : "schools have") a result of level \(level), but cut points need \(rule.minimumSchools): results there get no level",
            remedy: "Lower `minimum_schools`, or read fixed cut points")
    }
}
