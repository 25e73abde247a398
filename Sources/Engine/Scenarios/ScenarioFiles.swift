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

    /// - Throws: every file that can't be read, is no scenario, or changes another pipeline than the first.
    init(_ paths: [String], workers: Workers) throws(RunFailure) {
        let first = paths.first.map { Self.read($0, known: nil) }
        let known = first.flatMap { try? $0.get().file.baseline }
        let read = workers.map(paths.count) { $0 == 0 ? first! : Self.read(paths[$0], known: known) }
        var files: [(file: PipelineFile, header: ScenarioHeader?)] = [], problems: [PipelineProblem] = []
        for result in read {
            switch result {
            case .success(let read):
                if read.file.layers.count == 1 { problems.append(.noScenario(read.file.path)) }
                if let known, read.file.layers.count > 1, known.layers[0].text != read.file.layers[0].text { problems.append(.otherBaseline(read.file, than: files[0].file)) }
                files.append(read)
            case .failure(let error): problems += error.problems
            }
        }
        guard let known, problems.isEmpty else { throw .pipeline(PipelineProblems(problems)) }
        baseline = known
        var seen: [String: Int] = ["baseline": 1]
        scenarios = files.map { file, header in
            let name = (file.name(ofLayer: file.layers.count - 1) as NSString).deletingPathExtension
            let count = seen[name, default: 0] + 1
            seen[name] = count
            return Scenario(
                name: count == 1 ? name : "\(name)-\(count)", title: header?.title ?? name, author: header?.author ?? "",
                description: header?.description ?? "", file: file)
        }
    }

    private static func read(_ path: String, known: PipelineFile?) -> Result<(file: PipelineFile, header: ScenarioHeader?), PipelineProblems> {
        do throws(PipelineProblems) {
            let file = try PipelineFile(path: path, baseline: known)
            return .success((file, file.scenario))
        } catch {
            return .failure(error)
        }
    }
}

// MARK: Texts

extension PipelineProblem {
    static func noScenario(_ path: String) -> PipelineProblem {
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
