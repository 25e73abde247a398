import Testing
import TestSupport

/// Wrong command lines, and what the tool says of itself.
@Suite struct UsageTests {
    @Test func theVersionIsOneLine() throws {
        let outcome = try BuiltTool.run("--version")
        #expect(outcome.end == .exit(0))
        #expect(outcome.output == "0.1.0\n")
        #expect(outcome.errors == "")
    }

    @Test func helpNamesEveryCommandAndEveryExitCode() throws {
        let outcome = try BuiltTool.run("--help")
        #expect(outcome.end == .exit(0))
        #expect(outcome.errors == "")
        for command in ["run", "check", "plan", "calibrate", "scenarios", "compare", "explain", "uncertainty", "visibility", "graph", "simulate"] {
            #expect(outcome.output.contains("\n  \(command) "))
        }
        let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("""
            Exit codes: 0 done; 1 done, but errors in the data withheld something, or `compare --exit-code` found a difference; \
            2 the command line or the pipeline file is wrong, nothing was run; 3 an input is missing or can't be read, or the output \
            can't be written; 5 another run is writing to the same directory; 70 an internal fault.
            """))
    }

    @Test(arguments: ["run", "check", "plan", "calibrate", "scenarios", "compare", "explain", "uncertainty", "visibility", "graph", "simulate"])
    func everyCommandsHelpHasAnExample(command: String) throws {
        let outcome = try BuiltTool.run(command, "--help")
        #expect(outcome.end == .exit(0))
        #expect(outcome.output.contains("Example: schoolindex \(command) "))
        #expect(outcome.errors == "")
    }

    @Test(arguments: [
        (["run", "pipeline.yml"], "Missing expected argument '--out <out>'"),
        (["run", "--out", "out"], "Missing expected argument '<pipeline>'"),
        (["run", "pipeline.yml", "--out"], "Missing value for '--out <out>'"),
        (["run", "pipeline.yml", "--out", "out", "--yaer", "2016-17"], "Unknown option '--yaer'. Did you mean '--year'?"),
        (["run", "pipeline.yml", "--out", "out", "--threads", "many"], "The value 'many' is invalid for '--threads <threads>'"),
        (["run", "pipeline.yml", "--out", "out", "--threads", "0"], "--threads 0: give a number from 1 to 1024."),
        (["run", "pipeline.yml", "--out", "out", "--keep", "0"], "--keep 0: give a number above 0; the newest run always stays."),
        (["calibrate", "pipeline.yml", "--out", "cuts.csv", "--levels", "1"], "--levels 1: give a number from 2 to 100."),
        (["graph", "pipeline.yml", "--format", "png"], "The value 'png' is invalid for '--format <format>'"),
        (["simulate", "--out", "out", "--students", "5"], "--students 5: give a number from 200 to 10000000."),
        (["simulate", "--out", "out", "--years", "2016"], "“2016” is not a school year; write it like 2016-17, from 1990-91 to 2060-61."),
        (["run", "pipeline.yml", "--out", ""], "--out is empty: name a path; `.` is the directory you are in."),
        (["run", "pipeline.yml", "--out", "out", "--data", ""], "--data is empty: name a path; `.` is the directory you are in."),
        (["simulate", "--out", ""], "--out is empty: name a path; `.` is the directory you are in."),
        (["rum"], "Unexpected argument 'rum'"),
    ])
    func aWrongCommandLineEndsWithTwoAndSaysWhy(arguments: [String], problem: String) throws {
        let outcome = try Subprocess.run([BuiltTool.path] + arguments)
        #expect(outcome.end == .exit(2))
        #expect(outcome.output == "")
        #expect(outcome.errors.contains(problem), "\(outcome.errors)")
        #expect(outcome.errors.contains("Usage: schoolindex"))
    }
}
