internal import Ingestion
internal import Pipeline

extension Run {
    /// What a run would do, line by line.
    ///
    /// Every stage runs, since no result of an earlier run is kept.
    package func plan() throws(RunFailure) -> [String] {
        let needs = Needs(pipeline, year: year)
        let sources = pipeline.sources.filter { needs.fields[$0.name] != nil }
        var lines = ["\(pipeline.title), \(year)"]
        for source in sources {
            let fields = needs.fields[source.name]!.sorted().joined(separator: ", ")
            lines.append("read   \(source.name): \(source.file) (\(fields))")
        }
        for source in pipeline.sources where needs.fields[source.name] == nil {
            lines.append("skip   \(source.name): no stage needs it")
        }
        for stage in pipeline.stages {
            let reads = stage.reads.values.sorted().filter { name in isThere(name) }
            let from = reads.isEmpty ? "" : " from \(reads.joined(separator: ", "))"
            lines.append("run    \(stage.kind.rawValue): makes \(stage.makes.values.sorted().joined(separator: ", "))\(from), because no earlier result is kept")
        }
        lines.append("write  \((pipeline.published + ["findings"]).map { $0 + ".csv" }.joined(separator: ", "))")
        return lines
    }

    private func isThere(_ table: String) -> Bool {
        pipeline.source(table) != nil || pipeline.stages.contains { $0.makes.values.contains(table) }
    }
}
