import ArgumentParser
import Engine

/// What every command that looks at a finished run takes.
struct FinishedRunOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The run: an output directory, whose latest run is meant, or one of those in its `runs`.", valueName: "run"))
    var directory: String

    @Option(help: "The directory with the districts' files. (default: where they were when the run was made)")
    var data: String?

    @Option(help: "Threads. (default: one for each processor)")
    var threads: Int?

    @Flag(help: "Say nothing unless something is wrong.")
    var quiet = false

    func validate() throws {
        try directory.validateAsPath(of: "<run>")
        try data?.validateAsPath(of: "--data")
        try threads.validateAsThreads()
    }

    func finishedRun() throws(RunFailure) -> FinishedRun {
        try FinishedRun(directory, data: data, threads: threads.orOnePerProcessor)
    }
}
