internal import Foundation
internal import Pipeline

/// Scenario files that all change one pipeline.
struct ScenarioFiles {
    struct Scenario: Sendable {
        /// The file's name without its ending; with a number behind it where two files have one name.
        let name: String
        let title: String
        let file: PipelineFile
    }

    /// The pipeline itself.
    let baseline: PipelineFile
    let scenarios: [Scenario]

    /// - Throws: every file that can't be read, is no scenario, or changes another pipeline than the first.
    init(_ paths: [String]) throws(RunFailure) {
        var files: [PipelineFile] = [], problems: [PipelineProblem] = []
        for path in paths {
            do throws(PipelineProblems) {
                let file = try PipelineFile(path: path, baseline: files.first.map { PipelineFile(layers: [$0.layers[0]]) })
                if file.layers.count == 1 { problems.append(.noScenario(path)) }
                if let first = files.first, first.layers[0].text != file.layers[0].text { problems.append(.otherBaseline(file, than: first)) }
                files.append(file)
            } catch {
                problems += error.problems
            }
        }
        guard let first = files.first, problems.isEmpty else { throw .pipeline(PipelineProblems(problems)) }
        baseline = PipelineFile(layers: [first.layers[0]])
        var seen: [String: Int] = ["baseline": 1]
        scenarios = files.map { file in
            let name = (file.name(ofLayer: file.layers.count - 1) as NSString).deletingPathExtension
            let count = seen[name, default: 0] + 1
            seen[name] = count
            return Scenario(name: count == 1 ? name : "\(name)-\(count)", title: file.scenario?.title ?? name, file: file)
        }
    }
}

// MARK: Texts

extension PipelineProblem {
    fileprivate static func noScenario(_ path: String) -> PipelineProblem {
        PipelineProblem(
            file: path, line: 1, column: 1, problem: "this is a pipeline and no scenario of one",
            remedy: "Leave it out; scenarios are compared with their pipeline in any case")
    }

    fileprivate static func otherBaseline(_ file: PipelineFile, than first: PipelineFile) -> PipelineProblem {
        PipelineProblem(
            file: file.path, line: 1, column: 1,
            problem: "this scenario changes \(file.layers[0].path), but \(first.path) changes \(first.layers[0].path)",
            remedy: "Compare scenarios of one pipeline at a time")
    }
}
