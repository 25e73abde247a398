internal import Banding
internal import Ingestion
internal import Model
internal import Pipeline

/// Metrics that an index counts and that have results, but no cut points at any school level, so that no school gets a level.
///
/// A calibration that had too few schools says so itself.
struct MissingLevels {
    let stage: StageDeclaration
    let pipeline: Pipeline
    let file: PipelineFile

    /// One warning for each metric, in the order of metrics.
    func findings(_ results: Results, by cuts: CutTable) -> [Finding] {
        let measures = results.measures
        return measures.metrics.indices.compactMap { metric in
            let key = measures.metrics[metric].key
            if cuts.rows.contains(where: { $0.metric == key }) || isTold(key) || !pipeline.counts(key, in: measures.year) { return nil }
            let count = measures.schools.indices.count { measures.hasValue(school: $0, metric: metric) }
            return count == 0 ? nil : finding(key, count)
        }
    }

    /// Whether the calibration that the cut points come from was to make them for a metric.
    private func isTold(_ metric: String) -> Bool {
        guard let maker = pipeline.stages.maker(of: stage.reads["cut_points"]),
            case .calibrate(let rule) = maker.parameters,
            let measuring = pipeline.stages.maker(of: maker.reads["measures"]),
            case .disaggregate(_, let measured, _, _) = measuring.parameters
        else { return false }
        return measured.contains(metric) && rule.metrics?.contains(metric) ?? true
    }

    private func finding(_ metric: String, _ count: Int) -> Finding {
        Finding(
            severity: .warning, source: stage.kind.rawValue, file: file.name(at: stage.place), line: stage.place.line, column: "", value: metric,
            rule: "no_cut_points",
            problem: "\(count) \(count == 1 ? "school has" : "schools have") a result, but there are no cut points: the metric's weight counts for others",
            remedy: "Derive cut points for the metric, or give it no weight")
    }
}
