internal import Foundation
package import Ingestion
internal import Model
internal import Parallel
internal import Pipeline
internal import Reports

/// What to run, on what, and where to.
package struct RunRequest: Sendable {
    package let pipeline: String
    /// Changes to it, written `path=value`.
    package let changes: [String]
    package let data: String
    package let out: String
    package let year: String?
    package let threads: Int
    /// How many finished runs stay under the output directory; nil for all.
    package let keep: Int?
    /// Where results are kept from run to run; nil for nowhere.
    package let kept: String?

    package init(
        pipeline: String, changes: [String] = [], data: String, out: String, year: String?, threads: Int, keep: Int? = nil, kept: String? = nil
    ) {
        self.pipeline = pipeline
        self.changes = changes
        self.data = data
        self.out = out
        self.year = year
        self.threads = threads
        self.keep = keep
        self.kept = kept
    }
}

/// What a run did.
package struct RunSummary: Sendable {
    package let directory: String
    package let year: String
    package let schoolCount: Int
    package let scoredCount: Int
    /// Whether the pipeline makes scores at all.
    package let hasScores: Bool
    package let heldBack: [String: String]
    package let findings: [Finding]
    package let stages: [StageRecord]
    package let rejectedRows: Int

    /// Whether something was left out because of errors in the data.
    package var withheldSomething: Bool { !heldBack.isEmpty || findings.contains { $0.severity == .error } }
}

/// A whole run: read and check the pipeline, compute, write, publish.
package struct Run {
    package static let toolVersion = "0.1.0"

    let request: RunRequest
    let workers: Workers
    let file: PipelineFile
    let pipeline: Pipeline
    let year: String

    /// Reads and checks the pipeline file.
    package init(_ request: RunRequest) throws(RunFailure) {
        let file: PipelineFile
        do throws(PipelineProblems) {
            file = try PipelineFile(path: request.pipeline, changes: request.changes)
        } catch {
            throw .pipeline(error)
        }
        try self.init(request, file: file)
    }

    /// - Parameter file: the pipeline, wherever its text comes from.
    init(_ request: RunRequest, file: PipelineFile) throws(RunFailure) {
        self.request = request
        self.file = file
        workers = Workers(count: request.threads)
        do throws(PipelineProblems) { pipeline = try file.pipeline() } catch { throw .pipeline(error) }
        guard let year = request.year ?? pipeline.year else {
            throw .pipeline(PipelineProblems([
                PipelineProblem(
                    file: request.pipeline, line: 1, column: 1, problem: "there is no year to run",
                    remedy: "Add `year:` to the pipeline file, or give --year")
            ]))
        }
        self.year = year
        try checkWeights()
        try checkGrowthYears()
    }

    /// The same pipeline on other files, in another year.
    init(_ other: Run, data: String, year: String) {
        let own = other.request
        request = RunRequest(
            pipeline: own.pipeline, changes: own.changes, data: data, out: own.out, year: year, threads: own.threads, keep: own.keep)
        workers = other.workers
        file = other.file
        pipeline = other.pipeline
        self.year = year
    }

    /// Growth in a year looks back along the years that its stage lists.
    func checkGrowthYears() throws(RunFailure) {
        let problems = pipeline.stages.compactMap { stage -> PipelineProblem? in
            guard let years = stage.growthScores?.years, !years.contains(year) else { return nil }
            return .yearWithoutGrowth(year, years, stage, in: file)
        }
        if !problems.isEmpty { throw .pipeline(PipelineProblems(problems)) }
    }

    /// Every index that is aggregated has weights in the year, which is written like theirs.
    private func checkWeights() throws(RunFailure) {
        let problems = pipeline.stages.compactMap { stage -> PipelineProblem? in
            guard case .aggregate(let key) = stage.parameters, let index = pipeline.index(key), let first = index.weights.first
            else { return nil }
            if !YearForm.agree(year, first.from) { return .unlikeYear(year, first, in: file) }
            return index.rule(year: year) == nil ? .tooEarly(year, first, of: index, in: file) : nil
        }
        if !problems.isEmpty { throw .pipeline(PipelineProblems(problems)) }
    }

    package var directories: [SourceRule.Place: String] { [.data: request.data, .pipeline: file.directory] }

    /// Runs everything and publishes one directory.
    package func publish(progress: (_ stage: String, _ done: Int, _ of: Int) -> Void = { _, _, _ in }) throws(RunFailure) -> RunSummary {
        let directory: RunDirectory
        do throws(PublishingProblem) { directory = try RunDirectory(request.out) } catch { throw .publishing(error) }
        do throws(RunFailure) {
            return try publish(into: directory, progress: progress)
        } catch {
            directory.discard()
            throw error
        }
    }

    private func publish(
        into directory: RunDirectory, progress: (_ stage: String, _ done: Int, _ of: Int) -> Void
    ) throws(RunFailure) -> RunSummary {
        let (computation, inputs) = try compute(reusing: request.kept.map(KeptResults.init), progress: progress)
        do throws(PublishingProblem) {
            var publisher = Publisher(directory, workers: workers)
            let contents = RunContents(pipeline: pipeline, year: year, computation: computation, inputs: inputs)
            try contents.write(to: &publisher)
            try publisher.add(PipelineCopy(file, sources: pipeline.sources, reports: inputs.files))
            try publisher.add("datapackage.json", DataPackage(pipeline: pipeline, year: year, tables: publisher.tables).json)
            let manifest = Manifest(
                tool: Self.toolVersion, pipeline: file, year: year, inputs: inputs, stages: computation.records,
                outputs: publisher.outputs, threads: workers.count)
            let outputs = publisher.outputs
            try publisher.add("manifest.json", manifest.json)
            let path = try directory.publish(as: manifest.runName, holding: outputs)
            try DataLocation(root: directory.root).remember(request.data, of: path)
            if let keep = request.keep { try directory.removeRuns(keeping: keep, latest: path) }
            return summary(directory: path, computation, inputs)
        } catch {
            throw .publishing(error)
        }
    }

    private func summary(directory: String, _ computation: Computation, _ inputs: Inputs) -> RunSummary {
        let scores = computation.tableau.tables.keys.sorted().compactMap { computation.tableau.scores($0) }.first
        return RunSummary(
            directory: directory, year: year, schoolCount: inputs.places(in: year)?.count ?? inputs.schools.count,
            scoredCount: scores?.scores.count { $0.score != nil } ?? 0, hasScores: scores != nil, heldBack: inputs.heldBack, findings: inputs.findings,
            stages: computation.records, rejectedRows: inputs.files.reduce(0) { $0 + $1.rejected })
    }

    /// Computes the tables of some stages, in order, without publishing anything.
    ///
    /// - Parameter store: results of earlier runs, which are taken where they fit, and where new ones are kept.
    func compute(
        stages: [StageDeclaration]? = nil, reusing store: KeptResults? = nil,
        progress: (_ stage: String, _ done: Int, _ of: Int) -> Void = { _, _, _ in }
    ) throws(RunFailure) -> (Computation, Inputs) {
        let stages = stages ?? pipeline.stages
        let inputs = try inputs(for: stages)
        let reuse = store.flatMap { self.reuse($0, stages, inputs) }
        if let reuse { try inputs.take(reuse) }
        var computation = Computation(pipeline, file: file, year: year, workers: workers)
        let made = try computation.run(stages, inputs, reusing: reuse, progress: progress)
        try inputs.checkYear()
        if let store { try keep(made, reuse, stages, inputs, in: store) }
        return (computation, inputs)
    }

    /// The schools read, and everything that must be there looked for.
    func inputs(for stages: [StageDeclaration]) throws(RunFailure) -> Inputs {
        do throws(InputProblems) {
            let inputs = try Inputs(
                pipeline, needs: Needs(pipeline, stages: stages, year: year), directories: directories, workers: workers)
            try checkCuts(of: stages, inputs)
            return inputs
        } catch {
            throw error.asFailure
        }
    }

    /// Wrong cut points are found before any student's row is read.
    private func checkCuts(of stages: [StageDeclaration], _ inputs: Inputs) throws(InputProblems) {
        for stage in stages where stage.kind == .band {
            guard let name = stage.reads["cut_points"], pipeline.source(name) != nil else { continue }
            let table = CutTable(try inputs.table(name))
            let (mistakes, _) = CutCheck(pipeline: pipeline).problems(of: table, in: stage)
            if !mistakes.isEmpty { throw InputProblems(problems: mistakes.map { InputProblem(source: name, problem: $0) }) }
        }
    }
}

// MARK: Texts

extension PipelineProblem {
    fileprivate static func yearWithoutGrowth(
        _ year: String, _ years: [String], _ stage: StageDeclaration, in file: PipelineFile
    ) -> PipelineProblem {
        file.problem(
            at: stage.place, "the year to run, `\(year)`, is not among the `years` of stage `\(stage.kind.rawValue)`",
            "Add it, behind the years before it, or run one of \(years.joined(separator: ", "))")
    }

    fileprivate static func unlikeYear(_ year: String, _ first: DatedWeights, in file: PipelineFile) -> PipelineProblem {
        file.problem(
            at: first.place, "the year to run, `\(year)`, is not written like `\(first.from)`",
            "Write all years alike; they are compared as texts")
    }

    fileprivate static func tooEarly(
        _ year: String, _ first: DatedWeights, of index: IndexDeclaration, in file: PipelineFile
    ) -> PipelineProblem {
        file.problem(
            at: first.place, "index `\(index.key)` has no weights for \(year); its first are from \(first.from)",
            "Add weights for the year, or run a later one")
    }
}
