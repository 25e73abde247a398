import ArgumentParser
import CLinux
import Glibc

@main
struct SchoolIndex: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schoolindex",
        abstract: "Computes school accountability indices from students' records, as a pipeline file says.",
        discussion: """
            A pipeline file names the sources, student groups, metrics, cut points, weights and stages; every rule in it \
            carries its sentence, its source and its basis.

            Example:
              schoolindex simulate --students 20000 --out consortium
              schoolindex run pipelines/core-sqii.yml --data consortium --out index

            Exit codes: 0 done; 1 done, but errors in the data withheld something, or `compare --exit-code` found a difference; 2 the command line or the pipeline file is \
            wrong, nothing was run; 3 an input is missing or can't be read, or the output can't be written; 5 another run is \
            writing to the same directory; 70 an internal fault.
            """,
        version: Version.text,
        subcommands: [
            RunCommand.self, Check.self, Plan.self, Calibrate.self, ScenariosCommand.self, Compare.self, ExplainCommand.self, UncertaintyCommand.self, VisibilityCommand.self,
            WeightsCommand.self, Graph.self, SchemaCommand.self, GrowthCommand.self, Simulate.self,
        ],
        helpNames: [.short, .long])

    /// A wrong command line ends with the exit code of a wrong pipeline file: nothing was run.
    static func main() {
        // A file beyond the size limit and a reader that went away are errors of `write`, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        keepFreedMemory()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch where exitCode(for: error) == .validationFailure {
            Console.say(fullMessage(for: error))
            exit(withError: Exit.wrongPipeline)
        } catch {
            exit(withError: error)
        }
    }

    /// Columns come and go by the megabyte. Where the C library gives each back to the system, the next one's pages are cleared
    /// anew, which took some 5% of a run.
    private static func keepFreedMemory() {
        mallopt(M_MMAP_THRESHOLD, 32 << 20)
        mallopt(M_TRIM_THRESHOLD, .max)
        mallopt(M_TOP_PAD, 16 << 20)
    }
}
