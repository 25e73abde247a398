import Foundation
import TestSupport
import Testing

/// `schoolindex growth percentiles`, from a file to a file.
@Suite struct GrowthCommandTests {
    private let directory: TemporaryDirectory
    private let cohort = RepositoryFile.path("fixtures/growth/cohort.csv")

    init() throws { directory = try TemporaryDirectory() }

    private func percentiles(_ input: String, _ arguments: String...) throws -> Subprocess.Outcome {
        try Subprocess.run([BuiltTool.path, "growth", "percentiles", input, "--out", directory("out.csv")] + arguments)
    }

    private func mistakes(in text: String, _ arguments: String...) throws -> String {
        try directory.write("scores.csv", text)
        let outcome = try Subprocess.run(
            [BuiltTool.path, "growth", "percentiles", directory("scores.csv"), "--out", directory("out.csv")] + arguments)
        #expect(outcome.end == .exit(3))
        #expect(outcome.output == "")
        #expect(!directory.exists("out.csv"))
        return outcome.errors.replacing(directory.path + "/", with: "")
    }

    @Test func `The fixture's percentiles are the reference's, byte for byte`() throws {
        let outcome = try percentiles(cohort, "--progression", "3,4,5", "--all-orders", "--absent", directory("absent.csv"))
        #expect(outcome.end == .exit(0))
        #expect(outcome.output == "")
        #expect(outcome.errors == """
            order 1: 221 students, fitted, 8 columns
            order 2: 197 students, fitted, 15 columns
            without a percentile: 5, not in the current grade
            without a percentile: 6, no current score
            without a percentile: 8, no score in the grade before
            Wrote percentiles of 221 students to \(directory("out.csv"))

            """)
        let shown = outcome.errors.replacing(directory("out.csv"), with: "percentiles.csv")
        #expect(try RepositoryFile.text("README.md").contains("```text\n\(shown)```"))
        #expect(try directory.text("out.csv") == (try RepositoryFile.text("fixtures/growth/percentiles.csv")))
        let absent = CSVDocument(try directory.text("absent.csv"))
        #expect(absent.columns == ["ID", "reason"])
        #expect(absent.rows.count == 19)
        #expect(absent.rows.first == ["65320", "not in the current grade"])
    }

    @Test func `Quiet and well is silent, and one thread writes the same bytes`() throws {
        let outcome = try percentiles(cohort, "--progression", "3,4,5", "--all-orders", "--quiet", "--threads", "1")
        #expect(outcome.end == .exit(0))
        #expect(outcome.errors == "")
        #expect(try directory.text("out.csv") == (try RepositoryFile.text("fixtures/growth/percentiles.csv")))
    }

    @Test func `Cuts stand in columns of their own`() throws {
        _ = try percentiles(cohort, "--progression", "3,4,5", "--cuts", "35,50,65")
        let table = CSVDocument(try directory.text("out.csv"))
        #expect(table.columns == ["ID", "SGP", "order", "PERCENTILE_CUT_35", "PERCENTILE_CUT_50", "PERCENTILE_CUT_65"])
        #expect(table.rows.first == ["38105", "67", "2", "574", "579", "597"])
    }

    /// By the grade two years before, which 24 of 25 students without a score there lack, there is one group.
    @Test func `Percentiles are summarized by a column`() throws {
        _ = try percentiles(cohort, "--progression", "3,4,5", "--by", "GRADE_2015", "--summary", directory("summary.csv"))
        let grades = Dictionary(
            uniqueKeysWithValues: CSVDocument(try RepositoryFile.text("fixtures/growth/cohort.csv")).dictionaries.map { ($0["ID"]!, $0["GRADE_2015"]!) })
        let own = CSVDocument(try RepositoryFile.text("fixtures/growth/percentiles.csv")).dictionaries
            .filter { grades[$0["ID"]!] == "3" }.map { Double($0["SGP"]!)! }.sorted()
        let count = Double(own.count), mean = own.reduce(0, +) / count
        let deviation = (own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
        let summary = CSVDocument(try directory.text("summary.csv"))
        #expect(summary.columns == ["GRADE_2015", "n", "median_sgp", "mean_sgp", "sd_sgp", "mean_se", "median_se"])
        #expect(summary.rows.count == 1)
        let row = summary.rows[0].map { Double($0)! }
        let expected = [
            3, count, (own[(own.count - 1) / 2] + own[own.count / 2]) / 2, mean, deviation, deviation / count.squareRoot(),
            1.253 * deviation / count.squareRoot(),
        ]
        #expect(zip(row, expected).allSatisfy { abs($0 - $1) <= 0.005 + 1e-9 }, "\(row) \(expected)")
    }

    @Test func `Standard errors of scores give those of percentiles`() throws {
        let lines = try RepositoryFile.text("fixtures/growth/cohort.csv").split(separator: "\n")
        let text = ([lines[0] + ",CSEM"] + lines.dropFirst().enumerated().map { $1 + ($0 % 2 == 0 ? ",18" : ",") }).joined(separator: "\n")
        try directory.write("scores.csv", text + "\n")
        _ = try percentiles(directory("scores.csv"), "--progression", "3,4,5", "--standard-error", "CSEM")
        let table = CSVDocument(try directory.text("out.csv"))
        #expect(table.columns == ["ID", "SGP", "order", "SGP_STANDARD_ERROR"])
        let errors = table[column: "SGP_STANDARD_ERROR"]
        #expect(errors.contains("") && errors.contains { Double($0) ?? 0 > 10 })
        let outcome = try percentiles(directory("scores.csv"), "--progression", "3,4,5", "--standard-error", "CSME")
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors(without: directory.path) == """
            error: …/scores.csv: the header lacks `CSME`. Did you mean `CSEM`?
            Nothing was published.

            """)
    }

    @Test func `Objectives are the reference's, and certified`() throws {
        _ = try percentiles(cohort, "--progression", "3,4,5", "--objectives", directory("objectives.csv"))
        let found = CSVDocument(try directory.text("objectives.csv"))
        #expect(found.columns == ["order", "tau", "n", "p", "objective", "certified"])
        #expect(found[column: "certified"].allSatisfy { $0 == "yes" })
        #expect(found[column: "tau"].prefix(3) == ["0.005", "0.015", "0.025"])
        #expect(Set(found[column: "p"]) == ["8", "15"] && Set(found[column: "n"]) == ["221", "197"])
        let expected = CSVDocument(try RepositoryFile.text("fixtures/growth/objectives.csv"))[column: "objective"].map { Double($0)! }
        let objectives = found[column: "objective"].map { Double($0)! }
        #expect(objectives.count == 200)
        #expect(zip(objectives, expected).allSatisfy { abs($0 - $1) <= 1e-9 * $1 })
    }

    @Test func `The goodness of fit has a row for each tenth of the prior scores`() throws {
        _ = try percentiles(cohort, "--progression", "3,4,5", "--fit", directory("fit.csv"))
        let fit = CSVDocument(try directory.text("fit.csv"))
        #expect(fit.columns.prefix(5) == ["prior_from", "prior_to", "n", "sgp_1_9", "sgp_10_19"] && fit.columns.last == "sgp_90_99")
        #expect(fit.rows.count == 10)
        #expect(fit.rows.reduce(0) { $0 + Int($1[2])! } == 221)
        for row in fit.rows { #expect(abs(row.dropFirst(3).reduce(0) { $0 + Double($1)! } - 100) < 0.6) }
    }

    @Test func `Knots can be set in a file`() throws {
        try directory.write("knots.csv", "grade,knot1,knot2,knot3,knot4,boundary_lo,boundary_hi\n4,416.2,451,490.6,531,239.2,716.8\n")
        _ = try percentiles(cohort, "--progression", "3,4,5", "--all-orders", "--knots", directory("knots.csv"))
        #expect(try directory.text("out.csv") == (try RepositoryFile.text("fixtures/growth/percentiles.csv")))
        try directory.write("knots.csv", "grade,knot1,knot2,knot3,knot4,boundary_lo,boundary_hi\n4,400,420,500,540,239,717\n")
        _ = try percentiles(cohort, "--progression", "3,4,5", "--all-orders", "--knots", directory("knots.csv"))
        #expect(try directory.text("out.csv") != (try RepositoryFile.text("fixtures/growth/percentiles.csv")))
    }

    @Test func `A baseline's file gives its own students the same percentiles`() throws {
        _ = try percentiles(cohort, "--progression", "3,4,5", "--coefficients", directory("baseline.json"))
        let first = try directory.text("baseline.json")
        #expect(first.hasPrefix("{\n  \"format\" : 1,\n  \"orders\" : ["))
        let outcome = try percentiles(cohort, "--progression", "3,4,5", "--all-orders", "--baseline", directory("baseline.json"))
        #expect(outcome.end == .exit(0))
        #expect(outcome.errors.hasPrefix("order 1: 221 students, compared with the baseline\norder 2: 197 students, compared"))
        #expect(try directory.text("out.csv") == (try RepositoryFile.text("fixtures/growth/percentiles.csv")))
    }

    @Test func `A file that is no baseline`() throws {
        try directory.write("baseline.json", "{}")
        let none = try percentiles(cohort, "--progression", "3,4,5", "--baseline", directory("baseline.json"))
        #expect(none.end == .exit(3))
        #expect(none.errors(without: directory.path) == """
            error: …/baseline.json: this is no file of regressions. Make one with --coefficients.
            Nothing was published.

            """)
        _ = try percentiles(cohort, "--progression", "4,5", "--coefficients", directory("other.json"))
        let other = try percentiles(cohort, "--progression", "3,4,5", "--baseline", directory("other.json"))
        #expect(other.errors(without: directory.path) == """
            error: …/other.json: it is of the progression 4,5. Name the file of a baseline with the same progression, or make one \
            with --coefficients.
            Nothing was published.

            """)
        let both = try percentiles(cohort, "--progression", "3,4,5", "--baseline", "a", "--knots", "b")
        #expect(both.end == .exit(2))
        #expect(both.errors.hasPrefix("Error: --baseline has regressions of its own: leave --knots out.\n"))
    }

    @Test func `A progression that nobody follows is said`() throws {
        let outcome = try percentiles(cohort, "--progression", "6,7", "--quiet")
        #expect(outcome.end == .exit(0))
        #expect(outcome.errors == "warning: no student has a percentile. The current grade of the progression is `7`; in the last year the students are in 5, 6.\n")
        #expect(try directory.text("out.csv") == "ID,SGP,order\n")
    }

    // MARK: Mistakes

    @Test func `Every wrong row is named with its line`() throws {
        let text = """
            ID,GRADE_2016,GRADE_2017,SS_2016,SS_2017
            1,3,4,400,420
            2,3,4,4O0,420
            1,3,4,410,430
            ,3,4,410,430
            5,3,4,410
            6,3,4,410,high

            """
        #expect(try mistakes(in: text, "--progression", "3,4") == """
            error: scores.csv:3: `SS_2016` is `4O0`, not a number. Correct it, or leave it empty.
            error: scores.csv:4: student `1` has a row already, line 2. Keep one row for each student.
            error: scores.csv:5: there is no `ID`. Give every row its student.
            error: scores.csv:6: 4 fields, where the header has 5. Put fields that contain the delimiter in quotes, and write empty \
            fields for missing values.
            error: scores.csv:7: `SS_2017` is `high`, not a number. Correct it, or leave it empty.
            Nothing was published.

            """)
    }

    @Test func `A header without the columns`() throws {
        #expect(try mistakes(in: "id,GRADE_2017,SS_2017\n1,4,420\n", "--progression", "3,4") == """
            error: scores.csv: the header lacks `ID`. Name the column of the students' identifiers so (did you mean `id`?).
            Nothing was published.

            """)
        #expect(try mistakes(in: "ID,GRADE_2017,SS_2017\n1,4,420\n", "--progression", "3,4") == """
            error: scores.csv: the header has grades and scores of 1 year, and the progression needs 2. Give every year a column \
            `GRADE_<year>` and a column `SS_<year>`, such as `GRADE_2017` and `SS_2017`.
            Nothing was published.

            """)
    }

    @Test func `A knots file that makes no sense`() throws {
        let text = "ID,GRADE_2016,GRADE_2017,SS_2016,SS_2017\n1,3,4,400,420\n"
        func mistake(_ row: String) throws -> String {
            try directory.write("knots.csv", "grade,knot1,knot2,knot3,knot4,boundary_lo,boundary_hi\n" + row)
            return try mistakes(in: text, "--progression", "3,4", "--knots", directory("knots.csv"))
        }
        #expect(try mistake("3,400,390,450,500,200,700\n") == """
            error: knots.csv: grade `3` needs four ascending knots between two boundaries. Correct its row.
            Nothing was published.

            """)
        #expect(try mistake("3,400,410,450,500,200,700\n3,400,410,450,500,200,700\n") == """
            error: knots.csv: grade `3` has two rows. Keep one for each grade, of one subject.
            Nothing was published.

            """)
    }

    @Test(arguments: [
        (["--progression", "3"], "--progression 3: give two to six grades, separated by commas, the current one last."),
        (["--progression", "3,,4"], "--progression 3,,4: give two to six grades, separated by commas, the current one last."),
        (["--progression", "3,4", "--cuts", "50,100"], "--cuts 50,100: `100` is no percentile; give numbers from 0 to 99."),
        (["--progression", "3,4", "--by", "SCHOOL"], "--by and --summary go together: the column, and the file to write."),
        (["--progression", "3,4", "--obtainable", "700"], "--obtainable 700: give the lowest and the highest score, such as 150,700."),
    ])
    func `A wrong command line ends with two`(arguments: [String], message: String) throws {
        let outcome = try Subprocess.run(
            [BuiltTool.path, "growth", "percentiles", cohort, "--out", directory("out.csv")] + arguments)
        #expect(outcome.end == .exit(2))
        #expect(outcome.errors.hasPrefix("Error: \(message)\n"))
    }

    @Test func `No output replaces an input or another output`() throws {
        try FileManager.default.copyItem(atPath: RepositoryFile.path("fixtures/growth/cohort.csv"), toPath: directory("in.csv"))
        let before = try directory.text("in.csv")
        for (arguments, words) in [
            (["--out", directory("in.csv")], "the input and --out name the same file"),
            (["--out", directory("o.csv"), "--fit", directory("./o.csv")], "--out and --fit name the same file"),
        ] {
            let outcome = try Subprocess.run([BuiltTool.path, "growth", "percentiles", directory("in.csv"), "--progression", "3, 4, 5"] + arguments)
            #expect(outcome.end == .exit(2) && outcome.errors.contains(words), "\(outcome.errors)")
        }
        #expect(try directory.text("in.csv") == before && !directory.exists("o.csv"))
    }

    @Test func `Where one output can't be written, none is`() throws {
        try directory.write("o.csv", "before")
        let outcome = try Subprocess.run([
            BuiltTool.path, "growth", "percentiles", RepositoryFile.path("fixtures/growth/cohort.csv"), "--progression", "3, 4, 5", "--out",
            directory("o.csv"), "--absent", directory("nowhere/a.csv"),
        ])
        #expect(outcome.end == .exit(3) && outcome.errors.contains("nowhere/a.csv: ") && !outcome.errors.contains("incoming"), "\(outcome.errors)")
        #expect(try directory.text("o.csv") == "before" && !directory.exists("o.csv.incoming"))
    }

    @Test func `Numbers beyond any scale are refused, and standard errors that are none`() throws {
        try directory.write("in.csv", "ID,GRADE_9,GRADE_10,SS_9,SS_10,SE\n1,3,4,400,1e300,5\n2,3,4,0x1F4,410,5\n")
        func errors(_ more: [String] = []) throws -> String {
            let outcome = try Subprocess.run(
                [BuiltTool.path, "growth", "percentiles", directory("in.csv"), "--progression", "3,4", "--out", directory("o.csv")] + more)
            #expect(outcome.end == .exit(3))
            return outcome.errors(without: directory.path)
        }
        #expect(try errors() == """
            error: …/in.csv:2: `SS_10` is `1e300`, not a number below a billion. Correct it, or leave it empty.
            error: …/in.csv:3: `SS_9` is `0x1F4`, not a number. Correct it, or leave it empty.
            Nothing was published.

            """)
        try directory.write("in.csv", "ID,GRADE_9,GRADE_10,SS_9,SS_10,SE\n1,3,4,400,410,five\n2,3,4,390,400,-5\n")
        #expect(try errors(["--standard-error", "SE"]) == """
            error: …/in.csv: `SE` of student `1` is `five`, not a standard error, 0 or more; 1 more are wrong like this. Correct it, or \
            leave it empty.
            Nothing was published.

            """)
    }
}
