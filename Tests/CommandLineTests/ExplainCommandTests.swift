import Foundation
import Testing
import TestSupport

/// `schoolindex explain` on a run that was published, and what it never gives away.
@Suite struct ExplainCommandTests {
    private let night: NightlyRun

    init() throws {
        night = try NightlyRun()
        #expect(try night.run("--quiet").end == .exit(0))
    }

    private func explain(_ arguments: String...) throws -> Subprocess.Outcome {
        try Subprocess.run([BuiltTool.path, "explain", night.out] + arguments)
    }

    private static let school = "19997336000001"

    @Test func `The score is told as text, and a metric of it in full`() throws {
        let run = try night.latest(), score = try run.rows("scores").first { $0["school_id"] == Self.school }!["score"]!
        let whole = try explain(Self.school)
        #expect(whole.end == .exit(0) && whole.errors == "")
        #expect(whole.output.hasPrefix("""
            Alder Arroyo Elementary (19997336000001), Los Robles Unified, 2016-17
            School Quality Improvement Index: \(score) of 100.00
            """))
        let metric = try explain("Alta Crossing Elem", "chronic_absence")
        #expect(metric.end == .exit(0) && metric.output.hasPrefix("""
            Alta Crossing Elementary (19997336000002), Los Robles Unified, 2016-17
            School Quality Improvement Index
            Chronic absence
            """))
    }

    @Test func `Every explanation fits its schema`() throws {
        let directory = try TemporaryDirectory()
        let schema = try BuiltTool.run("schema", "explanation")
        #expect(schema.end == .exit(0))
        try directory.write("schema.json", schema.output)
        let questions = [[Self.school], [Self.school, "sel"], [Self.school, "math_growth", "lowest_race"], ["01992596000001"], [Self.school, "graduation_4yr"]]
        for (number, question) in questions.enumerated() {
            let outcome = try Subprocess.run([BuiltTool.path, "explain", night.out] + question + ["--json"])
            #expect(outcome.end == .exit(0) && outcome.errors == "")
            try directory.write("\(number).json", outcome.output)
        }
        // A report tells each rule once, so that its nodes have none.
        let report = try JSONSerialization.jsonObject(
            with: Data(contentsOf: URL(filePath: night.out + "/latest/schools/1999733/\(Self.school).json"))) as! [String: Any]
        var whole = try JSONSerialization.jsonObject(with: directory.data("0.json")) as! [String: Any]
        whole["explanation"] = report["explanation"]
        try directory.write("report.json", try JSONSerialization.data(withJSONObject: whole))
        let check = """
            import json, jsonschema, sys
            schema = json.load(open(sys.argv[1]))
            for name in sys.argv[2:]:
                jsonschema.Draft202012Validator(schema).validate(json.load(open(name)))
            """
        let names = questions.indices.map { directory("\($0).json") } + [directory("report.json")]
        let outcome = try Subprocess.run(["python3", "-c", check, directory("schema.json")] + names)
        #expect(outcome.end == .exit(0), "\(outcome.errors)")
    }

    // MARK: Students

    @Test func `Students are printed only where they are asked for, and with a word about it`() throws {
        let outcome = try explain(Self.school, "chronic_absence", "LX", "--students", "--csv")
        #expect(outcome.end == .exit(0))
        #expect(outcome.errors == "note: these are students' records, for authorised use alone.\n")
        let table = CSVDocument(outcome.output)
        #expect(table.columns == [
            "student_id", "days_enrolled", "days_attended", "student.race_ethnicity", "in_group", "outcome", "reason", "decided_by",
        ])
        let row = try night.latest().rows("results").first {
            $0["school_id"] == Self.school && $0["metric"] == "chronic_absence" && $0["group"] == "LX"
        }!
        let counted = table.dictionaries.filter { $0["in_group"] == "yes" && ["met", "not met"].contains($0["outcome"]) }
        #expect("\(counted.count)" == row["n"] && "\(counted.count { $0["outcome"] == "met" })" == row["met"])
    }

    @Test func `No report and no explanation names a student or counts fewer than the minimum`() throws {
        let run = try night.latest(), ids = try night.consortium.lines("1999733/students.csv").dropFirst().map { String($0.prefix { $0 != "," }) }
        #expect(ids.count > 100)
        for name in try run.files where name.hasPrefix("schools/1999733/") {
            let text = String(decoding: try Data(contentsOf: URL(filePath: run.path + "/" + name)), as: UTF8.self)
            let numbers = Set(text.split { !$0.isNumber }.map(String.init))
            #expect(numbers.isDisjoint(with: ids), "\(name)")
            if name.hasSuffix(".json") {
                let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as! [String: Any]
                check(document["explanation"] as! [String: Any])
            }
        }
        for metric in ["chronic_absence", "hs_readiness", "suspension"] {
            let numbers = Set(try explain("19997336000006", metric, "--json").output.split { !$0.isNumber }.map(String.init))
            #expect(numbers.isDisjoint(with: ids))
        }
    }

    /// What pages show of numbers of students.
    private func check(_ node: [String: Any]) {
        let kind = node["kind"] as! String
        #expect(kind != "excluded")
        let sentence = node["sentence"] as! String
        for count in sentence.matches(of: /(?:^|of |for )([0-9]+) students?\b(?! more| fewer)/) { #expect(Int(count.1)! >= 20, "\(sentence)") }
        #expect(!sentence.contains(/fewer than 20 students \(/))
        for child in node["children"] as! [[String: Any]] { check(child) }
    }

    // MARK: Mistakes

    @Test func `What is not there is told with what was meant`() throws {
        let questions: [(arguments: [String], problem: String)] = [
            (["19997336000009"], "error: there is no school `19997336000009` in the run. Did you mean `19997336000001`?\n"),
            ([Self.school, "chronic_absense"], "error: there is no metric `chronic_absense` in the run. Did you mean `chronic_absence`?\n"),
            ([Self.school, "suspension", "swe"], "error: there is no group `swe` in the run. Did you mean `swd`?\n"),
            (
                [Self.school, "sel", "--students"],
                "error: metric `sel` has no students' rows: its results come with the data, from source `survey_results`. Ask without --students.\n"
            ),
            (
                [Self.school, "graduation_4yr", "--students"],
                "error: metric `graduation_4yr` is not computed for the group, or does not apply to school 19997336000001. Ask for another group or "
                    + "metric.\n"
            ),
        ]
        for (arguments, problem) in questions {
            let outcome = try Subprocess.run([BuiltTool.path, "explain", night.out] + arguments)
            #expect(outcome.end == .exit(2) && outcome.output == "" && outcome.errors == problem)
        }
    }

    @Test func `A wrong command line and a directory without a run are refused`() throws {
        #expect(try explain(Self.school, "--students").errors.contains("--students goes with a metric: name the one whose students to print."))
        #expect(try explain(Self.school, "sel", "--csv").end == .exit(2))
        #expect(try explain(Self.school, "sel", "--students", "--json").errors.contains("--students is never part of JSON"))
        let directory = try TemporaryDirectory()
        #expect(try BuiltTool.run("explain", directory.path, Self.school).end == .exit(3))
    }
}
