internal import Aggregation
internal import Model
internal import Pipeline

/// The first index that a pipeline aggregates, with its scores and what they came from.
struct ScoredIndex {
    let index: IndexDeclaration
    let rule: IndexRule
    let scores: Scores
    let results: Results
    /// The stage that made the results; nil where they are not banded.
    let band: StageDeclaration?
    let population: Population?

    /// - Returns: nil where the pipeline has no index.
    init?(_ pipeline: Pipeline, year: String, _ tableau: Tableau) {
        guard let stage = pipeline.stages.first(where: { $0.kind == .aggregate }), case .aggregate(let key) = stage.parameters,
            let index = pipeline.index(key), let rule = index.rule(year: year), let scores = tableau.scores(stage.makes["scores"])
        else { return nil }
        self.index = index
        self.rule = rule
        self.scores = scores
        results = tableau.results(stage.reads["results"])
        band = pipeline.stages.maker(of: stage.reads["results"])
        population = tableau.population(stage.reads["population"])
    }
}
