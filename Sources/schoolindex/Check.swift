import ArgumentParser
import Engine

/// `schoolindex check`: checks a pipeline file, its cut points and its weights.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a pipeline file, its cut points and its weights without running it.",
        discussion: """
            Proves for every pattern of missing metrics that a school's weights add up to 100 or that it has no score with \
            a reason, and reports cut points with gaps, overlaps or levels that nobody can reach.

            Example: schoolindex check pipelines/core-sqii.yml
            """)

    @OptionGroup var options: RunOptions

    func run() throws {
        let report: CheckReport
        do throws(RunFailure) {
            report = try Run(options.request(out: "")).check()
        } catch {
            throw Exit.code(for: error)
        }
        for remark in report.remarks { Console.say("note: \(remark)") }
        for mistake in report.mistakes { Console.say("error: \(mistake)") }
        if !report.mistakes.isEmpty { throw Exit.wrongPipeline }
        if !options.quiet { try Console.printResult(report.facts.map { $0 + "\n" }.joined()) }
    }
}
