internal import Ingestion
internal import Pipeline

extension Run {
    /// What a run would do, line by line.
    ///
    /// - Throws: where results are kept, what a run would stop at before it read a student's row.
    package func plan() throws(RunFailure) -> [String] {
        let needs = Needs(pipeline, year: year)
        var reuse: Reuse?
        if let kept = request.kept {
            reuse = self.reuse(KeptResults(kept), pipeline.stages, try inputs(for: pipeline.stages))
        }
        return ["\(pipeline.title), \(year)"] + sources(needs, reuse) + stages(reuse) + [outputs]
    }

    private func sources(_ needs: Needs, _ reuse: Reuse?) -> [String] {
        let untouched = reuse.map { Set($0.reports.keys) } ?? []
        let needed = pipeline.sources.filter { needs.fields[$0.name] != nil }.map { source -> String in
            let fields = needs.fields[source.name]!.sorted().joined(separator: ", ")
            if source.isMade { return "make   \(source.name): by a stage (\(fields))" }
            return untouched.contains(source.name)
                ? "reuse  \(source.name): what was found in \(source.file); no row of it is read"
                : "read   \(source.name): \(source.file) (\(fields))"
        }
        let others = pipeline.sources.filter { needs.fields[$0.name] == nil }
        return needed + others.map { "skip   \($0.name): no stage needs it" }
    }

    private func stages(_ reuse: Reuse?) -> [String] {
        pipeline.stages.enumerated().map { number, stage in
            let made = stage.kind.makes.compactMap { stage.makes[$0.name] }.joined(separator: ", ")
            let decision = reuse?.decisions[number] ?? Reuse.Decision(stage)
            let what = "\(stage.kind.rawValue): makes \(made)"
            return switch decision.status {
            case .run: "run    \(what) from \(inputs(of: stage).joined(separator: ", ")); \(decision.reason)"
            case .reuse: "reuse  \(what) from a kept result; \(decision.reason)"
            }
        }
    }

    private var outputs: String {
        let always = ["findings.csv", "datapackage.json", "manifest.json", PipelineCopy.directory + "/"]
        return "write  \((pipeline.published.map(pipeline.file(ofTable:)) + always).joined(separator: ", "))"
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
