internal import Conditions
internal import Disaggregation
internal import Ingestion
internal import Model

/// Reads the sections of a pipeline file in the order in which they depend on each other.
struct PipelineReading {
    static let format = 1
    let file: MappingReader
    let problems: ProblemList

    func read() -> Pipeline {
        if file.required("format", "Write format: \(Self.format)") != nil { _ = file.whole("format", in: Self.format...Self.format) }
        let title = file.requiredText("title", "Name the index") ?? ""
        let year = file.name("year")
        let names = DeclaredNames(file)
        let (levels, levelsProvenance) = LevelsReading(problems: problems).read(file)
        var sourcesReading = SourcesReading(names: names, problems: problems)
        let sources = sourcesReading.read(file)
        let scopes = Scopes(
            sources: sources, names: names, brokenJoins: sourcesReading.brokenJoins, problems: problems)
        scopes.checkJoins(sourcesReading.joins)
        let groupsReading = GroupsReading(names: names, problems: problems)
        let groups = groupsReading.read(file)
        let metrics = MetricsReading(
            sources: sources, names: names, scopes: scopes, problems: problems
        ).read(file)
        let indices = IndicesReading(levels: levels, groups: groups, names: names, problems: problems).read(file)
        let listed = StagesReading(sources: sources, metrics: metrics, names: names, scopes: scopes, problems: problems).read(file)
        let stages = Composition(sources: sources, names: names, problems: problems, places: sourcesReading.keys)
            .ordered(listed.stages, isWhole: listed.isWhole)
        let bound = groupsReading.bound(
            groups, to: countedSources(sources, groups: groups, metrics: metrics, stages: stages), scopes: scopes)
        let quality = QualityReading(problems: problems).read(file)
        let uncertainty = UncertaintyReading(problems: problems).read(file)
        let published = PublishReading(problems: problems).read(file, stages: stages, isWhole: listed.isWhole)
        file.finish()
        let checks = CrossChecks(
            year: year, levels: levels, sources: sources, groups: groups, metrics: metrics, indices: indices, stages: stages,
            published: published, file: file, problems: problems)
        checks.check(sourcesReading.keys)
        return Pipeline(
            title: title, year: year?.text, levels: levels, levelsProvenance: levelsProvenance, sources: sources, quality: quality,
            uncertainty: uncertainty, groups: bound, metrics: metrics, indices: indices, stages: stages, published: published, remarks: problems.remarks)
    }

    /// The sources whose rows are counted by group, each with the groups asked of it (nil for all).
    private func countedSources(
        _ sources: [SourceRule], groups: [GroupDeclaration], metrics: [MetricDeclaration], stages: [StageDeclaration]
    ) -> [(source: SourceRule, groups: Set<String>?)] {
        sources.compactMap { source in
            let counting = metrics.filter { metric in
                switch metric.rule {
                case .records, .statistic: metric.source == source.name
                default: false
                }
            }
            let isWhole = stages.contains { stage in
                stage.kind == .population && stage.reads["rows"] == source.name
                    || stage.kind == .valueAdded && stage.reads["scores"] == source.name
            }
            if counting.isEmpty && !isWhole { return nil }
            if isWhole || counting.contains(where: { $0.groups == nil }) { return (source, nil) }
            return (source, Set(counting.flatMap { $0.groups ?? [] }))
        }
    }
}

/// Every name that the file declares, even where the declaration is wrong: to name it elsewhere is no second mistake.
struct DeclaredNames {
    let levels: [String]
    let sources: [String]
    let groups: [String]
    let metrics: [String]
    let indices: [String]

    init(_ file: MappingReader) {
        levels = file.node("school_levels").map { Self.keys($0.mapping?["levels"]) } ?? []
        sources = Self.keys(file.node("sources"))
        groups = Self.keys(file.node("groups"))
        metrics = Self.keys(file.node("metrics"))
        indices = Self.keys(file.node("indices"))
    }

    /// Mistakes in the mapping are reported where it is read.
    private static func keys(_ node: Node?) -> [String] {
        guard let node, node.mapping != nil else { return [] }
        return MappingReader(node, subject: "", problems: ProblemList([]))?.keys ?? []
    }
}
