internal import Foundation
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
        let count = self.choices.reduce(1.0) { $0 * Double($1.alternatives.count) }
        if count > Self.most { throw .pipeline(PipelineProblems([.tooMany(self.choices, most: Int(Self.most))])) }
        let run = finished.run, store = finished.kept ?? .meanwhile()
        var changes: [[[PipelineFile.Layer]]] = []
        for choice in choices { changes.append(try Self.changes(choice, of: run.file)) }
        var schools: [School]?, standings: [ChosenStandings] = []
        for combination in ChoiceSensitivity.combinations(self.choices) {
            let chosen = zip(changes, combination).flatMap { $0[$1] }
            let layers = chosen.reduce(into: run.file.layers) { layers, change in
                layers.append(PipelineFile.Layer(path: change.path, text: change.text, number: layers.count))
            }
            let own = try Self.run(PipelineFile(layers: layers), chosen, like: run.request, store)
            // The first combination is the pipeline as it is.
            guard let all = schools ?? own.score?.results.measures.schools else { throw .pipeline(PipelineProblems([.noScores(run.file)])) }
            schools = all
            let standing = own.standings(of: all)
            standings.append(ChosenStandings(ranks: standing.ranks, isLowest: own.score?.index.lowest == nil ? nil : standing.isLowest))
        }
        self.schools = schools ?? []
        self.standings = standings
    }

    /// - Throws: what is wrong with a combination, with the files it is made of.
    private static func run(
        _ file: PipelineFile, _ chosen: [PipelineFile.Layer], like request: RunRequest, _ store: KeptResults
    ) throws(RunFailure) -> ScoredRun {
        do throws(RunFailure) {
            return try ScoredRun(Run(request, file: file), store)
        } catch {
            guard case .pipeline(let found) = error, chosen.count > 1 else { throw error }
            throw .pipeline(PipelineProblems(found.problems.map { $0.inCombination(of: chosen.map(\.path)) }))
        }
    }

    /// By alternative the scenario files that make it; none for the pipeline as it is.
    private static func changes(_ choice: ScenarioChoice, of file: PipelineFile) throws(RunFailure) -> [[PipelineFile.Layer]] {
        var alternatives: [[PipelineFile.Layer]] = [[]]
        for path in choice.scenarios {
            let scenario: PipelineFile
            do throws(PipelineProblems) { scenario = try PipelineFile(path: path) } catch { throw .pipeline(error) }
            if scenario.layers.count == 1 { throw .pipeline(PipelineProblems([.noScenario(path)])) }
            if scenario.layers[0].text != file.layers[0].text { throw .pipeline(PipelineProblems([.otherPipeline(scenario)])) }
            alternatives.append(Array(scenario.layers.dropFirst()))
        }
        return alternatives
    }
}

// MARK: Texts

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

    fileprivate static func tooMany(_ choices: [UncertainChoice], most: Int) -> PipelineProblem {
        let counts = choices.map { "\($0.alternatives.count)" }.joined(separator: " × ")
        return PipelineProblem(
            file: "--choice", line: 0, column: 0, problem: "\(counts) alternatives are more than \(most) combinations",
            remedy: "Leave out choices, or alternatives of them")
    }
}
