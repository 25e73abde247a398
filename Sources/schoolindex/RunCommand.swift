import ArgumentParser
import Engine
import Ingestion

/// `schoolindex run`: computes an index and publishes it.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Compute an index and publish its tables and reports.",
        discussion: """
            Everything is written beside what is there and switched at once: OUT/latest is always a whole run, and what a run \
            published with exit code 0 or 1 is on disk. Equal inputs give the same run, which takes its space once. A run that \
            is stopped (Ctrl-C, SIGTERM, SIGKILL) publishes nothing, ends with the signal's status (128 plus its number in a \
            shell), and the next run removes what it left.

            Example: schoolindex run pipelines/core-sqii.yml --data consortium --out index --year 2016-17
            """)

    @OptionGroup var options: RunOptions

    @Option(help: "The directory to publish to; the newest run is in its `latest`.")
    var out: String

    @OptionGroup var kept: KeptOption

    @Flag(name: .customLong("anew"), help: "Take no kept result: every stage runs.")
    var isAnew = false

    @Option(help: ArgumentHelp(
        "Finished runs to keep in OUT/runs, this one included; older ones are removed. (default: all)", valueName: "runs"))
    var keep: Int?

    func validate() throws {
        try out.validateAsPath(of: "--out")
        if let keep, keep < 1 { throw ValidationError("--keep \(keep): give a number above 0; the newest run always stays.") }
    }

    func run() throws {
        let progress = StageProgress(quiet: options.quiet)
        let summary: RunSummary
        do throws(RunFailure) {
            summary = try Run(options.request(out: out, keep: keep, kept: isAnew ? nil : kept.directory(besides: out))).publish(progress: progress.show)
        } catch {
            progress.show("", 0, 0)
            throw Exit.code(for: error)
        }
        report(summary)
        if summary.withheldSomething { throw Exit.withheld }
    }

    private func report(_ summary: RunSummary) {
        let errors = summary.findings.filter { $0.severity == .error }
        for (district, reason) in summary.heldBack.sorted(by: { $0.key < $1.key }) {
            Console.say("error: district \(district) is held back: \(reason)")
        }
        if !errors.isEmpty {
            Console.say("\(errors.count) \(errors.count == 1 ? "error" : "errors") in the data; see \(out)/latest/findings.csv and rejects/")
            for finding in errors.prefix(5) { Console.say("  \(finding.oneLine)") }
        }
        if options.quiet { return }
        let scored = summary.hasScores ? "\(summary.scoredCount) of \(summary.schoolCount) schools have a score; " : ""
        Console.print("\(summary.year): \(scored)published in \(summary.directory)")
    }
}

extension Finding {
    /// `file:line: column: problem (found …). Remedy.`
    var oneLine: String {
        let place = line.map { "\(file):\($0)" } ?? file
        let found = value.isEmpty ? "" : " (found \"\(value)\")"
        return "\(place): \(column.isEmpty ? "" : "\(column) ")\(problem)\(found). \(remedy)."
    }
}
