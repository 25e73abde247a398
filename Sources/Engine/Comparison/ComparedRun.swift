internal import Aggregation
internal import Ingestion
internal import Model
internal import Pipeline

/// One of two runs that are compared: what it made, and the five things that its scores are a function of.
struct ComparedRun {
    /// What was given on the command line.
    let name: String
    let run: Run
    let stages: IndexStages
    let measured: Measured
    /// Nil where no stage gives levels.
    let cuts: CutTable?
    /// The index as it stands in the run's year; nil where the pipeline has none.
    let index: IndexRule?
    /// What was read, cut points apart.
    let files: [FileReport]
    let settings: [String: String]
    /// What is wrong with the files and what was left out, a sentence each; none where all is well.
    let dataErrors: [String]

    init(_ name: String, _ run: Run, _ computation: Computation, _ inputs: Inputs) throws(RunFailure) {
        guard let stages = IndexStages(run.pipeline) else {
            throw .pipeline(PipelineProblems([.noResults(in: run.file)]))
        }
        self.name = name
        self.run = run
        self.stages = stages
        measured = Measured(computation.tableau, stages, inputs: inputs)
        do throws(InputProblems) {
            if let table = stages.band?.reads["cut_points"] {
                if let made = computation.tableau.cutPoints(table) { cuts = made } else { cuts = CutTable(try inputs.table(table)) }
            } else {
                cuts = nil
            }
        } catch {
            throw error.asFailure
        }
        if case .aggregate(let key)? = stages.aggregate?.parameters {
            index = run.pipeline.index(key)?.rule(year: run.year)
        } else {
            index = nil
        }
        let cutSources = Set(run.pipeline.sources.filter { $0.kind == "cut_points" }.map(\.name))
        files = inputs.files.filter { !cutSources.contains($0.source) }
        settings = run.file.settings(of: stages.all)
        dataErrors = inputs.errors(in: run.request.data)
    }

    /// Runs a pipeline file, or restores a finished run.
    ///
    /// - Parameter store: results of stages, which a pipeline file's run takes where they fit, and where it keeps its own; nil for none.
    init(_ side: CompareRequest.Side, threads: Int, reusing store: KeptResults? = nil) throws(RunFailure) {
        if side.isFinished {
            let finished = try FinishedRun(side.path, data: side.data, threads: threads)
            try self.init(side.path, finished.run, finished.computation, finished.inputs)
            return
        }
        let run = try Run(RunRequest(pipeline: side.path, data: side.data ?? ".", out: "", year: side.year, threads: threads))
        let (computation, inputs) = try run.compute(reusing: store)
        try self.init(side.path, run, computation, inputs)
    }

    /// The files that come with the data, or those that stand beside the pipeline file.
    func files(at place: SourceRule.Place) -> [FileReport] { files.filter { run.pipeline.source($0.source)?.place == place } }

    /// What says which run it is.
    var title: String { "\(name): \(run.file.scenario?.title ?? run.pipeline.title), \(run.year)" }
}

extension Run {
    /// The same pipeline on the data of another run, in its year.
    func on(_ other: Run) throws(RunFailure) -> Run {
        let changed = Run(self, data: other.request.data, year: other.year)
        try changed.checkGrowthYears()
        return changed
    }
}

// MARK: Texts

extension Inputs {
    fileprivate func errors(in directory: String) -> [String] {
        let errors = findings.count { $0.severity == .error }, rejected = files.reduce(0) { $0 + $1.rejected }
        let found = "\(directory): \(counted(errors, "error", "errors")) in the data, \(counted(rejected, "row", "rows")) rejected; "
            + "`schoolindex run` has them in findings.csv"
        let heldBack = heldBack.sorted { $0.key < $1.key }.map { "\(directory): district \($0.key) is held back: \($0.value)" }
        return (errors > 0 ? [found] : []) + heldBack
    }
}

extension PipelineProblem {
    fileprivate static func noResults(in file: PipelineFile) -> PipelineProblem {
        PipelineProblem(
            file: file.path, line: 1, column: 1, problem: "there is no stage whose results could be compared",
            remedy: "Add a stage `disaggregate` to `stages`")
    }
}
