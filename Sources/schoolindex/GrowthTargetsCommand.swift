import ArgumentParser
import Engine

extension GrowthCommand {
    /// `schoolindex growth targets`: which percentile it takes to reach a cut score.
    struct Targets: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compute growth targets: which percentile it takes to catch up or to keep up.",
            discussion: """
                The input is that of growth percentiles. Stored regressions predict where a student gets who grows by the same \
                percentile every year, grade by grade: from the scores so far the next one, from these and the predicted one the \
                one after, and so on.

                A student below the current grade's cut score is to catch up: the target for so many years is the lowest \
                percentile that reaches the cut score in one of them. The others are to keep up: the target is the lowest \
                percentile that is at or above the cut score in all of them. Where percentile 99 is not enough, there is no \
                target, and the reason beside it.

                Example: schoolindex growth targets scores.csv --progression 3,4,5 --ahead 6,7 \
                --coefficients to-grade-6.json to-grade-7.json --cuts cuts.csv --out targets.csv
                """)

        @Argument(help: "The students' grades and scores.")
        var input: String

        @Option(help: "The grades that students have gone through, the current one last, separated by commas (3,4,5).")
        var progression: String

        @Option(help: "The grades to come, separated by commas (6,7).")
        var ahead: String

        @Option(
            parsing: .upToNextOption,
            help: """
                For each grade to come, in that order, a file that growth percentiles --coefficients wrote: the regressions that \
                predict its scores.
                """)
        var coefficients: [String]

        @Option(help: "A file with the columns grade and cut: the scores to be reached, also the current grade's.")
        var cuts: String

        @Option(help: "The file to write; one that is there is replaced once the new one is whole.")
        var out: String

        @Option(help: "Percentiles, separated by commas, whose predicted scores to write out for every student (35,50,65).")
        var trajectories: String?

        @Option(
            help: """
                The lowest and the highest score that can be obtained, separated by a comma: predicted scores stay within.
                """)
        var obtainable: String?

        @Option(help: "A file for the students without targets, and why.")
        var absent: String?

        @Option(help: "Threads. (default: one for each processor)")
        var threads: Int?

        @Flag(help: "Say nothing unless something is wrong.")
        var quiet = false

        func validate() throws {
            try input.validateAsPath(of: "the input")
            try out.validateAsPath(of: "--out")
            try cuts.validateAsPath(of: "--cuts")
            try GrowthArguments.validateDistinct(
                outputs: [("--out", out), ("--absent", absent)],
                inputs: [("the input", input), ("--cuts", cuts)] + coefficients.map { ("--coefficients", $0) })
            let grades = GrowthArguments.grades(progression), next = GrowthArguments.grades(ahead)
            if !(1...5).contains(grades.count) || grades.contains("") {
                throw ValidationError(
                    "--progression \(progression): give one to five grades, separated by commas, the current one last.")
            }
            if !(1...10).contains(next.count) || next.contains("") {
                throw ValidationError("--ahead \(ahead): give one to ten grades, separated by commas, the next one first.")
            }
            if coefficients.count != next.count {
                throw ValidationError(
                    "--coefficients has \(coefficients.count == 1 ? "1 file" : "\(coefficients.count) files"), and --ahead "
                        + "\(next.count == 1 ? "1 grade" : "\(next.count) grades"): give a file for each grade, in the same "
                        + "order.")
            }
            for path in coefficients { try path.validateAsPath(of: "--coefficients") }
            _ = try request()
            try threads.validateAsThreads()
        }

        func run() throws {
            let request = try request()
            do throws(RunFailure) {
                try GrowthTargetsRun.run(request).say(quiet: quiet)
            } catch {
                throw Exit.code(for: error)
            }
        }

        private func request() throws -> GrowthTargetsRequest {
            GrowthTargetsRequest(
                input: input, out: out, progression: GrowthArguments.grades(progression), ahead: GrowthArguments.grades(ahead),
                coefficients: coefficients, cuts: cuts, obtainable: try GrowthArguments.obtainable(obtainable),
                trajectories: try GrowthArguments.percentiles(trajectories, of: "--trajectories", within: 1...99), absent: absent,
                threads: threads.orOnePerProcessor)
        }
    }
}
