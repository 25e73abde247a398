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
            lines.append(source.isMade ? "make   \(source.name): by a stage (\(fields))" : "read   \(source.name): \(source.file) (\(fields))")
        }
        for source in pipeline.sources where needs.fields[source.name] == nil {
            lines.append("skip   \(source.name): no stage needs it")
        }
        for stage in pipeline.stages {
            let made = stage.kind.makes.compactMap { stage.makes[$0.name] }.joined(separator: ", ")
            let from = inputs(of: stage).joined(separator: ", ")
            lines.append("run    \(stage.kind.rawValue): makes \(made) from \(from); no earlier result is kept")
        }
        let always = ["findings.csv", "datapackage.json", "manifest.json"]
        lines.append("write  \((pipeline.published.map(pipeline.file(ofTable:)) + always).joined(separator: ", "))")
        return lines
    }

    /// The tables and sources that a stage works on.
    private func inputs(of stage: StageDeclaration) -> [String] {
        pipeline.sources(of: stage) + stage.kind.reads.compactMap { stage.reads[$0.name] }.filter(isThere)
    }

    private func isThere(_ table: String) -> Bool {
        pipeline.source(table) != nil || pipeline.stages.maker(of: table) != nil
    }
}

extension Pipeline {
    /// The sources whose rows a stage disaggregates, in declared order; none for any other stage.
    func sources(of stage: StageDeclaration) -> [String] {
        guard case .disaggregate(_, let keys, _, _) = stage.parameters else { return [] }
        let counted = Set(metrics.withParts(of: keys).map(\.source))
        return sources.map(\.name).filter(counted.contains)
    }

    /// What a published table is written to: school reports are files of their own, and a page is no table.
    func file(ofTable table: String) -> String {
        let maker = stages.maker(of: table)
        return switch maker?.kind.makes.first(where: { maker?.makes[$0.name] == table })?.kind {
        case .reports: "schools/"
        case .growthPage: table + ".html"
        default: table + ".csv"
        }
    }
}
