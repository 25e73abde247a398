import Testing
import TestSupport

@testable import Pipeline

/// What is worth knowing about a file that can run all the same.
@Suite struct RemarkTests {
    @Test func `A source that nothing reads`() throws {
        let text = SmallPipeline().adding("  courses: {kind: courses, file: courses.csv}", below: "sources:").text
        #expect(try remarks(text) == ["pipeline.yml:13:3: nothing reads source `courses`."])
    }

    @Test func `A key that lacks its year`() throws {
        let text = SmallPipeline().adding("key: [student_id]", below: "file: \"{district_id}/students.csv\"").text
        #expect(
            try remarks(text) == [
                "pipeline.yml:19:5: the key of source `students` lacks its year `year`: rows of two years with the same key count "
                    + "as repeated. Add `year` to the key, unless the other fields never repeat from year to year."
            ])
    }

    @Test func `A join that does not go by the year`() throws {
        let text = SmallPipeline().replacing(
            "student: {to: students, by: [student_id, year]}", with: "student: {to: students, by: [student_id]}").text
        #expect(
            try remarks(text) == [
                "pipeline.yml:23:7: join `student` of source `enrollments` does not go by `year`: where a run reads several "
                    + "years, it finds rows of all of them. Add `year` to `by`, unless that is meant."
            ])
    }

    @Test func `A metric that no stage computes`() throws {
        let text = SmallPipeline()
            .replacing("metrics: [absence, suspension]", with: "metrics: [absence]")
            .replacing("elementary: {absence: 50, suspension: 50}", with: "elementary: {absence: 100}")
            .replacing("middle: {absence: 50, suspension: 50}", with: "middle: {absence: 100}")
            .replacing("high: {absence: 50, suspension: 50}", with: "high: {absence: 100}")
            .replacing("minimum_n:", with: "metrics: [absence]\nminimum_n:").text
        #expect(try remarks(text) == ["pipeline.yml:55:3: no stage computes metric `suspension`."])
    }

    @Test func `An index that no stage makes`() throws {
        let text = SmallPipeline()
            .replacing("- stage: aggregate", with: "").replacing("with: {index: small}", with: "")
            .replacing("publish: [scores, points, results, cut_points, ledger, population, school_reports]", with: "").text
        #expect(
            try remarks(text)
                == ["pipeline.yml:64:3: no stage makes index `small`. Add a stage `aggregate` with {index: small}."])
    }

    @Test func `A stage whose tables nothing uses`() throws {
        let text = SmallPipeline().replacing(
            "publish: [scores, points, results, cut_points, ledger, population, school_reports]", with: "publish: [scores]").text
        #expect(
            try remarks(text) == [
                "pipeline.yml:115:5: nothing uses what stage `report` makes (school_reports). Publish it, or take the stage out."
            ])
    }

    @Test func `An exception for a metric that the index does not count`() throws {
        let text = SmallPipeline()
            .replacing("metrics: [absence, suspension]", with: "metrics: [absence]")
            .replacing("elementary: {absence: 50, suspension: 50}", with: "elementary: {absence: 100}")
            .replacing("middle: {absence: 50, suspension: 50}", with: "middle: {absence: 100}")
            .replacing("high: {absence: 50, suspension: 50}", with: "high: {absence: 100}")
            .adding("all_students_only: [suspension]", below: "groups: [lowest]").text
        #expect(
            try remarks(text) == [
                "pipeline.yml:64:3: `all_students_only` of index `small` names `suspension`, which the index does not count."
            ])
    }

    @Test func `A metric of a domain without weight`() throws {
        let text = SmallPipeline()
            .replacing("elementary: {absence: 50, suspension: 50}", with: "elementary: {absence: 100}")
            .replacing("middle: {absence: 50, suspension: 50}", with: "middle: {absence: 100}")
            .replacing("high: {absence: 50, suspension: 50}", with: "high: {absence: 100, suspension: 0}").text
        #expect(
            try remarks(text) == [
                "pipeline.yml:64:3: index `small` has metric `suspension` in a domain, but gives it no weight at any level."
            ])
    }

    @Test func `What an index leaves unsaid`() throws {
        let text = SmallPipeline()
            .replacing("rounding: {rule: Once., source: none, basis: assumed, decimals: 2}", with: "")
            .replacing("groups: [lowest]", with: "").text
        #expect(
            try remarks(text) == [
                "pipeline.yml:64:3: index `small` does not say `rounding`: scores are rounded to 2 decimals. Declare it with its "
                    + "rule, source and basis.",
                "pipeline.yml:82:5: the shares of index `small` name no groups: all points are for all students. Write groups: [] "
                    + "if that is meant.",
            ])
    }

    @Test func `Span schools without a population`() throws {
        let text = SmallPipeline()
            .adding("span: {rule: The mean., source: none, basis: assumed}", below: "rounding: {rule: Once., source: none, basis: assumed, decimals: 2}")
            .replacing("- stage: population", with: "").replacing("reads: {rows: enrollments}", with: "")
            .replacing("publish: [scores, points, results, cut_points, ledger, population, school_reports]", with: "").text
        #expect(
            try remarks(text) == [
                "pipeline.yml:111:5: index `small` says how schools that span levels are scored, but no stage makes `population`: "
                    + "they will have no score. Add a stage `population`."
            ])
    }
}
