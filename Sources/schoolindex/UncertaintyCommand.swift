import ArgumentParser
import Engine

/// `schoolindex uncertainty`: how sure a run's scores, ranks and levels are.
struct UncertaintyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uncertainty",
        abstract: "Tell how sure a run's scores, ranks and levels are.",
        discussion: """
            The index is computed again and again from results that are drawn anew: shares of students with the errors of a \
            sample, given results within their standard errors, and weights around the declared ones, as `uncertainty` of the \
            pipeline file says. The same seed gives the same numbers on every machine.

            Example: schoolindex uncertainty index --out uncertainty --replicates 1000
            """)

    @OptionGroup var options: FinishedRunOptions

    @Option(help: "The directory for school_uncertainty.csv, level_uncertainty.csv and swaps.csv. (default: none are written)")
    var out: String?

    @Option(help: "How often all is drawn anew. (default: what the pipeline file says)")
    var replicates: Int?

    @Option(help: "Another seed draws other numbers. (default: what the pipeline file says)")
    var seed: UInt64?

    @Option(help: ArgumentHelp("Two schools whose order is asked for, by their codes.", valueName: "code,code"))
    var pair: String?

    func validate() throws {
        try out?.validateAsPath(of: "--out")
        if let replicates, !(1...100_000).contains(replicates) {
            throw ValidationError("--replicates \(replicates): give a number from 1 to 100000.")
        }
        if let pair, codes(pair).count != 2 { throw ValidationError("--pair \(pair): give two school codes, separated by a comma.") }
    }

    private func codes(_ pair: String) -> [String] { pair.split(separator: ",").map(String.init) }

    func run() throws {
        let report: RunAnswer
        do throws(RunFailure) {
            report = try options.finishedRun().uncertainty(
                UncertaintyRequest(replicates: replicates, seed: seed, pair: pair.map(codes), out: out))
        } catch {
            throw Exit.code(for: error)
        }
        try Console.printResult(report.lines.map { $0 + "\n" }.joined())
        if let out, !options.quiet { Console.say("Wrote \(report.files.count) tables to \(out)") }
    }
}
