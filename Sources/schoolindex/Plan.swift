import ArgumentParser
import Engine

/// `schoolindex plan`: what a run would do.
struct Plan: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say what a run would do, stage by stage, without doing it.",
        discussion: "Example: schoolindex plan pipelines/core-sqii.yml --data consortium --year 2016-17")

    @OptionGroup var options: RunOptions

    func run() throws {
        do throws(RunFailure) {
            for line in try Run(options.request(out: "")).plan() { Console.print(line) }
        } catch {
            throw Exit.code(for: error)
        }
    }
}
