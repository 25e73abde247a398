internal import Ingestion
internal import Model
internal import Parallel
internal import Pipeline

/// Runs the stages that read rows.
struct RowsStage {
    let pipeline: Pipeline
    let year: String
    let inputs: Inputs
    let workers: Workers

    func run(_ stage: StageDeclaration) throws(InputProblems) -> RowsOutcome {
        let before = inputs.stageFindings.count
        let content = try content(of: stage)
        return RowsOutcome(content: content, findings: Array(inputs.stageFindings[before...]))
    }

    private func content(of stage: StageDeclaration) throws(InputProblems) -> RowsOutcome.Content {
        switch stage.parameters {
        case .population(let stageYear, let about, let grade):
            let population = PopulationStage(pipeline: pipeline, data: inputs, workers: workers, year: stageYear ?? year)
            return .population(try population.counts(source: stage.reads["rows"]!, about: about, grade: grade))
        case .growthPercentiles(let growth):
            let outcome = try GrowthStage(percentiles: growth, inputs: inputs, workers: workers).run(stage, year: year)
            return provided(outcome, as: stage.makes["percentiles"]!, stage)
        case .valueAdded(let growth):
            let outcome = try ValueAddedStage(growth: growth, pipeline: pipeline, inputs: inputs, workers: workers).run(
                source: stage.reads["scores"]!, year: year)
            return provided(outcome, as: stage.makes["growth"]!, stage)
        case .disaggregate(let stageYear, let metrics, _, _):
            return .counts(
                try DisaggregateStage(pipeline: pipeline, data: inputs, workers: workers, year: stageYear ?? year, metrics: metrics).counts())
        case .calibrate, .band, .aggregate, .report, .growthReport: preconditionFailure("stage `\(stage.name)` reads no rows")
        }
    }

    /// Rows of growth are there for the stages that follow, and its tables as far as they are used.
    private func provided(_ outcome: GrowthOutcome, as source: String, _ stage: StageDeclaration) -> RowsOutcome.Content {
        inputs.provide(source, outcome.rows)
        let used = outcome.tables.filter { pipeline.usesTable(stage.makes[$0.port]) }
        return .growth(rows: outcome.rows, tables: used.map { .init(port: $0.port, content: $0.content()) })
    }
}

extension Pipeline {
    /// Whether a table is published, or read by a stage.
    func usesTable(_ name: String?) -> Bool {
        guard let name else { return false }
        return published.contains(name) || stages.contains { $0.reads.values.contains(name) }
    }
}
