internal import Aggregation
internal import Model
internal import Parallel
internal import Pipeline
internal import Reports
internal import Sensitivity

/// What scenarios to run, on what.
package struct ScenariosRequest: Sendable {
    /// Scenario files of one pipeline.
    package let scenarios: [String]
    /// Further scenarios of one change each, written `path=value`.
    package let changes: [String]
    package let data: String
    package let year: String?
    package let threads: Int
    /// Where results are kept from run to run; nil for meanwhile only.
    package let kept: String?

    package init(scenarios: [String], changes: [String] = [], data: String, year: String?, threads: Int, kept: String?) {
        self.scenarios = scenarios
        self.changes = changes
        self.data = data
        self.year = year
        self.threads = threads
        self.kept = kept
    }
}

/// Scenarios of one pipeline, all over the same results of the same rows.
///
/// What is made of rows is made once and kept; a scenario of weights alone is scored from what the schools earn on each metric.
package struct ScenarioRuns {
    let year: String
    let index: IndexDeclaration
    let schools: [School]
    /// School level → what reports call it.
    let levelTitles: [String: String]
    let workers: Workers
    let baseline: ScenarioContent.Scenario
    let scenarios: [ScenarioContent.Scenario]
    /// District → why it is held back.
    package let heldBack: [String: String]

    package init(_ request: ScenariosRequest) throws(RunFailure) {
        let files = try ScenarioFiles(request.scenarios, changes: request.changes, workers: Workers(count: request.threads))
        let run = try Run(Self.runRequest(request, files.baseline.path), file: files.baseline)
        let store = request.kept.map { KeptResults($0) } ?? .meanwhile()
        let computed = try ScoredRun(run, store)
        guard let score = computed.score else { throw .pipeline(PipelineProblems([.noScores(files.baseline)])) }
        year = run.year
        workers = run.workers
        levelTitles = Dictionary(run.pipeline.levels.map { ($0.key, $0.title) }) { first, _ in first }
        index = score.index
        schools = score.results.measures.schools
        heldBack = computed.heldBack
        let own = SchoolStandings(score.scores)
        baseline = ScenarioContent.Scenario(
            name: "baseline", title: run.pipeline.title, lowest: score.index.lowest?.words, standings: own, levels: [],
            decimals: score.index.decimals)
        scenarios = try Self.outcomes(of: files, run, score, own, request, store)
    }

    private static func runRequest(_ request: ScenariosRequest, _ path: String) -> RunRequest {
        RunRequest(pipeline: path, data: request.data, out: "", year: request.year, threads: request.threads)
    }

    private static func outcomes(
        of files: ScenarioFiles, _ run: Run, _ score: ScoredIndex, _ baseline: SchoolStandings, _ request: ScenariosRequest,
        _ store: KeptResults
    ) throws(RunFailure) -> [ScenarioContent.Scenario] {
        let weightScenarios = WeightScenarios(files.baseline, run.pipeline)
        let matrix = ScoreMatrix(score.results, population: score.population, rule: score.rule, workers: run.workers)
        // Weights are read and scored side by side; all else runs one after the other, on all threads each.
        let quick = run.workers.map(files.scenarios.count) { number -> Result<ScenarioContent.Scenario?, PipelineProblems> in
            let scenario = files.scenarios[number]
            do throws(PipelineProblems) {
                guard let indices = try weightScenarios?.indices(of: scenario.file),
                    let rule = indices.first(where: { $0.key == score.index.key })?.rule(year: run.year)
                else { return .success(nil) }
                let standing = SchoolStandings(matrix.scores(under: rule.weights), lowest: rule.lowest, baseline: baseline)
                return .success(scenario.shown(standing, rule.lowest, [], decimals: score.index.decimals))
            } catch {
                return .failure(error)
            }
        }
        let problems = quick.flatMap { result in if case .failure(let error) = result { error.problems } else { [PipelineProblem]() } }
        if !problems.isEmpty { throw .pipeline(PipelineProblems(problems)) }
        var outcomes: [ScenarioContent.Scenario] = []
        for (scenario, result) in zip(files.scenarios, quick) {
            if case .success(let outcome?) = result {
                outcomes.append(outcome)
            } else {
                outcomes.append(try whole(scenario, request, score, store))
            }
        }
        return outcomes
    }

    /// Runs a scenario that changes more than weights.
    private static func whole(
        _ scenario: ScenarioFiles.Scenario, _ request: ScenariosRequest, _ baseline: ScoredIndex, _ store: KeptResults
    ) throws(RunFailure) -> ScenarioContent.Scenario {
        let own = try ScoredRun(Run(runRequest(request, scenario.file.path), file: scenario.file), store)
        let changes = own.results.map { ScenarioContent.LevelChange.all(from: baseline.results, to: $0) } ?? []
        return scenario.shown(
            own.standings(of: baseline.results.measures.schools), own.score?.index.lowest, changes, decimals: baseline.index.decimals)
    }
}

extension ScenarioFiles.Scenario {
    /// - Parameters:
    ///   - lowest: nil where its index names no lowest-performing schools.
    ///   - levels: none where only weights differ from the baseline.
    fileprivate func shown(
        _ standings: SchoolStandings, _ lowest: LowestRule?, _ levels: [ScenarioContent.LevelChange], decimals: Int
    ) -> ScenarioContent.Scenario {
        .init(
            name: name, title: title, author: author, description: description, lowest: lowest?.words, standings: standings, levels: levels,
            decimals: decimals)
    }
}

// MARK: Texts

extension PipelineProblem {
    static func noScores(_ file: PipelineFile) -> PipelineProblem {
        PipelineProblem(
            file: file.path, line: 1, column: 1, problem: "the pipeline makes no scores, so that scenarios have nothing to be compared with",
            remedy: "Add an index and a stage `aggregate`")
    }
}
