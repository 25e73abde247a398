import Foundation
import Testing
import TestSupport

/// What the commands beside `run` write, and what stands in their way.
@Suite struct OtherCommandTests {
    // MARK: simulate

    @Test func simulateMakesTheDirectoriesAbove() throws {
        let directory = try TemporaryDirectory()
        let outcome = try BuiltTool.run("simulate", "--students", "300", "--out", directory("a/b/c"))
        #expect(outcome.end == .exit(0))
        #expect(outcome.output == "")
        #expect(outcome.errors == "Wrote about 300 students a year to \(directory("a/b/c")).\n")
        #expect(try directory.text("a/b/c/schools.csv").hasPrefix("school_id,district_id,"))
    }

    @Test func simulateRefusesADirectoryWithFilesUnlessForced() throws {
        let directory = try TemporaryDirectory()
        try directory.write("data/mine.txt", "mine")
        let outcome = try BuiltTool.run("simulate", "--students", "300", "--out", directory("data"), "--quiet")
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors(without: directory.path) == """
            error: …/data: the directory is not empty. Name another one, or add --force to overwrite the files of a simulation in it.

            """)
        #expect(try directory.names(in: "data") == ["mine.txt"])
        let forced = try BuiltTool.run("simulate", "--students", "300", "--out", directory("data"), "--quiet", "--force")
        #expect(forced.end == .exit(0) && forced.errors == "" && forced.output == "")
        #expect(try directory.text("data/mine.txt") == "mine")
    }

    @Test func simulateSaysWhichFileIsTooLarge() throws {
        let directory = try TemporaryDirectory()
        let outcome = try Subprocess.run([
            "bash", "-c", "ulimit -f 4; exec \"$@\"", "bash", BuiltTool.path, "simulate", "--students", "3000", "--out", directory("data"),
        ])
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors(without: directory.path) == """
            error: …/data/1999733/students.csv: could not be written: File too large. Raise the limit on the size of files \
            (`ulimit -f`), or simulate fewer students or years.

            """)
    }

    // MARK: calibrate

    private func calibrate(_ out: String) throws -> Subprocess.Outcome {
        try BuiltTool.run(
            "calibrate", NightlyRun.pipeline, "--data", RepositoryFile.path("fixtures/small"), "--year", "2014-15", "--minimum-schools", "2", "--out", out)
    }

    @Test func calibrateReplacesAFileByAWholeOne() throws {
        let directory = try TemporaryDirectory()
        try directory.write("cuts.csv", "former\n")
        let outcome = try calibrate(directory("cuts.csv"))
        #expect(outcome.end == .exit(0), "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("Wrote cut points of "))
        #expect(try directory.text("cuts.csv").hasPrefix("metric,school_level,level,cut_point,year,schools,method,source\n"))
        #expect(try directory.names(in: "") == ["cuts.csv"])
    }

    @Test func calibrateSaysWhatStandsInTheWay() throws {
        let directory = try TemporaryDirectory()
        let missing = try calibrate(directory("no/cuts.csv"))
        #expect(missing.end == .exit(3))
        #expect(missing.errors(without: directory.path) == """
            error: …/no/cuts.csv: the file can't be made: No such file or directory. Check the directory and run again; what \
            was published before is untouched.

            """)
        try directory.write("cuts/other", "")
        let taken = try calibrate(directory("cuts"))
        #expect(taken.end == .exit(3))
        #expect(taken.errors(without: directory.path) == """
            error: …/cuts: the file can't be put in place: Is a directory. Name a file with --out, not a directory.

            """)
        #expect(try directory.names(in: "") == ["cuts"])
    }

    // MARK: Standard output

    /// Every command that prints a result, with what it takes.
    static let printing = [["plan", NightlyRun.pipeline], ["graph", NightlyRun.pipeline], ["check", NightlyRun.pipeline], ["schema"]]

    @Test(arguments: printing) func aResultThatCannotBeWrittenIsAnError(command: [String]) throws {
        let outcome = try Subprocess.run(["bash", "-c", "\"$@\" > /dev/full", "bash", BuiltTool.path] + command)
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors.hasSuffix("""
            error: standard output can't be written: No space left on device. Check where it goes, and run again.

            """), "\(outcome.errors)")
    }

    @Test(arguments: printing) func aReaderThatWentAwayIsNone(command: [String]) throws {
        let outcome = try Subprocess.run(["bash", "-c", "set -o pipefail; \"$@\" | true", "bash", BuiltTool.path] + command)
        #expect(outcome.end == .exit(0))
    }
}
