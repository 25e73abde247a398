import ArgumentParser
import Engine

/// `schoolindex plan`: what a run would do.
struct Plan: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a run would do, stage by stage, without doing it.",
        discussion: """
            With --out or --kept it says of each stage whether the run would take a kept result, or what has changed since.

            Example: schoolindex plan pipelines/core-sqii.yml --data consortium --out index
            """)

    @OptionGroup var options: RunOptions

    @Option(help: "The directory that the run would publish to.")
    var out: String?

    @OptionGroup var kept: KeptOption

    func run() throws {
        let lines: [String]
        do throws(RunFailure) {
            lines = try Run(options.request(out: out ?? "", kept: kept.directory(besides: out))).plan()
        } catch {
            throw Exit.code(for: error)
        }
        try Console.printResult(lines.map { $0 + "\n" }.joined())
    }
}
