import ArgumentParser
import Engine
import Glibc

/// `schoolindex explain`: takes a number of a finished run apart.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say where a school's score, a metric's points or a group's result comes from.",
        discussion: """
            Each number is told with its formula in words, the rule's sentence, its source and its basis. Without a metric there are a \
            line or two for each; with one, all that it is made of: weight, shares, groups, cut points, rounding.

            With --students, the rows of the students behind a metric's result are printed, and why each was counted, met the rule or \
            was excluded. Use it only where you may see students' records.

            Example: schoolindex explain index 10991666000001
            """)

    @Argument(help: ArgumentHelp("An output directory, its `latest`, or one run in it.", valueName: "run"))
    var directory: String

    @Argument(help: "The school: its code, or a part of its name that no other school's has.")
    var school: String

    @Argument(help: "A metric's key. (default: the whole score)")
    var metric: String?

    @Argument(help: "A student group's key. (default: all students and the scored groups)")
    var group: String?

    @Flag(help: "Print JSON; `schoolindex schema explanation` prints its schema.")
    var json = false

    @Flag(help: "Print the students behind the metric's result, for authorised use.")
    var students = false

    @Flag(help: "Print the students as CSV.")
    var csv = false

    @Option(help: "The directory with the districts' files. (default: where they were when the run was made)")
    var data: String?

    @Option(help: "Threads. (default: one for each processor)")
    var threads: Int?

    func validate() throws {
        try directory.validateAsPath(of: "the run")
        try data?.validateAsPath(of: "--data")
        try threads.validateAsThreads()
        if students && metric == nil { throw ValidationError("--students goes with a metric: name the one whose students to print.") }
        if students && json { throw ValidationError("--students is never part of JSON: leave --json out, or use --csv.") }
        if csv && !students { throw ValidationError("--csv goes with --students; --json prints an explanation for programs.") }
    }

    func run() throws {
        let text: String
        do throws(ExplainFailure) {
            text = try answer()
        } catch {
            throw Exit.code(for: error)
        }
        try Console.printResult(text)
    }

    private func answer() throws(ExplainFailure) -> String {
        let run = try ExplainedRun(directory, data: data, threads: threads.orOnePerProcessor)
        if students, let metric {
            let rows = try run.students(school: school, metric: metric, group: group)
            Console.say("note: these are students' records, for authorised use alone.")
            return csv ? rows.csv : rows.table
        }
        let document = try run.explanation(school: school, metric: metric, group: group)
        let isTerminal = isatty(STDOUT_FILENO) == 1
        return json ? document.json : document.text(width: isTerminal ? Console.width ?? Self.width : Self.width, isDrawn: isTerminal)
    }

    /// Columns of text where no terminal tells how many it has.
    private static let width = 100
}

extension Exit {
    /// Says what went wrong, and gives the exit code for it.
    fileprivate static func code(for failure: ExplainFailure) -> ExitCode {
        switch failure {
        case .run(let failure): return code(for: failure)
        case .question(let problem):
            Console.say("error: \(problem)")
            return wrongPipeline
        }
    }
}

extension Console {
    /// The columns of the terminal that results go to; nil where they go elsewhere.
    fileprivate static var width: Int? {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
    }
}
