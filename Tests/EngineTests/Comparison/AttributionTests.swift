import Aggregation
import Foundation
import Model
import TestSupport
import Testing

@testable import Engine

/// A change of one thing is put down to that thing, and parts of many add up.
@Suite struct AttributionTests {
    /// The causes that are said to differ, and those that have a part anywhere.
    private func causes(_ comparison: RunComparison) -> (said: [ScoreCause], moving: Set<ScoreCause>) {
        let moving = comparison.changes.compactMap(\.split).flatMap { split in split.parts.filter { $0.value != 0 }.keys }
        return (comparison.differences.map(\.cause), Set(moving))
    }

    @Test func `Nothing differs between a run and itself`() throws {
        let versions = try TwoConsortia(), comparison = try versions.comparison(versions.pipeline())
        #expect(comparison.isEqual && comparison.text == "Nothing differs.\n" && comparison.results.isEmpty)
        #expect(comparison.changes.count { $0.split != nil } > 10)
    }

    @Test func `A pipeline file goes by the data of a finished run, and of no other file`() throws {
        let directory = try TemporaryDirectory(), pipeline = CompareRequest.Side(path: "a.yml", data: nil, year: nil)
        func data(_ first: CompareRequest.Side, _ second: CompareRequest.Side) throws -> [String?] {
            try CompareRequest(first: first, second: second, isAveraged: false, threads: 1).located().map(\.data)
        }
        let other = CompareRequest.Side(path: "b.yml", data: directory.path, year: nil)
        let finished = CompareRequest.Side(path: directory.path, data: directory.path, year: nil)
        #expect(try data(pipeline, other) == [nil, directory.path] && data(other, pipeline) == [directory.path, nil])
        #expect(try data(pipeline, finished) == [directory.path, directory.path] && data(finished, pipeline) == [directory.path, directory.path])
    }

    @Test func `Other weights alone are weights`() throws {
        let versions = try TwoConsortia()
        let other = try versions.pipeline("weights", "indices.sqii.weights.2016-17.elementary: {ela_proficiency: 25, math_proficiency: 5}")
        let (said, moving) = try causes(versions.comparison(versions.pipeline(), other))
        #expect(said == [.weights] && moving == [.weights])
    }

    @Test func `Another minimum n alone is a rule`() throws {
        let versions = try TwoConsortia()
        let comparison = try versions.comparison(versions.pipeline(), versions.pipeline("n", minimumN: 12))
        let (said, moving) = causes(comparison)
        #expect(said == [.rules] && moving == [.rules])
        #expect(comparison.differences[0].how == ["disaggregate minimum n 5 -> 12"])
    }

    @Test func `Cut points of the year itself in place of a file's are cut points`() throws {
        let versions = try TwoConsortia()
        let yearly = try versions.pipeline(
            "yearly", "sources.cut_points: ~",
            "stages: {calibrate: {with: {levels: 10, minimum_schools: 2, source: x}, makes: {cut_points: own}}, band: {reads: {cut_points: own}}}")
        let (said, moving) = try causes(versions.comparison(versions.pipeline(), yearly))
        #expect(said == [.cutPoints] && moving == [.cutPoints])
    }

    @Test func `Other values in one file alone are data`() throws {
        let versions = try TwoConsortia()
        try versions.second.edit("1999733/enrollments.csv") { lines in
            for line in lines.indices.dropFirst() where lines[line].contains(",2016-17,") {
                var fields = lines[line].split(separator: ",").map(String.init)
                fields[5] = fields[4]
                lines[line] = fields.joined(separator: ",")
            }
        }
        let comparison = try versions.comparison(versions.pipeline())
        let (said, moving) = causes(comparison)
        #expect(said == [.data] && moving == [.data])
        #expect(comparison.differences[0].how == ["1 of 55 files differs (1999733/enrollments.csv)"])
    }

    @Test func `A student at another school is on another roll, and nothing else`() throws {
        let versions = try TwoConsortia()
        let student = try #require(try versions.first.lines("1999733/enrollments.csv").last { $0.contains(",2016-17,") })
            .split(separator: ",")[0]
        let schools = Array(Set(try versions.first.lines("1999733/enrollments.csv").dropFirst().map { $0.split(separator: ",")[1] })).sorted()
        for name in TwoConsortia.studentFiles where name != "students" {
            try versions.second.edit("1999733/\(name).csv") { lines in
                for line in lines.indices where lines[line].hasPrefix(student + ",") && lines[line].contains(",2016-17,") {
                    var fields = lines[line].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                    fields[1] = String(schools[0])
                    lines[line] = fields.joined(separator: ",")
                }
            }
        }
        let comparison = try versions.comparison(versions.pipeline())
        #expect(comparison.differences[0].how == ["1 student at a school only in A, 1 only in B"])
        #expect(causes(comparison).moving == [.roster])
    }

    @Test func `Lost rows of enrollment are the roster, whatever other rows of the students are left over`() throws {
        let versions = try TwoConsortia(), file = "1999733/enrollments.csv"
        let school = "19997331900007", isOfSchool = { (line: String) in line.contains(",\(school),\(TwoConsortia.year),") }
        let lost = Set(try versions.first.lines(file).filter(isOfSchool).prefix(20))
        try versions.second.edit(file) { $0.removeAll(where: lost.contains) }
        let comparison = try versions.comparison(versions.pipeline())
        #expect(lost.count == 20 && comparison.differences[0].how == ["20 students at a school only in A, 0 only in B"])
        #expect(causes(comparison).moving == [.roster])
        #expect(comparison.changes.filter { ($0.split?.change ?? 0) != 0 }.map(\.school.id) == [school])
    }

    @Test func `Students who are on no roll, such as graduates of an older cohort, are data`() throws {
        let versions = try TwoConsortia()
        try versions.second.edit("1999733/graduation_cohorts.csv") { lines in
            for line in lines.indices where lines[line].contains(",2016-17,") { lines[line] = lines[line].replacing(",graduated", with: ",dropout") }
            lines.append("X1,19997331900007,2016-17,4,dropout")
        }
        let comparison = try versions.comparison(versions.pipeline())
        #expect(comparison.differences.map(\.cause) == [.data] && causes(comparison).moving == [.data])
    }

    @Test func `Weights that changed are told in the order of metrics, with the levels in declared order`() throws {
        let versions = try TwoConsortia()
        let other = try versions.pipeline(
            "weights", "indices.sqii.weights.2016-17.high: {ela_proficiency: 15, math_proficiency: 5}",
            "indices.sqii.weights.2016-17.elementary: {ela_proficiency: 25, math_proficiency: 5}")
        #expect(try versions.comparison(versions.pipeline(), other).differences.map(\.how) == [[
            "of elementary, high (ela_proficiency 15 -> 25 in elementary; ela_proficiency 10 -> 15 in high; math_proficiency 15 -> 5 in "
                + "elementary; and 1 more)"
        ]])
    }

    @Test(arguments: [1, 2], [false, true])
    func `Parts add up for every school, in order and on the average`(seed: UInt64, isAveraged: Bool) throws {
        let versions = try TwoConsortia()
        try versions.change(seed: seed)
        let other = try versions.pipeline(
            "other", minimumN: 8, "indices.sqii.weights.2016-17.elementary: {ela_proficiency: 25, math_proficiency: 5}", "sources.cut_points: ~",
            "stages: {calibrate: {with: {levels: 10, minimum_schools: 2, source: x}, makes: {cut_points: own}}, band: {reads: {cut_points: own}}}")
        let comparison = try versions.comparison(versions.pipeline(), other, isAveraged: isAveraged)
        #expect(comparison.differences.map(\.cause) == ScoreCause.allCases)
        #expect(causes(comparison).moving == Set(ScoreCause.allCases))
        for change in comparison.changes {
            guard let split = change.split else { continue }
            #expect(split.parts.values.reduce(0, +) + split.rounding == split.change)
            #expect(split.change == change.second!.score!.scaledAndRounded(decimals: 2) - change.first!.score!.scaledAndRounded(decimals: 2))
            #expect(abs(split.rounding) <= 3)
        }
    }

    @Test func `The scores are those that the runs publish`() throws {
        let versions = try TwoConsortia(), pipeline = try versions.pipeline()
        try versions.change(seed: 3)
        let changes = try versions.comparison(pipeline).changes
        for (data, standing) in [(versions.first, \SchoolChange.first), (versions.second, \.second)] {
            let directory = try TemporaryDirectory()
            let summary = try Run(
                RunRequest(pipeline: pipeline, data: data.path, out: directory("out"), year: TwoConsortia.year, threads: 2)).publish()
            let rows = try PublishedRun(summary.directory).rows("scores")
            #expect(rows.count == changes.count)
            for row in rows {
                let own = changes.first { $0.school.id == row["school_id"] }?[keyPath: standing]
                #expect(own?.score?.text(decimals: 2) ?? "" == row["score"])
                #expect(own?.rank.map { String($0.place) } ?? "" == row["rank"])
            }
        }
    }
}

/// Rows of two datasets counted together are what the rows written into one directory of files make.
@Suite struct MixedMeasuresTests {
    @Test(arguments: [5, 6, 7]) func `Mixed measures agree with those of mixed files`(seed: UInt64) throws {
        let versions = try TwoConsortia(), pipeline = try versions.pipeline()
        try versions.change(seed: seed)
        let first = try versions.run(pipeline, on: versions.first.path), second = try versions.run(pipeline, on: versions.second.path)
        let mixed = try versions.mixed(), slow = try versions.run(pipeline, on: mixed.path).measured
        let fast = try DatasetPair(first, second, by: first, counted: 2).measured(secondsRoster: true, secondsData: false)
        #expect(fast.measures.cells == slow.measures.cells && fast.measures.choices == slow.measures.choices)
        #expect(fast.weightedPopulation == slow.weightedPopulation)
        #expect(fast.measures.cells != first.measured.measures.cells && fast.measures.cells != second.measured.measures.cells)
    }

    @Test func `A dataset with its own rolls is what its run made`() throws {
        let versions = try TwoConsortia(), pipeline = try versions.pipeline()
        try versions.change(seed: 8)
        let first = try versions.run(pipeline, on: versions.first.path), second = try versions.run(pipeline, on: versions.second.path)
        let own = try DatasetPair(first, second, by: first, counted: 1).measured(secondsRoster: true, secondsData: true)
        #expect(own.measures.cells == second.measured.measures.cells && own.weightedPopulation == second.measured.weightedPopulation)
    }

    @Test func `Threads change no byte of the tables`() throws {
        let versions = try TwoConsortia(), pipeline = try versions.pipeline(), directory = try TemporaryDirectory()
        try versions.change(seed: 9)
        for threads in [1, 2] { try versions.comparison(pipeline, threads: threads).write(to: directory("\(threads)")) }
        let one = try directory.files(below: "1"), two = try directory.files(below: "2")
        #expect(one == two && one.keys.sorted() == ["changed_results.csv", "changes.csv"])
    }
}
