internal import Model
internal import Pipeline
internal import Reports

/// Puts together what a page of growth shows.
struct GrowthReportStage {
    let stage: StageDeclaration
    let pipeline: Pipeline
    let tableau: Tableau
    /// The places of the schools that the year lists; nil for all.
    let places: [Int]?
    let year: String

    func page(_ comparisons: [SchoolComparison]) -> GrowthPageContent {
        var page = GrowthPageContent(title: pipeline.title, year: year, rules: rules)
        for port in stage.kind.reads {
            switch tableau.growth(stage.reads[port.name]) {
            case .percentileCohorts(let rows): page.percentileCohorts = rows
            case .percentileFit(let rows): page.percentileFit = rows
            case .percentileExtremes(let rows): page.percentileExtremes = rows
            case .regressions(let rows): page.regressions = rows
            case .effects(let rows): page.effects = rows
            case .residuals(let rows): page.residuals = rows
            case .schools, .ledger, .percentileKnots, .percentileCoefficients, .percentileStudents, .predictions, nil: continue
            }
        }
        page.comparisons = comparisons
        return page
    }

    /// The rules of the stages that the page tells of, and of the metrics that it compares.
    private var rules: [ReportWords.Rule] {
        let makers = stage.kind.reads.compactMap { pipeline.stages.maker(of: stage.reads[$0.name]) }
        var seen: Set<String> = []
        let growth = makers.filter { seen.insert($0.name).inserted }.compactMap { maker in
            maker.growthScores.map { (subject: maker.kind.title, provenance: $0.provenance) }
        }
        guard case .growthReport(let comparisons) = stage.parameters else { return [] }
        let keys = comparisons.flatMap { comparison -> [String] in
            if case .metric(let other) = comparison.against { [comparison.metric, other] } else { [comparison.metric] }
        }
        let metrics = keys.filter { seen.insert($0).inserted }.compactMap(pipeline.metric).map { ($0.title, $0.provenance) }
        return (growth + metrics).flatMap { ReportWords.Rule.parts(of: $0.0, $0.1) }
    }

    // MARK: Comparisons

    func comparisons(_ declared: [ComparisonDeclaration]) -> [SchoolComparison] {
        declared.compactMap { comparison in
            guard let y = figures(.metric(comparison.metric)), let x = figures(comparison.against) else { return nil }
            let points = x.values.keys.sorted().compactMap { place -> SchoolComparison.Point? in
                guard let own = y.values[place], let other = x.values[place] else { return nil }
                return SchoolComparison.Point(school: y.schools[place], x: other, y: own)
            }
            return SchoolComparison(title: comparison.title, xTitle: x.title, yTitle: y.title, points: points)
        }
    }

    /// By the place of the school its figure.
    private func figures(_ figure: ComparisonDeclaration.Figure) -> (title: String, schools: [School], values: [Int: Double])? {
        switch figure {
        case .metric(let key):
            guard let table = stage.reads["measures"], case .measures(let measures)? = tableau.tables[table],
                let metric = measures.metrics.firstIndex(where: { $0.key == key }),
                let everyone = measures.groups.firstIndex(where: { $0.key == GroupDeclaration.everyone })
            else { return nil }
            let values = listed(measures.schools).compactMap { school -> (Int, Double)? in
                measures[school: school, metric: metric, group: everyone]?.value.map { (school, $0.approximation) }
            }
            return (measures.metrics[metric].title, measures.schools, Dictionary(uniqueKeysWithValues: values))
        case .share(let key):
            guard let population = tableau.population(stage.reads["population"]),
                let group = population.groups.firstIndex(where: { $0.key == key })
            else { return nil }
            let values = listed(population.schools).compactMap { school -> (Int, Double)? in
                let all = population.count(school: school, group: 0)
                return all == 0 ? nil : (school, 100 * Double(population.count(school: school, group: group)) / Double(all))
            }
            return ("Percent: \(population.groups[group].title)", population.schools, Dictionary(uniqueKeysWithValues: values))
        }
    }

    private func listed(_ schools: [School]) -> [Int] { places ?? Array(schools.indices) }
}
