import Testing
import TestSupport

/// `schoolindex growth targets`, from files to a file.
@Suite struct GrowthTargetsCommandTests {
    private let directory: TemporaryDirectory

    /// The fixture's students as they were in grade 3 and in grade 4, the regressions that predict grades 4 and 5, and cut
    /// scores.
    init() throws {
        directory = try TemporaryDirectory()
        let cohort = CSVDocument(try RepositoryFile.text("fixtures/growth/cohort.csv"))
        func write(_ name: String, _ columns: [String]) throws {
            let rows = cohort.dictionaries.map { row in columns.map { row[$0]! }.joined(separator: ",") }
            try directory.write(name, ([columns.joined(separator: ",")] + rows).joined(separator: "\n") + "\n")
        }
        try write("third.csv", ["ID", "GRADE_2015", "SS_2015"])
        try write("fourth.csv", ["ID", "GRADE_2015", "GRADE_2016", "SS_2015", "SS_2016"])
        for (input, progression, name) in [
            (directory("fourth.csv"), "3,4", "4.json"), (RepositoryFile.path("fixtures/growth/cohort.csv"), "3,4,5", "5.json"),
        ] {
            _ = try Subprocess.run([
                BuiltTool.path, "growth", "percentiles", input, "--progression", progression, "--coefficients", directory(name),
                "--out", directory("percentiles.csv"),
            ])
        }
        try directory.write("cuts.csv", "grade,cut\n3,430\n4,470\n5,500.5\n")
    }

    private func targets(_ input: String, _ arguments: [String]) throws -> Subprocess.Outcome {
        try Subprocess.run(
            [
                BuiltTool.path, "growth", "targets", directory(input), "--cuts", directory("cuts.csv"), "--out",
                directory("out.csv"),
            ] + arguments)
    }

    private var twoYears: [String] {
        ["--progression", "3", "--ahead", "4,5", "--coefficients", directory("4.json"), directory("5.json")]
    }

    @Test func `Students are to catch up or to keep up, and trajectories stand beside their targets`() throws {
        let outcome = try targets("third.csv", twoYears + ["--trajectories", "1,99", "--absent", directory("absent.csv")])
        #expect(outcome.end == .exit(0))
        #expect(outcome.output == "")
        let table = CSVDocument(try directory.text("out.csv"))
        #expect(table.columns == [
            "ID", "status", "order", "SGP_TARGET_1_YEAR", "SGP_TARGET_2_YEAR", "reason", "P1_PROJ_YEAR_1", "P99_PROJ_YEAR_1",
            "P1_PROJ_YEAR_2", "P99_PROJ_YEAR_2",
        ])
        let scores = Dictionary(
            uniqueKeysWithValues: CSVDocument(try directory.text("third.csv")).dictionaries.map { ($0["ID"]!, $0["SS_2015"]!) })
        for row in table.dictionaries {
            #expect(row["status"] == (Int(scores[row["ID"]!]!)! < 430 ? "catch up" : "keep up"))
            let (one, two) = (row["SGP_TARGET_1_YEAR"]!, row["SGP_TARGET_2_YEAR"]!)
            #expect((row["reason"] == "percentile 99 is below the cut") == (one.isEmpty || two.isEmpty))
            if row["status"] == "keep up", !two.isEmpty { #expect(Int(one)! <= Int(two)!) }
            if row["status"] == "catch up", !one.isEmpty { #expect(Int(two)! <= Int(one)!) }
            #expect(Int(row["P99_PROJ_YEAR_1"]!)! > Int(row["P1_PROJ_YEAR_1"]!)!)
        }
        #expect(table.rows.count == 215)
        let absent = CSVDocument(try directory.text("absent.csv"))
        #expect(absent.columns == ["ID", "reason"] && absent.rows.count == 25)
        let counts = ["catch up", "keep up"].map { status in table.dictionaries.filter { $0["status"] == status } }
        let lines = zip(["catch up", "keep up"], counts).map { status, rows in
            "\(status): \(rows.count) students, \(rows.count { !$0["SGP_TARGET_2_YEAR"]!.isEmpty }) with a target in 2 years\n"
        }
        #expect(outcome.errors == lines.joined() + """
            without targets: 25, not in the current grade
            Wrote targets of 215 students to \(directory("out.csv"))

            """)
    }

    @Test func `With more scores the prediction takes more of them, and one thread writes the same bytes`() throws {
        let arguments = ["--progression", "3,4", "--ahead", "5", "--coefficients", directory("5.json")]
        func run(_ threads: String) throws -> String {
            let outcome = try targets("fourth.csv", arguments + ["--quiet", "--threads", threads, "--obtainable", "300,700"])
            #expect(outcome.end == .exit(0) && outcome.errors == "")
            return try directory.text("out.csv")
        }
        let text = try run("2")
        #expect(Set(CSVDocument(text)[column: "order"]) == ["1", "2"])
        #expect(try run("1") == text)
    }

    @Test func `A grade that nobody is in is said`() throws {
        let outcome = try targets(
            "fourth.csv", ["--progression", "3", "--ahead", "4", "--coefficients", directory("4.json"), "--quiet"])
        #expect(outcome.end == .exit(0))
        #expect(outcome.errors == """
            warning: no student has targets. The current grade of the progression is `3`; in the last year the students are \
            in 4.

            """)
        #expect(try directory.text("out.csv") == "ID,status,order,SGP_TARGET_1_YEAR,reason\n")
    }

    // MARK: Mistakes

    private func mistakes(_ arguments: [String]) throws -> String {
        let outcome = try targets("third.csv", arguments)
        #expect(outcome.end == .exit(3))
        #expect(!directory.exists("out.csv"))
        return outcome.errors(without: directory.path)
    }

    @Test(arguments: [
        ("grade,cut\n3,430\n5,500\n", "there is no cut score of grade `4`. Add a row for it: also the current grade needs one."),
        ("grade,cut\n4,430\n", "there is no cut score of grade `3`, `5`. Add a row for it: also the current grade needs one."),
        ("grade,cut\n3,430\n4,high\n5,500\n", "the cut score of grade `4` is not a number. Correct its row."),
        ("grade,cut\n3,430\n4,inf\n5,500\n", "the cut score of grade `4` is not a number. Correct its row."),
        ("grade,cut\n3,430\n3,440\n", "grade `3` has two rows. Keep one for each grade, of one subject."),
        ("grade,score\n3,430\n", "the header lacks `cut`. Give each grade the score that is to be reached."),
        ("grade,cut\n3\n", "some rows have not as many fields as the header. Correct them."),
    ])
    func `Cut scores that make no sense`(text: String, message: String) throws {
        try directory.write("cuts.csv", text)
        #expect(try mistakes(twoYears) == "error: …/cuts.csv: \(message)\nNothing was published.\n")
    }

    @Test func `Regressions that predict another grade`() throws {
        let swapped = ["--progression", "3", "--ahead", "4,5", "--coefficients", directory("5.json"), directory("4.json")]
        #expect(try mistakes(swapped) == """
            error: …/5.json: it is of the progression 3,4,5, and students go through 3,4. Name for each grade of --ahead, in \
            that order, the regressions that predict it, made with growth percentiles --coefficients.
            Nothing was published.

            """)
        let none = ["--progression", "3", "--ahead", "4", "--coefficients", directory("cuts.csv")]
        #expect(try mistakes(none) == """
            error: …/cuts.csv: this is no file of regressions. Make one with --coefficients.
            Nothing was published.

            """)
        let missing = ["--progression", "3", "--ahead", "4", "--coefficients", directory("6.json")]
        #expect(try mistakes(missing) == """
            error: …/6.json: the file can't be read. Check the path and its permissions.
            Nothing was published.

            """)
    }

    @Test func `Fewer years of scores than the progression has grades`() throws {
        let arguments = ["--progression", "3,4", "--ahead", "5", "--coefficients", directory("5.json")]
        let start = "error: …/third.csv: the header has grades and scores of 1 year, and the progression needs 2."
        #expect(try mistakes(arguments).hasPrefix(start))
    }

    @Test(arguments: [
        (["--progression", "3,", "--ahead", "4", "--coefficients", "a"],
            "--progression 3,: give one to five grades, separated by commas, the current one last."),
        (["--progression", "3", "--ahead", "", "--coefficients", "a"],
            "--ahead : give one to ten grades, separated by commas, the next one first."),
        (["--progression", "3", "--ahead", "4,5", "--coefficients", "a"],
            "--coefficients has 1 file, and --ahead 2 grades: give a file for each grade, in the same order."),
        (["--progression", "3", "--ahead", "4", "--coefficients", "a", "--trajectories", "0"],
            "--trajectories 0: `0` is no percentile; give numbers from 1 to 99."),
        (["--progression", "3", "--ahead", "4", "--coefficients", "a", "--obtainable", "700,150"],
            "--obtainable 700,150: give the lowest and the highest score, such as 150,700."),
    ])
    func `A wrong command line ends with two`(arguments: [String], message: String) throws {
        let outcome = try Subprocess.run(
            [BuiltTool.path, "growth", "targets", "scores.csv", "--cuts", "cuts.csv", "--out", directory("out.csv")] + arguments)
        #expect(outcome.end == .exit(2))
        #expect(outcome.errors.hasPrefix("Error: \(message)\n"), "\(outcome.errors)")
    }
}
