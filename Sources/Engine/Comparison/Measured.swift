internal import Disaggregation
internal import Ingestion
internal import Model
internal import Pipeline

/// What the stages that count rows make: everything that levels and scores are computed from.
struct Measured: Sendable {
    let measures: Measures
    /// By which schools that span levels are compared; nil where the pipeline counts no population for it.
    let comparedPopulation: Population?
    /// By which their weights are averaged.
    let weightedPopulation: Population?
    let reasonsHeldBack: [String?]
    /// The places of the schools that the year lists.
    let places: [Int]

    /// What a run made.
    init(_ tableau: Tableau, _ stages: IndexStages, inputs: Inputs) {
        measures = tableau.measures(stages.disaggregate.makes["measures"])
        comparedPopulation = tableau.population(stages.band?.reads["population"])
        weightedPopulation = tableau.population(stages.aggregate?.reads["population"])
        reasonsHeldBack = inputs.reasonsHeldBack
        places = inputs.listedPlaces
    }

    /// What a pipeline makes of one dataset with the rolls of another, or with its own.
    init(_ data: Dataset, roster: Dataset?) throws(RunFailure) {
        let run = data.run, inputs = data.inputs, stages = data.stages
        let counted: any CountedData = roster.map { MixedData(data: data, roster: $0) } ?? inputs
        var counts: [(stage: PopulationStage, table: String, counts: [Int32])] = []
        let disaggregation: DisaggregateStage, records: Counts, minimum: Int
        do throws(InputProblems) {
            for stage in stages.populations {
                guard case .population(let year, let about, let grade) = stage.parameters else { continue }
                let counting = PopulationStage(pipeline: run.pipeline, data: counted, workers: run.workers, year: year ?? run.year)
                counts.append((counting, stage.makes["population"]!, try counting.counts(source: stage.reads["rows"]!, about: about, grade: grade)))
            }
            guard case .disaggregate(let year, let metrics, let minimumN, _) = stages.disaggregate.parameters else {
                preconditionFailure("the stage disaggregates")
            }
            disaggregation = DisaggregateStage(
                pipeline: run.pipeline, data: counted, workers: run.workers, year: year ?? run.year, metrics: metrics)
            (records, minimum) = (try disaggregation.counts(), minimumN)
        } catch {
            throw error.asFailure
        }
        // Only now is it known of every source what is held back.
        let isUnlisted = UnlistedSchools(inputs: inputs, year: run.year).isUnlisted
        func population(_ table: String?) -> Population? { counts.first { $0.table == table }.map { $0.stage.population($0.counts) } }
        measures = disaggregation.results(of: records, minimumN: minimum).measures
            .withholding(zip(inputs.reasonsHeldBack, isUnlisted).map { $0 != nil || $1 })
        comparedPopulation = population(stages.band?.reads["population"])
        weightedPopulation = population(stages.aggregate?.reads["population"])
        reasonsHeldBack = inputs.reasonsHeldBack
        places = inputs.listedPlaces
    }
}

extension Inputs {
    /// The places of the schools that the run's year lists.
    fileprivate var listedPlaces: [Int] { places(in: year) ?? Array(schools.indices) }
}
