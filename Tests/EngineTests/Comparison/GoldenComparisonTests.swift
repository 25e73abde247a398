import Model
import TestSupport
import Testing

@testable import Engine

/// One school's change worked by hand, cause by cause.
@Suite struct GoldenComparisonTests {
    /// Five of ten students attend more than 90% of 100 days, two of them every day.
    private static let before: [TwoVersions.Student] = [
        ("1", 100, 100), ("2", 100, 100), ("3", 100, 95), ("4", 100, 95), ("5", 100, 95), ("6", 100, 80), ("7", 100, 80),
        ("8", 100, 80), ("9", 100, 80), ("10", 100, 80),
    ]
    /// Students 9 and 10 have left, 11 and 12 have come, 12 for 50 days; student 1 no longer attends.
    private static let after: [TwoVersions.Student] = [
        ("1", 100, 50), ("2", 100, 100), ("3", 100, 95), ("4", 100, 95), ("5", 100, 95), ("6", 100, 80), ("7", 100, 80),
        ("8", 100, 80), ("11", 100, 100), ("12", 50, 50),
    ]
    /// A school in which nobody does anything else.
    private static let same: [TwoVersions.Student] = (1...10).map { ("9\($0)", 100, $0 > 4 ? 100 : 50) }

    private func everything() throws -> TwoVersions {
        let versions = try TwoVersions()
        try versions.write(.a, schools: ["1": Self.before, "2": Self.same, "3": Self.same.map { ("8" + $0.name, $0.enrolled, $0.attended) }])
        try versions.write(.b, schools: ["1": Self.after, "2": Self.same, "4": Self.same.map { ("7" + $0.name, $0.enrolled, $0.attended) }])
        try versions.writePipeline(.a)
        try versions.writePipeline(.b, attendanceFrom: 5, weights: (50, 50), shortest: 60)
        return versions
    }

    @Test func `Every part of a change is that of its step, worked by hand`() throws {
        let comparison = try everything().comparison()
        #expect(comparison.differences.map(\.cause) == ScoreCause.allCases)
        let change = try #require(comparison.changes.first { $0.school.id == "1" })
        // A: 5 of 10 and 2 of 10, levels 6 and 3: 36 + 12 = 48.
        // Roster: 7 of 10 and 4 of 10, levels 8 and 5: 48 + 20 = 68.
        // Data: 6 of 10 and 3 of 10, levels 7 and 4: 42 + 16 = 58.
        // Rules: student 12 does not count: 5 of 9 and 2 of 9, levels 6 and 3: 36 + 12 = 48.
        // Cut points: 55.6% is level 7 where that begins at 55: 42 + 12 = 54.
        // Weights of 50 each: 35 + 15 = 50.
        let parts: [ScoreCause: Int128] = [.roster: 2_000, .data: -1_000, .rules: -1_000, .cutPoints: 600, .weights: -400]
        #expect(change.split == .init(change: 200, parts: parts, rounding: 0, joined: []))
        #expect(change.first?.score == Rational(48) && change.second?.score == Rational(50))
    }

    @Test func `The terminal tells what differs, how much it moves and why`() throws {
        let versions = try everything()
        #expect(try versions.comparison().text.replacing(versions.path, with: "…") == """
            A  …/a/index.yml: Attendance, 2016-17
            B  …/b/index.yml: Attendance, 2016-17

            roster      12 students at a school only in A, 12 only in B: moves 1 score, by 20.00 on the mean
            data        2 of 2 files differ (D/enrollments.csv, schools.csv): moves 1 score, by 10.00 on the mean
            rules       metrics attendance counted 1 when days_enrolled >= 1 -> days_enrolled >= 60; \
            metrics perfect counted 1 when days_enrolled >= 1 -> days_enrolled >= 60: moves 1 score, by 10.00 on the mean
            cut points  of 1 metric and school level (attendance all level 2 from 10 -> 5, 8 more levels): moves 1 score, by 6.00 on the mean
            weights     of elementary (attendance 60 -> 50; perfect 40 -> 50): moves 1 score, by 4.00 on the mean

            2 schools' reports change, 1 of them a level.
            1 school is only in A.
            1 school is only in B.
            Mean absolute change of 2 scores: 1.00.
            Changed one after the other: roster, data, rules, cut points, weights.

            1 School 1 48.00 -> 50.00 (+2.00): roster +20.00 (Attendance, All students: level 6 -> 8; Perfect attendance, All students: \
            level 3 -> 5), data -10.00 (Attendance, All students: level 8 -> 7; Perfect attendance, All students: level 5 -> 4), \
            rules -10.00 (Attendance, All students: level 7 -> 6; Perfect attendance, All students: level 4 -> 3), cut points +6.00 \
            (Attendance, All students: level 6 -> 7), weights -4.00

            """)
    }

    @Test func `A school of one run only has no split, but a note`() throws {
        let changes = try everything().comparison().changes
        #expect(changes.map(\.school.id) == ["1", "2", "3", "4"])
        #expect(changes.map(\.note) == ["", "", "only in A", "only in B"])
        #expect(changes.map { $0.split == nil } == [false, false, true, true])
    }

    @Test func `Where the way leads past a combination without a score, two steps are one`() throws {
        let versions = try TwoVersions()
        let stayed: [TwoVersions.Student] = [("1", 100, 100), ("2", 100, 100), ("3", 10, 10)]
        let left: [TwoVersions.Student] = [("4", 100, 80), ("5", 100, 80), ("6", 100, 80)]
        // In A's data student 3 was there for ten days only and does not count.
        try versions.write(.a, schools: ["1": stayed + left])
        try versions.write(.b, schools: ["1": stayed.map { ($0.name, 100, 95) } + [("7", 100, 100)]])
        try versions.writePipeline(.a, shortest: 20, minimumN: 4)
        try versions.writePipeline(.b, shortest: 20, minimumN: 4)
        let change = try #require(try versions.comparison().changes.first)
        // A: 2 of 5, levels 5 and 5: 50. B: 4 of 4 and 1 of 4, levels 10 and 3: 60 + 12 = 72. Between them three students count.
        #expect(change.split == .init(change: 2_200, parts: [.data: 2_200], rounding: 0, joined: [.roster]))
        #expect(change.note == "no score behind roster: its part is in the next")
    }

    @Test func `A school without a score in a run has a note that says why`() throws {
        let versions = try TwoVersions()
        try versions.write(.a, schools: ["1": Self.before])
        try versions.write(.b, schools: ["1": Self.before])
        try versions.writePipeline(.a)
        try versions.writePipeline(.b, minimumN: 11)
        let comparison = try versions.comparison()
        #expect(comparison.changes.map(\.note) == ["no score in B: no result for any metric of the All"])
        #expect(comparison.text.hasSuffix("""
            1 school's report changes, 1 of them a level.
            No school has a score in both.
            1 school has no score any more.
              1 School 1: no score in B: no result for any metric of the All

            """))
    }

    /// Schools 1 to 5 with ten students, of whom so many attended more than 90% of days as the school's number says, and so many every day.
    private func five(_ students: (_ school: Int, _ version: TwoVersions.Version) -> Int = { _, _ in 10 }) throws -> TwoVersions {
        let versions = try TwoVersions()
        for version in [TwoVersions.Version.a, .b] {
            let schools = (1...5).map { school in
                (String(school), (1...students(school, version)).map { (name: "\(school)\($0)", enrolled: 100, attended: $0 <= school ? 100 : 50) })
            }
            try versions.write(version, schools: Dictionary(uniqueKeysWithValues: schools))
        }
        return versions
    }

    @Test func `Schools that lose their score or get one are told, with those no longer among the lowest for it`() throws {
        let versions = try five { school, version in version == .a ? (school == 5 ? 5 : 10) : (school < 5 ? [9, 10, 9, 9][school - 1] : 10) }
        try versions.writePipeline(.a, minimumN: 10, lowest: 25)
        try versions.writePipeline(.b, minimumN: 10, lowest: 25)
        // Of four schools of A, number 1 has the lowest score; in B numbers 2 and 5 alone have one.
        let lines = try versions.comparison().text.split(separator: "\n").map(String.init)
        let place = try #require(lines.firstIndex(of: "3 schools have no score any more, 1 has one now."))
        let reason = "no result for any metric of the All"
        #expect(lines[place + 1..<place + 6] == [
            "  1 School 1: no score in B: \(reason)", "  3 School 3: no score in B: \(reason)", "  4 School 4: no score in B: \(reason)",
            "  5 School 5: no score in A: \(reason)", "Among the lowest-performing: 1 new, 1 no longer (1 has no score any more).",
        ])
    }

    @Test func `A school that is newly among the lowest differs, though no report does`() throws {
        let versions = try five()
        try versions.writePipeline(.a, lowest: 20)
        try versions.writePipeline(.b, lowest: 40)
        // Of five schools, one is a fifth; the second has fewer below it than two fifths.
        let comparison = try versions.comparison()
        #expect(comparison.changedReports == 0 && !comparison.isEqual)
        #expect(comparison.text.contains("""
            No school's report changes.
            Mean absolute change of 5 scores: 0.00.
            Among the lowest-performing: 1 new, 0 no longer.

            """))
        #expect(try versions.comparison(of: .a).isEqual)
    }

    @Test func `Printed parts of fractions that do not end add up with what rounding leaves`() throws {
        let versions = try TwoVersions()
        try versions.write(.a, schools: ["1": Self.before])
        try versions.write(.b, schools: ["1": Self.after])
        try versions.writePipeline(.a, weights: (61, 39), decimals: 0)
        try versions.writePipeline(.b, weights: (62, 38), decimals: 0)
        let split = try #require(try versions.comparison().changes.first?.split)
        // 48.3, 68.3, 58.3, printed 48, 68, 58; then levels 7 and 4 with 62 and 38: 58.6, printed 59; the part 0.3 is printed 0.
        #expect(split == .init(change: 11, parts: [.roster: 20, .data: -10, .weights: 0], rounding: 1, joined: []))
    }
}
