internal import Aggregation
internal import Ingestion
internal import Model
internal import Pipeline

/// Metrics without a result at any school: a condition that no row meets looks just like that.
struct MissingResults {
    let stage: StageDeclaration
    let pipeline: Pipeline
    /// The pipeline file's name.
    let file: String

    /// One warning for each metric, in the order of metrics.
    func findings(_ measures: Measures) -> [Finding] {
        measures.metrics.indices.compactMap { metric in
            let isThere = measures.schools.indices.contains { school in
                measures.groups.indices.contains { measures[school: school, metric: metric, group: $0]?.value != nil }
            }
            return isThere ? nil : pipeline.metric(measures.metrics[metric].key).map { finding($0, measures.year) }
        }
    }

    private func finding(_ metric: MetricDeclaration, _ year: String) -> Finding {
        let isWeighted = pipeline.indices.contains { index in
            index.rule(year: year)?.weights.values.contains { ($0[metric.key] ?? .zero) > .zero } ?? false
        }
        return Finding(
            severity: .warning, source: metric.source, file: file, line: metric.place.line, column: "", value: metric.key,
            rule: "no_results",
            problem: "no school has a result in \(year)" + (isWeighted ? "; the metric's weight counts for others" : ""),
            remedy: "Check the metric's conditions, the minimum n, and that the source's files are complete")
    }
}
