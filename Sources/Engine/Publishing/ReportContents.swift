internal import Aggregation
internal import Model
internal import Pipeline
internal import Reports

/// A report stage's pages: one JSON document and one HTML page per school, in a directory per district.
struct ReportContents {
    let pipeline: Pipeline
    let year: String
    let tableau: Tableau
    let inputs: Inputs

    func write(_ stage: StageDeclaration, to publisher: inout Publisher) throws(PublishingProblem) {
        let results = tableau.results(stage.reads["results"])
        let stages = ScoreStages(pipeline, report: stage)
        let explainer = Explainer(
            pipeline, year: year, tableau: tableau, stages: stages, cuts: stages.cutPoints(in: inputs), reader: .everyone)
        let reports = SchoolReports(
            results: results, scores: tableau.scores(stage.reads["scores"]),
            population: tableau.population(stage.reads["population"]), words: words(for: stage), explanation: explainer.score)
        let schools = results.measures.schools
        for district in Set(schools.map(\.districtID)).sorted() { try publisher.directory.makeDirectory("schools/" + district) }
        try publisher.add(files: schools.count) { school in
            let path = "schools/\(schools[school].districtID)/\(schools[school].id)"
            let documents = reports.documents(school: school)
            return [(path + ".json", documents.json), (path + ".html", documents.html)]
        }
    }

    // MARK: Words

    private func words(for stage: StageDeclaration) -> ReportWords {
        let index = self.index(of: stage.reads["scores"])
        let rule = index?.rule(year: year)
        let shares = rule?.shares
        return ReportWords(
            title: index?.title ?? pipeline.title,
            domains: (rule?.domains ?? []).map { .init(key: $0.key, title: $0.title, weight: $0.weight, metrics: $0.metrics) },
            weights: rule?.weights ?? [:],
            metrics: Dictionary(uniqueKeysWithValues: pipeline.metrics.map { ($0.key, .init(provenance: $0.provenance, unit: pipeline.unit(of: $0))) }),
            levelTitles: Dictionary(uniqueKeysWithValues: pipeline.levels.map { ($0.key, $0.title) }),
            scoredGroups: .init(
                everyone: shares?.everyone ?? "all", groups: shares?.groups ?? [], allStudentsOnly: shares?.allStudentsOnly ?? []),
            rules: rules(index, measuredBy: measuring(stage)), minimumN: minimumN(measuring(stage)),
            lowest: rule?.lowest?.words)
    }

    /// The index that the scores of a table belong to.
    private func index(of scores: String?) -> IndexDeclaration? {
        guard case .aggregate(let key)? = pipeline.stages.maker(of: scores)?.parameters else { return nil }
        return pipeline.index(key)
    }

    /// The stages that the reported results come from: what banded them, and what measured them.
    private func measuring(_ report: StageDeclaration) -> [StageDeclaration] {
        let band = pipeline.stages.maker(of: report.reads["results"])
        return [pipeline.stages.maker(of: band?.reads["measures"]), band].compactMap { $0 }
    }

    private func minimumN(_ stages: [StageDeclaration]) -> Int {
        stages.lazy.compactMap { stage in
            if case .disaggregate(_, _, let minimum, _) = stage.parameters { minimum } else { nil }
        }.first ?? 1
    }

    // MARK: Rules

    /// Every rule behind a report, part by part.
    private func rules(_ index: IndexDeclaration?, measuredBy stages: [StageDeclaration]) -> [ReportWords.Rule] {
        var rules: [ReportWords.Rule] = []
        func add(_ subject: String, _ provenance: Provenance) { rules += ReportWords.Rule.parts(of: subject, provenance) }
        add("School levels", pipeline.levelsProvenance)
        var seen: Set<String> = []
        for group in pipeline.groups where seen.insert(group.provenance.rule).inserted { add(group.title, group.provenance) }
        for stage in pipeline.stages {
            if let growth = stage.growthScores { add(stage.kind.title, growth.provenance) }
        }
        for metric in pipeline.metrics { add(metric.title, metric.provenance) }
        for stage in stages {
            switch stage.parameters {
            case .disaggregate(_, _, _, let provenance): add("Minimum number of students", provenance)
            case .band(_, let provenance): add("Levels", provenance)
            default: continue
            }
        }
        guard let index else { return rules }
        for (domain, provenance) in zip(index.domains, index.domainProvenance) { add(domain.title, provenance) }
        add("Weights", index.weightsProvenance)
        add("Shares of groups", index.sharesProvenance)
        add("Missing metrics", index.redistributionProvenance)
        if let span = index.spanProvenance { add("Schools that span levels", span) }
        add("Rounding", index.roundingProvenance)
        if let lowest = index.lowestProvenance { add("Lowest-performing schools", lowest) }
        return rules
    }
}
