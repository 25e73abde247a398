import ArgumentParser
import Engine

/// `schoolindex plan`: what a run would do.
struct Plan: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a run would do, stage by stage, without doing it.",
        discussion: "Example: schoolindex plan pipelines/core-sqii.yml --data consortium --year 2016-17")

    @OptionGroup var options: RunOptions

    func run() throws {
        let lines: [String]
        do throws(RunFailure) {
            lines = try Run(options.request(out: "")).plan()
        } catch {
            throw Exit.code(for: error)
        }
        try Console.printResult(lines.map { $0 + "\n" }.joined())
    }
}
