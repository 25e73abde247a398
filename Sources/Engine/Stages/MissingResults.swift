internal import Aggregation
internal import Ingestion
internal import Model
internal import Pipeline

/// Metrics without a result at any school: a condition that no row meets looks just like that.
struct MissingResults {
    let stage: StageDeclaration
    let pipeline: Pipeline
    let file: PipelineFile

    /// One warning for each metric, in the order of metrics.
    func findings(_ measures: Measures) -> [Finding] {
        measures.metrics.indices.compactMap { metric in
            let isThere = measures.schools.indices.contains { measures.hasValue(school: $0, metric: metric) }
            return isThere ? nil : pipeline.metric(measures.metrics[metric].key).map { finding($0, measures.year) }
        }
    }

    private func finding(_ metric: MetricDeclaration, _ year: String) -> Finding {
        Finding(
            severity: .warning, source: metric.source, file: file.name(at: metric.place), line: metric.place.line, column: "", value: metric.key,
            rule: "no_results",
            problem: "no school has a result in \(year)" + (pipeline.counts(metric.key, in: year) ? "; the metric's weight counts for others" : ""),
            remedy: "Check the metric's conditions, the minimum n, and that the source's files are complete")
    }
}

extension Pipeline {
    /// Whether an index gives a metric any weight in a year.
    func counts(_ metric: String, in year: String) -> Bool {
        indices.contains { index in
            index.rule(year: year)?.weights.values.contains { ($0[metric] ?? .zero) > .zero } ?? false
        }
    }
}
