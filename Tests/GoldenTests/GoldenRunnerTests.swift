import TestSupport
import Testing

/// The runner of golden cases itself: what is wrong must not pass.
@Suite struct GoldenRunnerTests {
    private func read(_ text: String) throws -> (forms: GoldenForms, cases: [GoldenCase]) {
        try GoldenReader.read(text, of: "sample.yaml", forms: GoldenForms.shared())
    }

    private func problem(_ text: String) -> String? {
        do {
            _ = try read(text)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test("A result other than the expected one is reported with both")
    func differences() throws {
        let (forms, cases) = try read(
            """
            with: {minimum_n: 1}
            cases:
              - case: Nobody is absent
                students: [{times: 3}, {enrollments: {days_attended: 10}}]
                expect:
                  results:
                    chronic_absence: 0 of 4
                    suspension: 0 of 4
                    sel: 50
                  levels: {suspension: 9}
                  lowest: {suspension: AA}
                  excluded: {chronic_absence: {enrolled less than 31 days: 2}}
                  points: {suspension: 8.00 of 8.00}
                  score: "50.00"
            """)
        let results = try GoldenRun(key: cases[0].run, cases: cases, forms: forms).published()
        let found = results.differences(from: cases[0]).map { "\($0.place.line) \($0.words)" }
        #expect(
            found == [
                "7 the school: chronic_absence, all: expected 0 of 4, found 1 of 4, value 25.00, level 8",
                "9 the school: sel, all: expected value 50, found n 0, reason x, level none",
                "10 the school: suspension, all: expected level 9, found 0 of 4, value 0.00, level 10",
                "11 the school: the lowest-performing group on suspension: expected AA, found WH",
                "12 the school: excluded from chronic_absence: expected 2 enrolled less than 31 days, found nobody",
                "13 the school: points of suspension: expected 8.00 of 8.00, found none",
                "14 the school: score: expected 50.00, found none",
            ])
    }

    @Test("Mistakes in a golden file are refused, each with its line", arguments: [
        ("cases:\n  - case: A\n    students: [{eyes: blue}]\n    expect: {score: none}", "sample.yaml:3: there is no column `eyes` of `students`"),
        ("cases:\n  - case: A\n    students:\n      - enrollments: {days: 3}\n    expect: {score: none}", "sample.yaml:4: there is no column `days` of `enrollments`"),
        ("cases:\n  - case: A\n    students: [{}]", "sample.yaml:2: the case expects nothing"),
        ("cases:\n  - students: [{}]", "sample.yaml:2: a case needs its sentence under `case`"),
        ("cases:\n  - case: A\n    expect: {result: {sel: 50}}", "sample.yaml:3: `expect` of a case has no place for `result`"),
        ("cases:\n  - case: A\n    expect: {results: {sel: half}}", "sample.yaml:3: `half` is no result; write 1 of 20, a value, or one of below the minimum n, not applicable, not available"),
        ("with: {minimum: 3}\ncases: []", "sample.yaml:1: there is no setting `minimum`"),
        ("case: []", "sample.yaml:1: the file has no place for `case`"),
    ])
    func mistakes(text: String, message: String) {
        #expect(problem(text) == message)
    }

    @Test("A change of the pipeline is one value, at a place that exists")
    func pipelineEdit() throws {
        let text = try RepositoryFile.text(ShippedPipelines.core)
        var edit = PipelineEdit(text: text)
        try edit.replace("stages.disaggregate.with.minimum_n.value", with: "7")
        let before = text.split(separator: "\n"), after = edit.text.split(separator: "\n")
        #expect(zip(before, after).filter(!=).map { "\($0) → \($1)" } == ["        value: 20 →         value: 7"])
        let refused = [
            ("stages.disaggregate.with.maximum_n.value", "3", "the pipeline file has no `maximum_n` where `stages.disaggregate.with.maximum_n.value` leads"),
            ("stages.disaggregate.with", "3", "`stages.disaggregate.with` of the pipeline file holds more than one value"),
            ("stages.disaggregate.with.minimum_n.value", "7", "`stages.disaggregate.with.minimum_n.value` of the pipeline file is `7` already"),
        ]
        for (place, value, message) in refused {
            #expect(throws: PipelineEdit.Failure(description: message)) { try edit.replace(place, with: value) }
        }
    }

    @Test("Rows that the tool finds fault with fail the case")
    func findings() throws {
        let (forms, cases) = try read(
            """
            cases:
              - case: A grade that does not exist
                students: [{enrollments: {grade: 13}}]
                expect: {score: none}
            """)
        #expect(throws: PipelineEdit.Failure.self) { try GoldenRun(key: cases[0].run, cases: cases, forms: forms).published() }
    }
}
