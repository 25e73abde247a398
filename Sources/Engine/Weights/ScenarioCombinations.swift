internal import Foundation
internal import Ingestion
internal import Model
internal import Pipeline
internal import Sensitivity

/// A choice between a pipeline as it is and scenarios of it.
package struct ScenarioChoice: Sendable {
    /// What tables call it.
    package let name: String
    /// Scenario files, one for each alternative to the pipeline as it is.
    package let scenarios: [String]

    /// - Parameter text: `a.yml,b.yml`, or with a name `n=a.yml,b.yml`; without one it is called by its first file.
    package init(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        scenarios = parts[parts.count - 1].split(separator: ",").map(String.init)
        name = parts.count > 1 ? String(parts[0]) : scenarios.first.map(Self.name(ofFile:)) ?? ""
    }

    /// Whether it has a name and a file.
    package var isNamed: Bool { !name.isEmpty && !scenarios.isEmpty }

    var alternatives: [String] { ["as it is"] + scenarios.map(Self.name(ofFile:)) }

    private static func name(ofFile path: String) -> String { ((path as NSString).lastPathComponent as NSString).deletingPathExtension }
}

/// A run computed again for every combination of choices, each over what is kept of the same rows.
struct ScenarioCombinations {
    let choices: [UncertainChoice]
    /// In the order of `ChoiceSensitivity.combinations`.
    let standings: [ChosenStandings]
    let schools: [School]

    /// More would take minutes.
    private static let most = 256.0

    init(_ choices: [ScenarioChoice], of finished: FinishedRun) throws(RunFailure) {
        self.choices = choices.map { UncertainChoice(name: $0.name, alternatives: $0.alternatives) }
        try Self.check(choices)
        var changes: [[PipelineFile?]] = []
        for choice in choices { changes.append(try [nil] + Self.scenarios(choice, of: finished.run.file)) }
        // Files beside the pipeline are looked for where its scenarios have theirs.
        let base = finished.run.file.moved(besides: changes.joined().compactMap(\.self).first)
        let store = finished.kept ?? .meanwhile()
        var schools: [School]?, standings: [ChosenStandings] = []
        for combination in ChoiceSensitivity.combinations(self.choices) {
            let chosen = zip(changes, combination).compactMap { $0[$1] }
            let own = try Self.run(chosen.reduce(base) { $0.changed(by: $1) }, chosen, like: finished.run.request, store)
            // The first combination is the pipeline as it is.
            if schools == nil { try Self.check(own.files, are: finished.inputs.files, base) }
            guard let score = own.score else { throw .pipeline(PipelineProblems([.noScores(chosen.last ?? base)])) }
            let all = schools ?? score.results.measures.schools
            schools = all
            let standing = own.standings(of: all)
            standings.append(ChosenStandings(ranks: standing.ranks, isLowest: score.index.lowest == nil ? nil : standing.isLowest))
        }
        self.schools = schools ?? []
        self.standings = standings
    }

    /// - Throws: what is wrong with a combination, with the files it is made of.
    private static func run(
        _ file: PipelineFile, _ chosen: [PipelineFile], like request: RunRequest, _ store: KeptResults
    ) throws(RunFailure) -> ScoredRun {
        do throws(RunFailure) {
            return try ScoredRun(Run(request, file: file), store)
        } catch {
            guard case .pipeline(let found) = error, chosen.count > 1 else { throw error }
            throw .pipeline(PipelineProblems(found.problems.map { $0.inCombination(of: chosen.map(\.path)) }))
        }
    }

    /// A choice's scenario files.
    private static func scenarios(_ choice: ScenarioChoice, of file: PipelineFile) throws(RunFailure) -> [PipelineFile] {
        var scenarios: [PipelineFile] = []
        for path in choice.scenarios {
            let scenario: PipelineFile
            do throws(PipelineProblems) { scenario = try PipelineFile(path: path) } catch { throw .pipeline(error) }
            if scenario.layers.count == 1 { throw .pipeline(PipelineProblems([.noScenario(path)])) }
            if scenario.layers[0].text != file.layers[0].text { throw .pipeline(PipelineProblems([.otherPipeline(scenario)])) }
            scenarios.append(scenario)
        }
        return scenarios
    }

    // MARK: Checks

    private static func check(_ choices: [ScenarioChoice]) throws(RunFailure) {
        let counts = choices.map(\.alternatives.count), files = choices.flatMap(\.scenarios)
        var problems: [PipelineProblem] = []
        if counts.reduce(1.0, { $0 * Double($1) }) > Self.most { problems.append(.tooMany(counts, most: Int(Self.most))) }
        if Set(files).count < files.count || Set(choices.map(\.name)).count < choices.count { problems.append(.repeated) }
        if !problems.isEmpty { throw .pipeline(PipelineProblems(problems)) }
    }

    private static func check(_ files: [FileReport], are before: [FileReport], _ base: PipelineFile) throws(RunFailure) {
        let changed = files.changed(since: before.map { ($0.source, $0.file, $0.sha256) }).map { String.changed($0, base.directory) }
        if !changed.isEmpty { throw .inputs(changed) }
    }
}

// MARK: Texts

extension String {
    fileprivate static func changed(_ file: String, _ directory: String) -> String {
        "\(file): is not what the run was made with (files beside the pipeline are read in \(directory)). Run it again first."
    }
}

extension PipelineProblem {
    fileprivate static func otherPipeline(_ scenario: PipelineFile) -> PipelineProblem {
        PipelineProblem(
            file: scenario.path, line: 1, column: 1, problem: "this scenario changes \(scenario.layers[0].path), which is not what the run was made with",
            remedy: "Name scenarios of the run's own pipeline; where that was changed since, run it again")
    }

    fileprivate func inCombination(of files: [String]) -> PipelineProblem {
        PipelineProblem(
            file: file, line: line, column: column, problem: "in the combination of \(files.joined(separator: " and ")), " + problem, remedy: remedy)
    }

    fileprivate static func tooMany(_ counts: [Int], most: Int) -> PipelineProblem {
        let product = counts.map { "\($0)" }.joined(separator: " × ")
        return PipelineProblem(
            file: "--alternatives", line: 0, column: 0, problem: "\(product) alternatives are more than \(most) combinations",
            remedy: "Leave out choices, or alternatives of them")
    }

    fileprivate static var repeated: PipelineProblem {
        PipelineProblem(
            file: "--alternatives", line: 0, column: 0, problem: "a file or a name stands there twice, and would count twice",
            remedy: "Give each file once, and choices names of their own, such as n=minimum-n-10.yml")
    }
}
