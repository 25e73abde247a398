internal import Foundation
internal import Parallel
internal import Pipeline

/// Scenario files that all change one pipeline.
struct ScenarioFiles {
    struct Scenario: Sendable {
        /// The file's name without its ending; with a number behind it where two files have one name.
        let name: String
        let title: String
        let author: String
        let description: String
        let file: PipelineFile
    }

    /// The pipeline itself.
    let baseline: PipelineFile
    let scenarios: [Scenario]

    /// - Parameters:
    ///   - paths: scenario files; with changes, the pipeline itself as well where no scenario says which it is.
    ///   - changes: written `path=value`, each a scenario of its own.
    /// - Throws: every file that can't be read, is no scenario, or changes another pipeline than the first.
    init(_ paths: [String], changes: [String], workers: Workers) throws(RunFailure) {
        let first = paths.first.map { Self.read($0, known: nil) }
        let known = first.flatMap { try? $0.get().baseline }
        let read = workers.map(paths.count) { $0 == 0 ? first! : Self.read(paths[$0], known: known) }
        var files: [PipelineFile] = [], problems: [PipelineProblem] = []
        for result in read {
            switch result {
            case .success(let file):
                if file.layers.count == 1 && changes.isEmpty {
                    problems.append(.noScenario(file.path))
                } else if let known, known.layers[0].text != file.layers[0].text {
                    problems.append(.otherBaseline(file, than: known))
                }
                if file.layers.count > 1 { files.append(file) }
            case .failure(let error): problems += error.problems
            }
        }
        guard let known, problems.isEmpty else { throw .pipeline(PipelineProblems(problems)) }
        baseline = known
        var seen: [String: Int] = ["baseline": 1]
        scenarios = try files.map { Self.scenario($0, &seen) } + Self.scenarios(changes, of: known)
    }

    private static func scenario(_ file: PipelineFile, _ seen: inout [String: Int]) -> Scenario {
        let name = (file.name(ofLayer: file.layers.count - 1) as NSString).deletingPathExtension, header = file.scenario
        let count = seen[name, default: 0] + 1
        seen[name] = count
        return Scenario(
            name: count == 1 ? name : "\(name)-\(count)", title: header?.title ?? name, author: header?.author ?? "",
            description: header?.description ?? "", file: file)
    }

    private static func scenarios(_ changes: [String], of baseline: PipelineFile) throws(RunFailure) -> [Scenario] {
        var scenarios: [Scenario] = []
        for change in changes {
            do throws(PipelineProblems) {
                scenarios.append(Scenario(name: change, title: change, author: "", description: "", file: try baseline.setting(change)))
            } catch {
                throw .pipeline(error)
            }
        }
        return scenarios
    }

    private static func read(_ path: String, known: PipelineFile?) -> Result<PipelineFile, PipelineProblems> {
        Result { () throws(PipelineProblems) in try PipelineFile(path: path, baseline: known) }
    }
}

// MARK: Texts

extension PipelineProblem {
    static func noScenario(_ path: String) -> PipelineProblem {
        PipelineProblem(
            file: path, line: 1, column: 1, problem: "this is a pipeline and no scenario of one",
            remedy: "Leave it out; scenarios are compared with their pipeline in any case")
    }

    fileprivate static func otherBaseline(_ file: PipelineFile, than known: PipelineFile) -> PipelineProblem {
        PipelineProblem(
            file: file.path, line: 1, column: 1,
            problem: "this is of \(file.layers[0].path), but the first file is of \(known.path)",
            remedy: "Compare scenarios of one pipeline at a time")
    }
}
