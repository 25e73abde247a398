import ArgumentParser
import Engine

/// `schoolindex visibility`: who is seen at which minimum number of students.
struct VisibilityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "visibility",
        abstract: "Tell how many schools and students a minimum number of students hides.",
        discussion: """
            For minimums from 5 to 100, and 1, how many schools have a result for each group on each metric, and how many of the \
            group's students are at them: a table for programs and a page with pictures.

            Example: schoolindex visibility index --out visibility
            """)

    @OptionGroup var options: FinishedRunOptions

    @Option(help: "The directory for visibility.csv and visibility.html. (default: none are written)")
    var out: String?

    func validate() throws { try out?.validateAsPath(of: "--out") }

    func run() throws {
        let report: RunAnswer
        do throws(RunFailure) {
            report = try options.finishedRun().visibility(out: out)
        } catch {
            throw Exit.code(for: error)
        }
        try Console.printResult(report.lines.map { $0 + "\n" }.joined())
        if !options.quiet { for file in report.files { Console.say("Wrote \(file)") } }
    }
}
