internal import Ingestion
internal import Model
internal import Pipeline
internal import Reports

/// The files of a run, from its tables.
struct RunContents {
    let pipeline: Pipeline
    let year: String
    let computation: Computation
    let inputs: Inputs

    func write(to publisher: inout Publisher) throws(PublishingProblem) {
        for name in pipeline.published {
            if case .growthPage(let content)? = computation.tableau.tables[name] {
                try publisher.add(pipeline.file(ofTable: name), GrowthPage().html(content))
            }
            guard let table = computation.tableau.tables[name], let published = published(name, listed(table)) else { continue }
            try publisher.add(published)
        }
        let tableau = inputs.places(in: year).map(computation.tableau.selecting) ?? computation.tableau
        let reports = ReportContents(pipeline: pipeline, year: year, tableau: tableau, inputs: inputs)
        for stage in pipeline.stages where stage.kind == .report && pipeline.published.contains(stage.makes["school_reports"]!) {
            try reports.write(stage, to: &publisher)
        }
        try publisher.add(inputs.findings)
        try publisher.add(inputs.rejects)
    }

    /// A table without the schools that its year does not list: they are there for another year's sake.
    private func listed(_ table: StageTable) -> StageTable {
        inputs.places(in: table.year(of: year)).map(table.selecting) ?? table
    }

    private func published(_ name: String, _ table: StageTable) -> PublishedTable? {
        switch table {
        case .population(let population, let year): .population(population, year: year, name: name)
        case .measures(let measures): .measures(measures, name: name)
        case .lowest(let measures): .lowest(measures, name: name)
        case .ledger(let ledger): .ledger(ledger, name: name)
        case .cutPoints(let cuts): .cutPoints(cuts, decimals: decimals, name: name)
        case .results(let results): .results(results, name: name)
        case .points(let scores): .points(scores, name: name)
        case .scores(let scores): .scores(scores, name: name)
        case .growth(let growth): .growth(growth, name: name)
        case .comparisons(let comparisons, let year): .comparisons(comparisons, year: year, name: name)
        case .reports, .growthPage: nil
        }
    }

    private var decimals: @Sendable (String) -> Int {
        let byMetric = Dictionary(uniqueKeysWithValues: pipeline.metrics.map { ($0.key, $0.decimals) })
        return { byMetric[$0] ?? 2 }
    }
}
