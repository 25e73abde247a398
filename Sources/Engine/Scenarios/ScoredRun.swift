internal import Aggregation
internal import Ingestion
internal import Model
internal import Pipeline

/// A run's results and scores, of the schools that its year lists; nothing is published.
struct ScoredRun {
    /// Nil where the pipeline has no index.
    let score: ScoredIndex?
    /// What was banded last; nil where nothing is.
    let results: Results?
    let heldBack: [String: String]
    let files: [FileReport]

    /// - Parameter store: what of the results of earlier runs fits is taken from there.
    init(_ run: Run, _ store: KeptResults) throws(RunFailure) {
        let stages = run.pipeline.stages.filter { $0.kind != .report && $0.kind != .growthReport }
        let (computation, inputs) = try run.compute(stages: stages, reusing: store)
        let tableau = inputs.places(in: run.year).map(computation.tableau.selecting) ?? computation.tableau
        heldBack = inputs.heldBack
        files = inputs.files
        results = stages.last { $0.kind == .band }.map { tableau.results($0.makes["results"]) }
        score = ScoredIndex(run.pipeline, year: run.year, tableau)
    }

    /// Where each of some schools stands.
    func standings(of schools: [School]) -> SchoolStandings {
        guard let score else { return SchoolStandings(schoolCount: schools.count, reason: "the scenario makes no scores") }
        let places = Dictionary(score.results.measures.schools.enumerated().map { ($1.id, $0) }) { first, _ in first }
        return SchoolStandings(score.scores).arranged(
            schools.map { places[$0.id] }, reason: "not in the scenario's list of schools")
    }
}
