import ArgumentParser
import Engine

/// `schoolindex growth`: growth models on files, without a pipeline.
struct GrowthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "growth", abstract: "Compute growth models on files, without a pipeline.",
        subcommands: [Percentiles.self, Targets.self])
}

extension GrowthCommand {
    /// `schoolindex growth percentiles`: student growth percentiles of one file.
    struct Percentiles: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compute student growth percentiles.",
            discussion: """
                The input has a row for each student: a column ID, and for every year a column GRADE_<year> and a column \
                SS_<year> with the scale score; an empty field and NA say that there is none. The last years belong to the \
                progression. A student's percentile comes from the most prior scores there are without a gap; the output has it \
                with the number of prior scores (order).

                Each of the 100 quantile regressions is exact, and certified by its dual.

                With --simex, a column SGP_SIMEX has percentiles corrected for the errors of the prior scores, by simulation \
                and extrapolation; the input then has a column SE_<year> with the scores' standard errors for every year before \
                the last. A student without one of them has no corrected percentile.

                Example: schoolindex growth percentiles scores.csv --progression 3,4,5 --out percentiles.csv
                """)

        @Argument(help: "The students' grades and scores.")
        var input: String

        @Option(help: "The grades that students go through, the current one last, separated by commas (3,4,5).")
        var progression: String

        @Option(help: "The file to write; one that is there is replaced once the new one is whole.")
        var out: String

        @Option(help: "Percentiles, separated by commas, whose scores to write out for every student (35,50,65).")
        var cuts: String?

        @Option(name: .customLong("minimum-cohort"), help: "With fewer students there are no percentiles.")
        var minimumCohort = 0

        @Option(help: "A file with fixed knots by prior grade. (default: the quintiles of each prior grade's scores)")
        var knots: String?

        @Option(
            help: """
                The lowest and the highest score that can be obtained in the current grade, separated by a comma: fitted values \
                stay within, and the highest score has percentile 99.
                """)
        var obtainable: String?

        @Flag(name: .customLong("all-orders"), help: "Write out the percentile by every number of prior scores.")
        var allOrders = false

        @Option(help: "A file for the students without a percentile, and why.")
        var absent: String?

        @Option(help: "A column of the input, such as the school's, to summarize percentiles by; goes with --summary.")
        var by: String?

        @Option(help: "A file for the number, median and mean of percentiles for each text of the column --by.")
        var summary: String?

        @Option(
            name: .customLong("standard-error"),
            help: "A column of the input with the current scores' standard errors, for those of the percentiles.")
        var standardError: String?

        @Option(
            help: """
                Correct percentiles for errors of the prior scores, and simulate these so many times with each of four amounts \
                of error (50).
                """)
        var simex: Int?

        @Option(help: "Another number makes other simulated errors. (default: 1)")
        var seed: UInt64?

        @Option(
            help: """
                A file for the goodness of fit: a row for each tenth of the prior scores, with the percent of its students by \
                percentile. Where the model fits, all are near 10.
                """)
        var fit: String?

        @Option(
            help: """
                A file for what each regression makes least, the weighted sum of absolute deviations, and whether it is \
                certified that nothing is less.
                """)
        var objectives: String?

        @Option(help: "A file to write the fitted regressions to, so that later years can be compared with them.")
        var coefficients: String?

        @Option(help: "A file that --coefficients wrote: percentiles among its students instead of these.")
        var baseline: String?

        @Option(help: "Threads. (default: one for each processor)")
        var threads: Int?

        @Flag(help: "Say nothing unless something is wrong.")
        var quiet = false

        private var grades: [String] { GrowthArguments.grades(progression) }

        func validate() throws {
            try input.validateAsPath(of: "the input")
            try out.validateAsPath(of: "--out")
            try GrowthArguments.validateDistinct(
                outputs: [
                    ("--out", out), ("--absent", absent), ("--summary", summary), ("--fit", fit), ("--objectives", objectives),
                    ("--coefficients", coefficients),
                ], inputs: [("the input", input), ("--knots", knots), ("--baseline", baseline)])
            if !(2...6).contains(grades.count) || grades.contains("") {
                throw ValidationError("--progression \(progression): give two to six grades, separated by commas, the current one last.")
            }
            if baseline != nil, knots != nil || coefficients != nil {
                throw ValidationError("--baseline has regressions of its own: leave \(knots != nil ? "--knots" : "--coefficients") out.")
            }
            if let simex {
                if !(1...1000).contains(simex) { throw ValidationError("--simex \(simex): give a number from 1 to 1000.") }
                if baseline != nil {
                    throw ValidationError("--baseline has no regressions on simulated scores: leave --simex or --baseline out.")
                }
            } else if seed != nil {
                throw ValidationError("--seed goes with --simex: what is simulated depends on it, and nothing else.")
            }
            if (by == nil) != (summary == nil) {
                throw ValidationError("--by and --summary go together: the column, and the file to write.")
            }
            if minimumCohort < 0 { throw ValidationError("--minimum-cohort \(minimumCohort): give 0 or more.") }
            _ = try GrowthArguments.percentiles(cuts, of: "--cuts", within: 0...99)
            _ = try GrowthArguments.obtainable(obtainable)
            try threads.validateAsThreads()
        }

        func run() throws {
            let request = try request()
            do throws(RunFailure) {
                try GrowthPercentilesRun.run(request).say(quiet: quiet)
            } catch {
                throw Exit.code(for: error)
            }
        }

        private func request() throws -> GrowthPercentilesRequest {
            GrowthPercentilesRequest(
                input: input, out: out, progression: grades, minimumCohort: minimumCohort, knots: knots,
                obtainable: try GrowthArguments.obtainable(obtainable),
                cuts: try GrowthArguments.percentiles(cuts, of: "--cuts", within: 0...99), allOrders: allOrders,
                absent: absent, summary: by.flatMap { by in summary.map { (by, $0) } }, standardError: standardError,
                simulation: simex.map { ($0, seed ?? 1) }, fit: fit,
                objectives: objectives, baseline: baseline, coefficients: coefficients, threads: threads.orOnePerProcessor)
        }
    }
}
