import ArgumentParser
import Engine

/// `schoolindex calibrate`: derives cut points from a baseline year.
struct Calibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Derive cut points from a baseline year's results.",
        discussion: """
            The bounds are the results at which equal shares of the year's schools begin, by metric and school level. Cut \
            points that were set by hand (without a number of schools) are kept as they are. The file says which year, how \
            many schools and which method each bound comes from.

            Example: schoolindex calibrate pipelines/core-sqii.yml --data consortium --year 2014-15 --out cut-points.csv
            """)

    @OptionGroup var options: RunOptions

    @Option(help: "The file to write; one that is there is replaced once the new one is whole.")
    var out: String

    @Option(help: "How many levels.")
    var levels = 10

    @Option(name: .customLong("minimum-schools"), help: "Fewest schools that a metric's cut points can come from.")
    var minimumSchools = 10

    @Option(
        help: """
            Metrics to derive, separated by commas; the cut points of all others stay. (default: every metric whose cut \
            points were not set by hand)
            """)
    var metrics: String?

    @Option(help: "Where the cut points come from, for the file's last column.")
    var source = ""

    func validate() throws {
        try out.validateAsPath(of: "--out")
        if !(2...100).contains(levels) { throw ValidationError("--levels \(levels): give a number from 2 to 100.") }
        if minimumSchools < 1 { throw ValidationError("--minimum-schools \(minimumSchools): give a number above 0.") }
    }

    func run() throws {
        do throws(RunFailure) {
            let count = try Run(options.request(out: "")).calibrate(
                to: out, levels: levels, minimumSchools: minimumSchools,
                metrics: metrics?.split(separator: ",").map(String.init), source: source)
            if !options.quiet { Console.print("Wrote cut points of \(count) metrics and school levels to \(out)") }
        } catch {
            throw Exit.code(for: error)
        }
    }
}
