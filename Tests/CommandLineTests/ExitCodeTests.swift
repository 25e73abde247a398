import Testing
import TestSupport

/// The exit codes that cron and other programs rely on.
@Suite struct ExitCodeTests {
    @Test func aRunThatIsWellEndsWithZeroAndSaysWhatItPublished() throws {
        let night = try NightlyRun()
        let outcome = try night.run()
        #expect(outcome.end == .exit(0))
        let run = try night.latest().manifest["run"] as! String
        #expect(outcome.output == "2016-17: 8 of 15 schools have a score; published in \(night.out)/runs/\(run)\n")
        #expect(outcome.errors == "")
        #expect(try night.latest().differences() == [])
    }

    @Test func quietAndWellIsSilent() throws {
        let outcome = try NightlyRun().run("--quiet")
        #expect(outcome.end == .exit(0))
        #expect(outcome.output == "")
        #expect(outcome.errors == "")
    }

    @Test func errorsInTheDataEndWithOneAndAreSaidEvenWhenQuiet() throws {
        let night = try NightlyRun()
        let line = try night.consortium.set("1999733/students.csv", "race_ethnicity", to: "XX")
        let outcome = try night.run("--quiet")
        #expect(outcome.end == .exit(1))
        #expect(outcome.output == "")
        #expect(outcome.errors(without: night.out) == """
            1 error in the data; see …/latest/findings.csv and rejects/
              1999733/students.csv:\(line): race_ethnicity is not one of the values that the column may have (found "XX"). \
            Use one of AA, AI, AS, FI, LX, PI, WH, TW, or add a recode to the source in the pipeline file.

            """)
        #expect(try night.latest().differences() == [])
    }

    @Test func aWrongPipelineFileEndsWithTwo() throws {
        let night = try NightlyRun()
        try night.directory.write("wrong.yml", "format: 1\ntitle: Wrong\nyeer: 2016-17\n")
        let outcome = try BuiltTool.run("run", night.directory("wrong.yml"), "--data", night.consortium.path, "--out", night.out)
        #expect(outcome.end == .exit(2))
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("\(night.directory("wrong.yml")):3:1: "))
        #expect(outcome.errors.hasSuffix("Nothing was run.\n"))
        #expect(!night.directory.exists("out"))
    }

    @Test func aPipelineThatIsNotThereEndsWithTwo() throws {
        let outcome = try BuiltTool.run("run", "nowhere.yml", "--out", "out")
        #expect(outcome.end == .exit(2))
        #expect(outcome.errors == """
            error: nowhere.yml:1:1: the pipeline file can't be read. Check the path and its permissions.
            Nothing was run.

            """)
    }

    @Test func dataThatIsNotThereEndsWithThree() throws {
        let night = try NightlyRun()
        let outcome = try BuiltTool.run("run", NightlyRun.pipeline, "--data", night.directory("nowhere"), "--out", night.out)
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors(without: night.directory.path) == """
            error: source `schools`: schools.csv: cannot open the file: No such file or directory. Check the path, or ask the \
            district for the file.
            Nothing was published.

            """)
        #expect(!night.directory.exists("out/latest"))
    }

    @Test func aYearThatNoFileHasEndsWithThree() throws {
        let night = try NightlyRun()
        let outcome = try night.run("--year", "2018-19")
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors == """
            error: no row of any source is of 2018-19; the files' years are 2014-15, 2015-16, 2016-17. Check --year and --data.
            Nothing was published.

            """)
        #expect(!night.directory.exists("out/latest"))
    }

    @Test func everyMissingFileIsNamedAtOnce() throws {
        let night = try NightlyRun()
        try night.consortium.remove("0199259/students.csv")
        try night.consortium.remove("3899478/courses.csv")
        let outcome = try night.run()
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors(without: night.consortium.path) == """
            error: source `students`: …/0199259/students.csv: there is no such file. Ask for it, or correct `file` of the source \
            in the pipeline file.
            error: source `courses`: …/3899478/courses.csv: there is no such file. Ask for it, or correct `file` of the source \
            in the pipeline file.
            Nothing was published.

            """)
    }
}
