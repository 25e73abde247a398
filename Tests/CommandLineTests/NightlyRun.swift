import Testing
import TestSupport

/// The nightly job: the index of a small consortium, published to a directory of its own.
struct NightlyRun {
    let consortium: SmallConsortium
    let directory: TemporaryDirectory
    var out: String { directory("out") }

    static let pipeline = RepositoryFile.path("pipelines/core-sqii.yml")

    init() throws {
        consortium = try SmallConsortium()
        directory = try TemporaryDirectory()
    }

    /// What cron runs, and more arguments.
    func arguments(_ more: [String] = []) -> [String] {
        [BuiltTool.path, "run", Self.pipeline, "--data", consortium.path, "--out", out] + more
    }

    func run(_ more: String..., environment: [String: String?] = [:], in directory: String? = nil) throws -> Subprocess.Outcome {
        try Subprocess.run(arguments(more), environment: environment, directory: directory)
    }

    func start(_ more: String...) throws -> Subprocess { try Subprocess(arguments(more)) }

    /// What the tool published last.
    func latest() throws -> PublishedRun { try PublishedRun(out + "/latest") }

    /// The findings that concern a file, as text, one a line: severity, line, column, value, rule, problem, remedy.
    func findings(_ file: String) throws -> [String] {
        try latest().rows("findings").filter { $0["file"] == file }.map { row in
            ["severity", "line", "column", "value", "rule", "problem", "remedy"].map { row[$0]! }.joined(separator: " | ")
        }
    }
}

extension Subprocess.Outcome {
    /// Its standard error without the part of each line that differs between machines.
    func errors(without path: String) -> String { errors.replacing(path, with: "…") }
}
