import Foundation
import TestSupport
import Testing

/// `compare` on the built tool: its output, its files, its exit codes, and what it says where it can't compare.
@Suite struct CompareCommandTests {
    private let directory: TemporaryDirectory
    private let data: SmallConsortium
    private let pipeline = RepositoryFile.path("pipelines/scenarios/growth-computed-elsewhere.yml")

    init() throws {
        directory = try TemporaryDirectory()
        data = try SmallConsortium()
    }

    private func compare(_ arguments: String...) throws -> Subprocess.Outcome {
        try Subprocess.run([BuiltTool.path, "compare"] + arguments)
    }

    private func publish(_ name: String, _ more: String...) throws -> String {
        let out = directory(name)
        let outcome = try Subprocess.run([BuiltTool.path, "run", pipeline, "--data", data.path, "--out", out, "--quiet"] + more)
        #expect(outcome.end == .exit(0), "\(outcome.errors)")
        return out
    }

    @Test func `A run compared with itself says that nothing differs, and ends with 0`() throws {
        let run = try publish("a")
        let outcome = try compare(run, run, "--exit-code")
        #expect(outcome.end == .exit(0) && outcome.output == "Nothing differs.\n" && outcome.errors == "")
    }

    @Test func `Two years of one pipeline as finished runs, and as files to run, are the same comparison`() throws {
        let runs = [try publish("a", "--year", "2015-16"), try publish("b", "--year", "2016-17")]
        let finished = try compare(runs[0], runs[1], "--exit-code", "--out", directory("finished"))
        #expect(finished.end == .exit(1) && finished.errors == "")
        let files = try compare(
            pipeline, pipeline, "--data", data.path, "--year", "2015-16", "--year-b", "2016-17", "--out", directory("files"))
        #expect(files.end == .exit(0))
        #expect(try directory.files(below: "finished") == directory.files(below: "files"))
        #expect(files.output.split(separator: "\n").dropFirst(2) == finished.output.split(separator: "\n").dropFirst(2))
        #expect(finished.output.contains("\ndata        year 2015-16 -> 2016-17: moves "))
    }

    @Test func `The tables' parts add up in every row`() throws {
        let outcome = try compare(
            pipeline, RepositoryFile.path("pipelines/core-sqii.yml"), "--data", data.path, "--average", "--year", "2015-16", "--year-b",
            "2016-17", "--out", directory("out"))
        #expect(outcome.end == .exit(0), "\(outcome.errors)")
        let rows = CSVDocument(try directory.text("out/changes.csv")).dictionaries.filter { $0["change"] != "" }
        #expect(rows.count > 5)
        for row in rows {
            func units(_ column: String) -> Int { Int(row[column]!.replacing(".", with: ""))! }
            let parts = ["roster", "data", "rules", "cut_points", "weights", "rounding"].map(units)
            #expect(parts.reduce(0, +) == units("change") && units("score_b") - units("score_a") == units("change"))
        }
    }

    @Test func `Results that are kept for further comparisons change nothing`() throws {
        let other = RepositoryFile.path("pipelines/scenarios/minimum-n-10.yml"), kept = directory("kept")
        let base = RepositoryFile.path("pipelines/core-sqii.yml")
        let plain = try compare(base, other, "--data", data.path, "--out", directory("plain"))
        #expect(try compare(base, other, "--data", data.path, "--kept", kept, "--out", directory("first")).output == plain.output)
        #expect(try compare(base, other, "--data", data.path, "--kept", kept, "--out", directory("again")).output == plain.output)
        #expect(try directory.files(below: "plain") == directory.files(below: "again"))
        #expect(try directory.names(in: "kept").contains { $0.hasSuffix(".kept") })
    }

    @Test func `A scenario that is compared with a finished run is run on that run's data`() throws {
        let run = try publish("a"), scenario = RepositoryFile.path("pipelines/scenarios/growth-computed-elsewhere.yml")
        let outcome = try compare(run, scenario, "--exit-code")
        #expect(outcome.end == .exit(0) && outcome.output == "Nothing differs.\n", "\(outcome.errors)")
        #expect(try compare(scenario, run, "--exit-code").end == .exit(0))
        let other = try SmallConsortium()
        try other.edit("1999733/enrollments.csv") { $0.removeLast(50) }
        #expect(try compare(run, scenario, "--data-b", other.path, "--exit-code").end == .exit(1))
        #expect(try compare(scenario, run, "--exit-code", "--data", other.path, "--data-b", data.path).end == .exit(1))
    }

    @Test func `A directory that is not there is told with the option that names it`() throws {
        let run = try publish("a"), nowhere = directory("nowhere")
        for (arguments, side, option) in [(["--data", nowhere], "A", "--data"), (["--data-b", nowhere], "B", "--data-b")] {
            let outcome = try Subprocess.run([BuiltTool.path, "compare", run, pipeline] + arguments)
            #expect(outcome.end == .exit(3))
            #expect(outcome.errors(without: directory.path) == """
                error: …/nowhere: there is no directory of this name. Name the one with the districts' files of \(side) with \(option).
                Nothing was published.

                """)
        }
    }

    @Test func `Errors in the data of a run and districts held back are told`() throws {
        let other = try SmallConsortium()
        try other.set("1099166/enrollments.csv", "days_attended", to: "abc")
        try other.write("1999733/enrollments.csv", "student_id,school_id\n")
        let outcome = try compare(pipeline, pipeline, "--data", data.path, "--data-b", other.path)
        #expect(outcome.end == .exit(0))
        let lines = outcome.errors.replacing(other.path, with: "DATA").split(separator: "\n")
        #expect(lines.first == "B: DATA: 2 errors in the data, 1 row rejected; `schoolindex run` has them in findings.csv")
        #expect(lines.count == 2 && lines[1].hasPrefix("B: DATA: district 1999733 is held back: "))
    }

    @Test func `What is no run, and a year of a finished run, are told`() throws {
        let run = try publish("a")
        let nothing = try compare(directory.path, run)
        #expect(nothing.end == .exit(3))
        #expect(nothing.errors(without: directory.path) == """
            error: …: there is no run here. Name the directory that `schoolindex run` was given with --out, or one of those in its `runs`.
            Nothing was published.

            """)
        let year = try compare(run, pipeline, "--year", "2015-16")
        #expect(year.end == .exit(2))
        #expect(year.errors(without: directory.path).hasPrefix(
            "Error: --year is for pipeline files: …/a is a finished run, and has its own year.\n"))
    }

    @Test func `Data that have changed since the run are told`() throws {
        let run = try publish("a")
        try data.edit("1999733/courses.csv") { $0.removeLast() }
        let outcome = try compare(run, run)
        #expect(outcome.end == .exit(3))
        let name = try FileManager.default.destinationOfSymbolicLink(atPath: run + "/latest").replacing("runs/", with: "")
        #expect(outcome.errors(without: directory.path).replacing(data.path, with: "DATA") == """
            error: DATA: 1999733/courses.csv is not what the run in …/a/runs/\(name) was made from. Name the directory with the data of \
            that run with --data, or run the pipeline again.
            Nothing was published.

            """)
    }

    @Test func `A pipeline whose growth does not know the other's year is told`() throws {
        try directory.write(
            "short.yml", """
                scenario: 1
                title: Two years
                baseline: \(RepositoryFile.path("pipelines/core-sqii.yml"))
                changes: {stages.value_added.with.years: [2014-15, 2015-16]}

                """)
        let outcome = try compare(
            directory("short.yml"), RepositoryFile.path("pipelines/core-sqii.yml"), "--data", data.path, "--year", "2015-16", "--year-b",
            "2016-17")
        #expect(outcome.end == .exit(2))
        let lines = try RepositoryFile.text("pipelines/core-sqii.yml").split(separator: "\n", omittingEmptySubsequences: false)
        let line = 1 + lines.firstIndex(of: "  - stage: value_added")!
        #expect(outcome.errors.replacing(RepositoryFile.path("pipelines"), with: "…") == """
            error: …/core-sqii.yml:\(line):5: the year to run, `2016-17`, is not among the `years` of stage `value_added`. Add it, behind \
            the years before it, or run one of 2014-15, 2015-16.
            Nothing was run.

            """)
    }
}

/// `compare` of two CSV files.
@Suite struct CompareFilesTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
        try directory.write("a.csv", "school,metric,value,level\n1,x,10.5,3\n1,y,20,4\n2,x,30,5\n")
    }

    private func compare(_ text: String, _ arguments: String...) throws -> Subprocess.Outcome {
        try directory.write("b.csv", text)
        return try Subprocess.run([BuiltTool.path, "compare", directory("a.csv"), directory("b.csv")] + arguments)
    }

    @Test func `Rows in another order and numbers within their tolerance are equal`() throws {
        let text = "metric,school,level,value\nx,2,5,30.00\ny,1,4,20\nx,1,3,10.51\n"
        let outcome = try compare(text, "--keys", "school,metric", "--tolerance", "value=0.01", "--exit-code")
        #expect(outcome.end == .exit(0) && outcome.output == "Nothing differs.\n")
        #expect(try compare(text, "--keys", "school,metric", "--tolerance", "value=0.009", "--exit-code").end == .exit(1))
        #expect(try compare(text, "--keys", "school,metric", "--exit-code").end == .exit(1))
    }

    @Test func `Rows of one file only, columns of one file only and cells that differ are told`() throws {
        let outcome = try compare(
            "school,metric,value,note\n1,x,10.5,\n1,y,25,\n3,x,1,\n", "--keys", "school,metric", "--tolerance", "1", "--exit-code")
        #expect(outcome.end == .exit(1))
        #expect(outcome.output.replacing(directory.path, with: "…") == """
            A  …/a.csv: 3 rows
            B  …/b.csv: 3 rows

            Column level is only in A.
            Column note is only in B.
            1 row is only in A: school=2 metric=x
            1 row is only in B: school=3 metric=x
            1 row differs, cells by column: value 1

            school=1 metric=y: value 20 -> 25

            """)
    }

    @Test func `Numbers with an exponent are numbers, and compared exactly`() throws {
        try directory.write("a.csv", "k,v\n1,1e+05\n2,1.1e0\n3,-2.5E-3\n4,1e5x\n")
        let text = "k,v\n1,100000\n2,1.2\n3,-0.0025\n4,1e5x\n"
        #expect(try compare(text, "--keys", "k", "--tolerance", "1e-1", "--exit-code").end == .exit(0))
        #expect(try compare(text, "--keys", "k", "--tolerance", "0.0999", "--exit-code").end == .exit(1))
        #expect(try compare("k,v\n1,100000\n2,1.1\n3,-0.0025\n4,1e5y\n", "--keys", "k", "--tolerance", "0").output.hasSuffix(
            "1 row differs, cells by column: v 1\n\nk=4: v 1e5x -> 1e5y\n"))
    }

    @Test func `Every row that differs is written, the cells as they are`() throws {
        let rows = (1...30).map { "\($0),x,-\($0).5\n" }.joined(), others = (2...31).map { "\($0),x,\($0)\n" }.joined()
        try directory.write("a.csv", "school,metric,value\n" + rows)
        let outcome = try compare("school,metric,value\n" + others, "--keys", "school,metric", "--out", directory("out"))
        #expect(outcome.end == .exit(0) && outcome.output.contains("29 rows differ"))
        #expect(try directory.text("out/differing_rows.csv") == "school,metric,column,value_a,value_b,note\n"
            + (2...30).map { "\($0),x,value,-\($0).5,\($0),\n" }.joined() + "1,x,,,,only in A\n31,x,,,,only in B\n")
    }

    @Test func `Keys that do not tell rows apart, columns that are not there and a tolerance that is none are refused`() throws {
        let text = "school,metric,value,level\n1,x,10.5,3\n"
        #expect(try compare(text, "--keys", "school").errors(without: directory.path) == """
            error: …/a.csv:3: line 2 has the same school. Name further columns with --keys.
            Nothing was published.

            """)
        #expect(try compare(text, "--keys", "school,metrik").errors(without: directory.path) == """
            error: …/a.csv: there is no column `metrik`. Did you mean `metric`?
            Nothing was published.

            """)
        #expect(try compare(text, "--keys", "school,metric", "--tolerance", "valeu=1").errors(without: directory.path) == """
            error: …/a.csv: there is no column `valeu`. Did you mean `value`?
            Nothing was published.

            """)
        #expect(try compare(text, "--keys", "school", "--tolerance", "value=x").errors.hasPrefix(
            "Error: --tolerance value=x: write a number, 0 or more, or a column and a number, such as value=0.01.\n"))
        for options in [["--data", "x"], ["--year", "2016-17"], ["--average"], ["--kept", "x"]] {
            #expect(try Subprocess.run([BuiltTool.path, "compare", "a.csv", "b.csv", "--keys", "school"] + options).errors.hasPrefix(
                "Error: \(options[0]) is for runs and pipeline files: two CSV files are compared as they are. Leave it out.\n"))
        }
        #expect(try compare(text).errors.hasPrefix(
            "Error: --keys is missing: name the columns that tell the rows of the two files apart, such as school_id,metric.\n"))
    }
}
