import Engine
import Testing

/// The students behind a result, and why each of them counted, met the rule or was excluded.
@Suite struct ResultStudentsTests {
    let schools: ExplainedSchools

    init() throws { schools = try ExplainedSchools() }

    @Test func `Every record is told with the condition that decided`() throws {
        #expect(try schools.run.students(school: "N", metric: "absence").csv == """
            student_id,enrolled,attended,in_group,outcome,reason,decided_by
            a1,100,90,yes,met,,attended / enrolled <= 90%
            a2,100,95,yes,not met,,attended / enrolled <= 90%
            a3,100,80,yes,met,,attended / enrolled <= 90%
            a4,100,100,yes,not met,,attended / enrolled <= 90%
            a5,100,99,yes,not met,,attended / enrolled <= 90%
            a6,20,20,yes,excluded,enrolled less than 31 days,enrolled >= 31

            """)
    }

    @Test func `A group's students are told apart from the others`() throws {
        let students = try schools.run.students(school: "N", metric: "absence", group: "A")
        #expect(students.columns == ["student_id", "enrolled", "attended", "student.race", "in_group", "outcome", "reason", "decided_by"])
        #expect(students.rows.map { $0[4] } == ["yes", "yes", "no", "no", "no", "no"])
        #expect(students.counted == 2 && students.met == 1)
        #expect(try schools.run.students(school: "N", metric: "absence", group: "lowest") == students)
    }

    @Test func `Of several conditions the ones that decided are named`() throws {
        let students = try schools.run.students(school: "N", metric: "easy")
        #expect(students.rows.map { "\($0[0]) \($0[4]): \($0[6])" } == [
            "a1 met: score >= 40 and enrolled > 0", "a2 met: score >= 40 and enrolled > 0", "a3 met: score >= 40 and enrolled > 0",
            "a4 not met: score >= 40", "a5 excluded: score is not missing", "a6 met: score >= 40 and enrolled > 0",
        ])
        #expect(students.counted == 5 && students.met == 4)
    }

    @Test func `A statistic counts the records that have a value`() throws {
        let students = try schools.run.students(school: "N", metric: "mean_score")
        #expect(students.table == """
            student_id  score  in_group  outcome    reason           decided_by
            a1          60     yes       counted                     score
            a2          40     yes       counted                     score
            a3          50     yes       counted                     score
            a4          30     yes       counted                     score
            a5                 yes       not known  value not known  score
            a6          70     yes       counted                     score

            5 students counted.

            """)
    }

    @Test func `Several responses of a student count once`() throws {
        let students = try schools.run.students(school: "N", metric: "belonging")
        #expect(students.rows.count == 6 && students.counted == 3 && students.met == nil)
    }

    static let refused = [
        ("best", "metric `best` has no students' rows of its own: it is made of `passing` and `easy`. Ask for `passing` or `easy`."),
        ("standing", "metric `standing` has no students' rows of its own: it is made of `mean_score`. Ask for `mean_score`."),
    ]

    @Test(arguments: refused) func aMetricMadeOfOthersHasNoRowsOfItsOwn(metric: String, problem: String) throws {
        do {
            _ = try schools.run.students(school: "N", metric: metric)
            Issue.record("rows of \(metric)")
        } catch ExplainFailure.question(let found) {
            #expect(found == problem)
        }
    }
}
