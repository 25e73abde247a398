import Testing
import TestSupport

@testable import Pipeline

/// Every mistake that a pipeline file can have, with the whole text that its writer reads.
@Suite struct MistakeTests {
    @Test func `The small pipeline is right`() throws {
        #expect(messages(SmallPipeline().text) == [])
        #expect(try remarks(SmallPipeline().text) == [])
    }

    @Test(arguments: Mistake.all)
    func `A mistake is reported with its place, what is wrong and how to mend it`(_ mistake: Mistake) {
        #expect(messages(mistake.text) == mistake.messages)
    }

    @Test func `Every mistake has a title of its own`() {
        #expect(Set(Mistake.all.map(\.title)).count == Mistake.all.count)
    }

    @Test func `All mistakes of a file are reported at once, in the order of its lines`() {
        let wrong = SmallPipeline()
            .replacing("format: 1", with: "format: 3")
            .replacing("kind: students", with: "kind: pupils")
            .replacing("lowest_of: [white, latino]", with: "lowest_of: [white, latinx]")
            .replacing("met: days_attended / days_enrolled <= 90%", with: "met: days_attended / days_enroled <= 90%")
            .replacing("middle: {absence: 50, suspension: 50}", with: "middle: {absence: 50, suspension: 30}")
            .replacing("value: 20", with: "value: 0")
            .replacing("with: {index: small}", with: "with: {index: smal}")
        #expect(
            messages(wrong.text) == [
                "pipeline.yml:1:9: `format` of the pipeline file is `3`. It must be 1.",
                "pipeline.yml:17:11: there is no kind of source `pupils`. The kinds are assessments, courses, cut_points, "
                    + "discipline, english_learners, enrollments, graduation_cohorts, growth_coefficients, growth_knots, growth_percentiles, school_growth, school_results, schools, students, "
                    + "survey_results, surveys; for any other file leave `kind` out and declare `fields`.",
                "pipeline.yml:42:24: `lowest_of` of group `lowest`: there is no group `latinx`. Did you mean `latino`?",
                "pipeline.yml:53:26: `met` of metric `absence`, at character 17 (days_enroled): There is no column "
                    + "`days_enroled`. Did you mean `days_enrolled`?",
                "pipeline.yml:80:9: the weights from 2014-15 for middle give domain `climate` 80, but it counts 100. "
                    + "Change the weights of absence, suspension, or the domain's weight.",
                "pipeline.yml:101:16: `value` of `minimum_n` is `0`. It must be a whole number from 1 to 100000.",
                "pipeline.yml:114:19: stage `aggregate`: there is no index `smal`. Did you mean `small`?",
            ])
    }

    @Test func `A file that is not UTF-8 is refused with the line`() throws {
        let directory = try TemporaryDirectory()
        try directory.write("pipeline.yml", Array("format: 1\ntitle: Distritos de Espa".utf8) + [0xF1] + Array("a\n".utf8))
        let error = #expect(throws: PipelineProblems.self) { try PipelineFile(path: directory("pipeline.yml")) }
        #expect(error?.problems.map { "\($0.line): \($0.problem). \($0.remedy)" } == ["2: this line is not UTF-8. Save the file as UTF-8"])
    }

    @Test func `An entry without a name is refused`() {
        let wrong = SmallPipeline().replacing("suspension:", with: "'':")
        #expect(messages(wrong.text).contains("pipeline.yml:55:3: the name of a metric is empty. Name it."))
    }

    @Test func `Of thousands of wrong texts in a list a hundred are named`() {
        let list = (0..<3_000).map { "\"no such race \($0)\"" }.joined(separator: ", ")
        let wrong = SmallPipeline().replacing("met: days_attended / days_enrolled <= 90%", with: "met: 'student.race_ethnicity in [\(list)]'")
        let found = messages(wrong.text)
        #expect(found.count == 101)
        #expect(found.contains("pipeline.yml:53:10: `met` of metric `absence`: 2900 more are wrong like these. Mend these first."))
    }

    @Test func `A file that is not there is a problem of its own`() {
        let error = #expect(throws: PipelineProblems.self) { try PipelineFile(path: "nowhere/pipeline.yml") }
        #expect(
            error?.description
                == "nowhere/pipeline.yml:1:1: the pipeline file can't be read. Check the path and its permissions.")
    }
}
