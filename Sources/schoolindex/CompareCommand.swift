import ArgumentParser
import Engine
import Glibc

/// `schoolindex compare`: what differs between two runs, and why.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare two runs, and split every school's change in score by its causes.",
        discussion: """
            A and B are finished runs (directories), pipeline files or scenarios; these are run on --data and --year, B's on \
            --data-b and --year-b where they are given. A change in printed score is the sum of six parts: roster (which students \
            are on the rolls), data (what the files say of them and of the schools), rules (the pipeline but for cut points and \
            weights), cut points, weights, and rounding. Parts come from runs with one thing changed after the other, in this \
            order; with --average every order counts alike.

            Two CSV files are compared row by row: --keys a,b names the columns that tell rows apart, --tolerance score=0.01 how \
            far apart numbers of a column can be and count as equal (--tolerance 0.01 for all columns).

            Example: schoolindex compare pipelines/core-sqii.yml pipelines/scenarios/no-growth.yml --data consortium --year 2016-17
            """)

    @Argument(help: ArgumentHelp("A finished run, a pipeline file, a scenario, or a CSV file.", valueName: "a"))
    var first: String

    @Argument(help: ArgumentHelp("Another one of the same kind.", valueName: "b"))
    var second: String

    @Option(help: """
        The directory with the districts' files. (default: of a finished run where they were, also for a file that it is compared \
        with; else the working directory)
        """)
    var data: String?

    @Option(name: .customLong("data-b"), help: "The same for B. (default: --data)")
    var secondData: String?

    @Option(help: "The school year to run. (default: the pipeline file's)")
    var year: String?

    @Option(name: .customLong("year-b"), help: "The same for B. (default: --year)")
    var secondYear: String?

    @Flag(help: "Average the parts over all orders of the causes.")
    var average = false

    @Flag(
        name: .customLong("exit-code"),
        help: "End with 1 where anything printed or a school's being among the lowest differs, and 0 where nothing does.")
    var exitCode = false

    @Option(help: "A directory for changes.csv and changed_results.csv, of CSV files for differing_rows.csv; those that are there are replaced.")
    var out: String?

    @Option(help: """
        A directory where results of stages of pipeline files are kept for further comparisons. (default: with those of the finished \
        run that they are compared with; else nowhere). A finished run takes its own in any case.
        """)
    var kept: String?

    @Option(help: "For CSV files: the columns that tell rows apart, separated by commas.")
    var keys: String?

    @Option(
        help: ArgumentHelp(
            "For CSV files: how far apart numbers count as equal, of one column or of all; can be given several times.",
            valueName: "column=number"))
    var tolerance: [String] = []

    @Option(help: "Threads. (default: one for each processor)")
    var threads: Int?

    private var areFiles: Bool { [first, second].allSatisfy { $0.hasSuffix(".csv") || $0.hasSuffix(".csv.gz") } }

    func validate() throws {
        try threads.validateAsThreads()
        try out?.validateAsPath(of: "--out")
        try kept?.validateAsPath(of: "--kept")
        try data?.validateAsPath(of: "--data")
        try secondData?.validateAsPath(of: "--data-b")
        if FileComparison.Tolerances(tolerance) == nil {
            throw ValidationError("--tolerance \(tolerance.joined(separator: " ")): write a number, 0 or more, or a column and a number, such as value=0.01.")
        }
        let ofRuns = [("--data", data), ("--data-b", secondData), ("--year", year), ("--year-b", secondYear), ("--kept", kept), ("--average", average ? "" : nil)]
        if areFiles, let (option, _) = ofRuns.first(where: { $0.1 != nil }) {
            throw ValidationError("\(option) is for runs and pipeline files: two CSV files are compared as they are. Leave it out.")
        }
        if areFiles && keys == nil {
            throw ValidationError("--keys is missing: name the columns that tell the rows of the two files apart, such as school_id,metric.")
        }
        for (side, option, year) in [(first, "--year", year), (second, "--year-b", secondYear)] where year != nil && side.isDirectory {
            throw ValidationError("\(option) is for pipeline files: \(side) is a finished run, and has its own year.")
        }
        if !areFiles && (keys != nil || !tolerance.isEmpty) {
            throw ValidationError("--keys and --tolerance are for two CSV files; scores of runs are compared as they are printed.")
        }
    }

    func run() throws {
        if areFiles { return try compareFiles() }
        let comparison: RunComparison
        do throws(RunFailure) {
            comparison = try RunComparison(request)
            if let out { try comparison.write(to: out) }
        } catch {
            throw Exit.code(for: error)
        }
        for error in comparison.dataErrors { Console.say(error) }
        try end(comparison.text, isEqual: comparison.isEqual)
    }

    private func compareFiles() throws {
        let comparison: FileComparison
        do throws(RunFailure) {
            comparison = try FileComparison(
                first, second, keys: (keys ?? "").split(separator: ",").map(String.init), tolerances: .init(tolerance)!,
                threads: threads.orOnePerProcessor)
            if let out { try comparison.write(to: out) }
        } catch {
            throw Exit.code(for: error)
        }
        try end(comparison.text, isEqual: comparison.isEqual)
    }

    private func end(_ text: String, isEqual: Bool) throws {
        try Console.printResult(text)
        if exitCode && !isEqual { throw Exit.different }
    }

    private var request: CompareRequest {
        CompareRequest(
            first: .init(path: first, data: data, year: year),
            second: .init(path: second, data: secondData ?? data, year: second.isDirectory ? nil : secondYear ?? year),
            isAveraged: average, kept: kept, threads: threads.orOnePerProcessor)
    }
}

extension String {
    /// Whether it names a directory.
    fileprivate var isDirectory: Bool {
        var status = stat()
        return stat(self, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
