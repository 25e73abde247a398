import ArgumentParser
import Engine
import Glibc
import Pipeline

/// What every command that reads a pipeline file takes.
struct RunOptions: ParsableArguments {
    @Argument(help: "The pipeline file, or a scenario that changes one.")
    var pipeline: String

    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(
            "A change of the pipeline, such as stages.disaggregate.with.minimum_n.value=30; can be given several times.",
            valueName: "path=value"))
    var changes: [String] = []

    @Option(help: "The directory with the districts' files.")
    var data = "."

    @Option(help: "The school year to run. (default: the pipeline file's)")
    var year: String?

    @Option(help: "Threads. (default: one for each processor)")
    var threads: Int?

    @Flag(help: "Say nothing unless something is wrong.")
    var quiet = false

    func validate() throws {
        try threads.validateAsThreads()
        try data.validateAsPath(of: "--data")
    }

    func request(out: String, keep: Int? = nil, kept: String? = nil) -> RunRequest {
        RunRequest(
            pipeline: pipeline, changes: changes, data: data, out: out, year: year,
            threads: threads.orOnePerProcessor, keep: keep, kept: kept)
    }
}

/// Where results of stages are kept from run to run.
struct KeptOption: ParsableArguments {
    @Option(help: "Where results of stages are kept, to be taken again where nothing they depend on has changed. (default: OUT/kept/results)")
    var kept: String?

    func validate() throws { try kept?.validateAsPath(of: "--kept") }

    /// - Parameter out: the output directory; nil where there is none.
    func directory(besides out: String?) -> String? { kept ?? out.map { $0 + "/kept/results" } }
}

/// The value of an option --threads.
extension Int? {
    func validateAsThreads() throws {
        if let threads = self, !(1...1024).contains(threads) {
            throw ValidationError("--threads \(threads): give a number from 1 to 1024.")
        }
    }

    var orOnePerProcessor: Int { self ?? Swift.max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}

extension String {
    /// An empty path is what an unset variable leaves behind, and never what was meant.
    func validateAsPath(of option: String) throws {
        if isEmpty { throw ValidationError("\(option) is empty: name a path; `.` is the directory you are in.") }
    }
}

/// Talk goes to standard error, results to standard output.
enum Console {
    static func say(_ text: String) { put(text + "\n", to: STDERR_FILENO) }

    static func print(_ text: String) { put(text + "\n", to: STDOUT_FILENO) }

    /// Prints what a command is run for.
    ///
    /// - Throws: where it can't be written, such as to a full disk; a reader that went away has what it wanted.
    static func printResult(_ text: String) throws {
        let code = put(text, to: STDOUT_FILENO)
        if code == 0 || code == EPIPE { return }
        say("error: standard output can't be written: \(String(cString: strerror(code))). Check where it goes, and run again.")
        throw Exit.missingInput
    }

    /// Talk that nobody can take is no failure of a run.
    ///
    /// - Returns: the system's error number, or 0.
    @discardableResult
    static func put(_ text: String, to descriptor: Int32) -> Int32 {
        let bytes = Array(text.utf8)
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress! + offset, bytes.count - offset) }
            if written < 0 && errno != EINTR { return errno }
            offset += max(0, written)
        }
        return 0
    }
}

/// What the tool's exit codes mean.
enum Exit {
    static let withheld = ExitCode(1)
    /// Of `compare --exit-code`.
    static let different = ExitCode(1)
    static let wrongPipeline = ExitCode(2)
    static let missingInput = ExitCode(3)
    static let locked = ExitCode(5)
    static let fault = ExitCode(70)

    /// Says everything that went wrong, and gives the exit code for it.
    static func code(for failure: RunFailure) -> ExitCode {
        switch failure {
        case .pipeline(let problems):
            for problem in problems.problems { Console.say("error: \(problem)") }
            Console.say("Nothing was run.")
            return wrongPipeline
        case .inputs(let problems):
            for problem in problems { Console.say("error: \(problem)") }
            Console.say("Nothing was published.")
            return missingInput
        case .publishing(let problem):
            Console.say("error: \(problem)")
            return problem.isLocked ? locked : missingInput
        case .fault(let problem):
            Console.say("error: internal fault: \(problem)\nNothing was published. Please report this with the pipeline file.")
            return fault
        }
    }
}

/// The stage at work, on one line of a terminal that is drawn again in its place.
struct StageProgress {
    let isShown: Bool

    init(quiet: Bool) { isShown = !quiet && isatty(STDERR_FILENO) == 1 }

    func show(_ stage: String, _ done: Int, _ total: Int) {
        if !isShown { return }
        let filled = total == 0 ? 0 : done * 24 / total
        let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 24 - filled)
        Console.put(stage.isEmpty ? "\r\u{1B}[K" : "\r\u{1B}[K\(bar) \(stage)", to: STDERR_FILENO)
    }
}
