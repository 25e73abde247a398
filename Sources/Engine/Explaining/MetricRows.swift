internal import Conditions
internal import Disaggregation
internal import Ingestion
internal import Model
internal import Parallel
internal import Pipeline
internal import Tables

/// The rows that a metric's results were counted from, read again with the columns of its conditions.
struct MetricRows {
    let metric: MetricDeclaration
    let rows: JoinedRows
    /// Codes of schools by row, 0 for rows of other years.
    let codes: [UInt16]
    let inputs: Inputs
    let stage: DisaggregateStage
    let groups: [GroupDeclaration]

    /// Reads the metric's source and what it is joined with, and runs the stages that make rows of them.
    ///
    /// - Parameter measuring: the stage that counted the metric.
    init(_ metric: MetricDeclaration, _ run: Run, measuring: StageDeclaration) throws(RunFailure) {
        guard let source = run.pipeline.source(metric.source), case .disaggregate(let year, _, let minimumN, let provenance) = measuring.parameters
        else { preconditionFailure("only a metric with a source has rows") }
        let asked = measuring.with(.disaggregate(year: year, metrics: [metric.key], minimumN: minimumN, provenance: provenance))
        let made = Set([source.name] + source.joins.map(\.source))
        let making = run.pipeline.stages.filter { stage in
            stage.kind.makes.contains { $0.kind == .records && stage.makes[$0.name].map(made.contains) ?? false }
        }
        let student = [source.field(.student)?.name].compactMap { $0 }
        let needs = Needs(run.pipeline, stages: making + [asked], year: run.year, reading: [source.name: student])
        do throws(InputProblems) {
            inputs = try Inputs(run.pipeline, needs: needs, directories: run.directories, workers: run.workers)
        } catch {
            throw error.asFailure
        }
        var computation = Computation(run.pipeline, file: run.file, year: run.year, workers: run.workers)
        _ = try computation.run(making, inputs) { _, _, _ in }
        do throws(InputProblems) { rows = try inputs.rows(of: source.name) } catch { throw error.asFailure }
        self.metric = metric
        stage = DisaggregateStage(
            pipeline: run.pipeline, data: inputs, workers: run.workers, year: year ?? run.year, metrics: [metric.key])
        codes = rows.schools(year: stage.year, isOneYear: inputs.isOneYear(source.name))
        groups = run.pipeline.countedGroups
    }

    /// The parts of a school's result by group; none for a metric whose results are counted otherwise.
    func parts(of school: School) -> [[PartResult]] {
        guard let place = inputs.schools.firstIndex(where: { $0.id == school.id }) else { return [] }
        let count = inputs.schools.count
        switch metric.rule {
        case .records:
            let records = stage.records(of: [(0, metric)], groups: groups, rows: rows, schools: codes)
            return groups.indices.map {
                records.parts(of: records.metrics[0], school: place, group: $0, schoolCount: count, workers: stage.workers)
            }
        case .value, .counts:
            guard let given = DisaggregateStage.given(metric, place: 0, groups: groups, rows: rows, schools: codes) else { return [] }
            return groups.indices.map { given.parts(school: place, group: $0, schoolCount: count, groupCount: groups.count) }
        case .statistic, .best, .rank: return []
        }
    }
}

extension MetricDeclaration {
    /// Whether its results are counted from students' rows.
    var isCounted: Bool {
        switch rule {
        case .records, .statistic: true
        default: false
        }
    }

    /// Whether its results are put together from responses or parts, which the run's tables do not hold.
    var hasParts: Bool {
        switch rule {
        case .records(_, let unit): unit != nil || parts != nil
        case .counts: true
        default: parts != nil
        }
    }
}
