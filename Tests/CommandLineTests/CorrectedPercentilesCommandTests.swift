import Testing
import TestSupport

/// `schoolindex growth percentiles --simex`, from a file to a file.
@Suite struct CorrectedPercentilesCommandTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// The fixture with a standard error for every prior score; where some are missing, each tenth student has none in 2016.
    private func writeCohort(error: Int, someMissing: Bool = true, isReversed: Bool = false) throws {
        let lines = try RepositoryFile.text("fixtures/growth/cohort.csv").split(separator: "\n")
        let rows = lines.dropFirst().enumerated().map { number, line in
            "\(line),\(error),\(someMissing && number % 10 == 0 ? "NA" : "\(error)")"
        }
        let text = ["\(lines[0]),SE_2015,SE_2016"] + (isReversed ? rows.reversed() : rows)
        try directory.write("scores.csv", text.joined(separator: "\n") + "\n")
    }

    private func percentiles(_ arguments: String...) throws -> Subprocess.Outcome {
        try Subprocess.run(
            [
                BuiltTool.path, "growth", "percentiles", directory("scores.csv"), "--progression", "3,4,5", "--out",
                directory("out.csv"),
            ] + arguments)
    }

    @Test func `Corrected percentiles stand beside the others, and students without a standard error have none`() throws {
        try writeCohort(error: 25)
        let outcome = try percentiles("--simex", "5")
        #expect(outcome.end == .exit(0))
        #expect(
            outcome.errors.contains(
                "\nwithout a corrected percentile: 23, no standard error of a prior score\nWrote percentiles of 221"))
        let table = CSVDocument(try directory.text("out.csv"))
        let expected = CSVDocument(try RepositoryFile.text("fixtures/growth/percentiles.csv"))
        #expect(table.columns == ["ID", "SGP", "SGP_SIMEX", "order"])
        for column in ["ID", "SGP", "order"] { #expect(table[column: column] == expected[column: column]) }
        let corrected = table[column: "SGP_SIMEX"]
        #expect(corrected.count { $0.isEmpty } == 23)
        #expect(corrected.allSatisfy { $0.isEmpty || (1...99).contains(Int($0)!) })
        #expect(zip(corrected, table[column: "SGP"]).count { $0 != $1 } > 150)
    }

    @Test func `Threads and the order of rows make no difference, the seed makes one`() throws {
        try writeCohort(error: 25)
        _ = try percentiles("--simex", "3", "--threads", "2")
        let first = try directory.text("out.csv")
        _ = try percentiles("--simex", "3", "--threads", "1", "--seed", "1")
        #expect(try directory.text("out.csv") == first)
        _ = try percentiles("--simex", "3", "--seed", "2")
        #expect(try directory.text("out.csv") != first)
        try writeCohort(error: 25, isReversed: true)
        _ = try percentiles("--simex", "3")
        #expect(CSVDocument(try directory.text("out.csv")).rows.reversed() == CSVDocument(first).rows)
    }

    @Test func `Errors that are 0 correct nothing`() throws {
        try writeCohort(error: 0, someMissing: false)
        _ = try percentiles("--simex", "2")
        let table = CSVDocument(try directory.text("out.csv"))
        #expect(table[column: "SGP_SIMEX"] == table[column: "SGP"])
    }

    // MARK: Mistakes

    @Test func `A header without the standard errors`() throws {
        try directory.write("scores.csv", try RepositoryFile.text("fixtures/growth/cohort.csv"))
        let outcome = try percentiles("--simex", "5")
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors(without: directory.path) == """
            error: …/scores.csv: the header lacks `SE_2015`, `SE_2016`. Give every year before the last a column `SE_<year>` \
            with the standard errors of its scores, in score points.
            Nothing was published.

            """)
    }

    @Test func `Every wrong standard error is named with its line`() throws {
        let text = "ID,GRADE_2015,GRADE_2016,GRADE_2017,SS_2015,SS_2016,SS_2017,SE_2015,SE_2016\n"
            + "1,3,4,5,400,420,440,-1,12\n2,3,4,5,400,420,440,,inf\n3,3,4,5,400,420,440,10,ten\n"
        try directory.write("scores.csv", text)
        let outcome = try percentiles("--simex", "5")
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors(without: directory.path) == """
            error: …/scores.csv:2: `SE_2015` is `-1`, not a standard error, 0 or more. Correct it, or leave it empty.
            error: …/scores.csv:3: `SE_2016` is `inf`, not a standard error, 0 or more. Correct it, or leave it empty.
            error: …/scores.csv:4: `SE_2016` is `ten`, not a standard error, 0 or more. Correct it, or leave it empty.
            Nothing was published.

            """)
    }

    @Test(arguments: [
        (["--simex", "0"], "--simex 0: give a number from 1 to 1000."),
        (["--simex", "1001"], "--simex 1001: give a number from 1 to 1000."),
        (["--seed", "2"], "--seed goes with --simex: what is simulated depends on it, and nothing else."),
        (["--simex", "5", "--baseline", "b"],
            "--baseline has no regressions on simulated scores: leave --simex or --baseline out."),
    ])
    func `A wrong command line ends with two`(arguments: [String], message: String) throws {
        let outcome = try Subprocess.run(
            [BuiltTool.path, "growth", "percentiles", "scores.csv", "--progression", "3,4", "--out", directory("out.csv")]
                + arguments)
        #expect(outcome.end == .exit(2))
        #expect(outcome.errors.hasPrefix("Error: \(message)\n"))
    }
}
