import Engine
import TestSupport
import Testing

/// What `graph` and `plan` say about the small pipeline.
@Suite struct DrawingTests {
    private static let text = SmallPipeline().replacing(
        "publish: [scores, points, results, cut_points, ledger, population, school_reports]",
        with: "publish: [scores, school_reports]").text

    @Test func `A pipeline as a Mermaid flow chart`() throws {
        #expect(
            try Trial(Self.text).run().graph().mermaid == """
                flowchart LR
                    n0[("schools")]
                    n1[("students")]
                    n2[("enrollments")]
                    n3[("discipline")]
                    n4["population"]
                    n5["disaggregate"]
                    n6["calibrate"]
                    n7["band"]
                    n8["aggregate"]
                    n9["report"]
                    n10(["scores.csv"])
                    n11(["schools/"])
                    n1 -- "student" --> n2
                    n3 -- "removals" --> n2
                    n2 --> n4
                    n2 --> n5
                    n5 -- "measures" --> n6
                    n4 -- "population" --> n6
                    n5 -- "measures" --> n7
                    n6 -- "cut_points" --> n7
                    n4 -- "population" --> n7
                    n7 -- "results" --> n8
                    n4 -- "population" --> n8
                    n7 -- "results" --> n9
                    n8 -- "scores" --> n9
                    n4 -- "population" --> n9
                    n8 --> n10
                    n9 --> n11

                """)
    }

    @Test func `A pipeline in graphviz' language, its second band named by its table`() throws {
        let text = SmallPipeline()
            .replacing("publish: [scores, points, results, cut_points, ledger, population, school_reports]", with: "publish: [again]")
            .replacing("- stage: population", with: "").replacing("reads: {rows: enrollments}", with: "")
            .replacing("- stage: aggregate", with: "").replacing("with: {index: small}", with: "")
            .adding(stage: "- {stage: band, makes: {results: again}, with: {rule: Again., source: none, basis: assumed}}")
            .replacing("- stage: report", with: "").text
        #expect(
            try Trial(text).run().graph().dot == """
                digraph pipeline {
                    rankdir=LR;
                    node [fontname="sans-serif"];
                    "schools" [label="schools", shape=cylinder];
                    "students" [label="students", shape=cylinder];
                    "enrollments" [label="enrollments", shape=cylinder];
                    "discipline" [label="discipline", shape=cylinder];
                    "disaggregate → measures" [label="disaggregate", shape=box];
                    "calibrate → cut_points" [label="calibrate", shape=box];
                    "band → results" [label="band → results", shape=box];
                    "band → again" [label="band → again", shape=box];
                    "again.csv" [label="again.csv", shape=note];
                    "students" -> "enrollments" [label="student"];
                    "discipline" -> "enrollments" [label="removals"];
                    "enrollments" -> "disaggregate → measures";
                    "disaggregate → measures" -> "calibrate → cut_points" [label="measures"];
                    "disaggregate → measures" -> "band → results" [label="measures"];
                    "calibrate → cut_points" -> "band → results" [label="cut_points"];
                    "disaggregate → measures" -> "band → again" [label="measures"];
                    "calibrate → cut_points" -> "band → again" [label="cut_points"];
                    "band → again" -> "again.csv";
                }

                """)
    }

    @Test func `A plan names what is read, run and written`() throws {
        #expect(
            try Trial(Self.text).run().plan() == [
                "Small index, 2016-17",
                "read   schools: schools.csv (district_id, district_name, school_id, school_level, school_name)",
                "read   students: {district_id}/students.csv (race_ethnicity, student_id, year)",
                "read   enrollments: {district_id}/enrollments.csv (days_attended, days_enrolled, grade, school_id, student_id, year)",
                "read   discipline: {district_id}/discipline.csv (action, school_id, student_id, year)",
                "run    population: makes population from enrollments; no result of it is kept",
                "run    disaggregate: makes measures, lowest, ledger from enrollments; no result of it is kept",
                "run    calibrate: makes cut_points from measures, population; it works on tables in memory alone",
                "run    band: makes results from measures, cut_points, population; it works on tables in memory alone",
                "run    aggregate: makes scores, points from results, population; it works on tables in memory alone",
                "run    report: makes school_reports from results, scores, population; it works on tables in memory alone",
                "write  scores.csv, schools/, findings.csv, datapackage.json, manifest.json, pipeline/",
            ])
    }

    @Test func `A source that no stage needs is not read`() throws {
        let text = SmallPipeline().adding("  courses: {kind: courses, file: \"{district_id}/courses.csv\"}", below: "sources:").text
        #expect(try Trial(text).run().plan().contains("skip   courses: no stage needs it"))
    }
}
