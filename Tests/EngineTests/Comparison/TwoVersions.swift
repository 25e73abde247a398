import Foundation
import TestSupport

@testable import Engine

/// Two versions of a small consortium and of its pipeline, in a directory of their own.
///
/// Two schools; a metric is the percent of students who attended more than 90% of days, another of those who missed none. Level 1 + n
/// begins at n times 10%.
final class TwoVersions {
    enum Version: String { case a, b }

    /// A student's name, days enrolled, days attended.
    typealias Student = (name: String, enrolled: Int, attended: Int)

    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    var path: String { directory.path }

    /// Writes the files of a version.
    ///
    /// - Parameter schools: school → students of 2016-17.
    func write(_ version: Version, schools: [String: [Student]]) throws {
        let codes = schools.keys.sorted()
        let list = codes.map { "\($0),D,School \($0),District,elementary\n" }.joined()
        try directory.write("\(version.rawValue)/schools.csv", "school_id,district_id,school_name,district_name,school_level\n" + list)
        let rows = codes.flatMap { school in
            schools[school]!.map { "\($0.name),\(school),2016-17,3,\($0.enrolled),\($0.attended)\n" }
        }
        try directory.write(
            "\(version.rawValue)/D/enrollments.csv", "student_id,school_id,year,grade,days_enrolled,days_attended\n" + rows.joined())
    }

    /// Writes the pipeline of a version.
    ///
    /// - Parameters:
    ///   - attendanceFrom: where level 2 of attendance begins; the others follow by tens.
    ///   - shortest: fewest days enrolled that count.
    ///   - lowest: the percent of schools that are the lowest-performing; nil where none are named.
    func writePipeline(
        _ version: Version, attendanceFrom: Int = 10, weights: (attendance: Int, perfect: Int) = (60, 40), shortest: Int = 1,
        minimumN: Int = 1, decimals: Int = 2, lowest: Int? = nil
    ) throws {
        func cuts(_ metric: String, _ from: Int) -> String {
            (2...10).map { "\(metric),all,\($0),\(from + 10 * ($0 - 2)),,,by hand,\n" }.joined()
        }
        try directory.write(
            "\(version.rawValue)/cuts.csv",
            "metric,school_level,level,cut_point,year,schools,method,source\n" + cuts("attendance", attendanceFrom) + cuts("perfect", 10))
        let rule = lowest.map { "lowest: {rule: The last ones., source: none, basis: assumed, share: \($0)%, among: all}" } ?? "# none"
        let text = Self.pipeline.replacing("LOWEST", with: rule).replacing("ATTENDANCE", with: "\(weights.attendance)")
            .replacing("PERFECT", with: "\(weights.perfect)").replacing("SHORTEST", with: "\(shortest)").replacing("MINIMUM", with: "\(minimumN)").replacing("DECIMALS", with: "\(decimals)")
        try directory.write("\(version.rawValue)/index.yml", text)
    }

    func side(_ pipeline: Version, data: Version? = nil) -> CompareRequest.Side {
        .init(path: directory("\(pipeline.rawValue)/index.yml"), data: directory((data ?? pipeline).rawValue), year: "2016-17")
    }

    func comparison(isAveraged: Bool = false, threads: Int = 1) throws -> RunComparison {
        try RunComparison(CompareRequest(first: side(.a), second: side(.b), isAveraged: isAveraged, threads: threads))
    }

    /// A version's pipeline on its own data, compared with itself.
    func comparison(of version: Version) throws -> RunComparison {
        try RunComparison(CompareRequest(first: side(version), second: side(version), isAveraged: false, threads: 1))
    }

    private static let pipeline = """
        format: 1
        title: Attendance
        school_levels: {rule: One., source: none, basis: assumed, levels: {elementary: {title: Elementary school, grades: [1..5]}}}
        sources:
          schools: {kind: schools, file: schools.csv}
          enrollments: {kind: enrollments, file: "{district_id}/enrollments.csv"}
          cut_points: {kind: cut_points, file: cuts.csv, beside: pipeline}
        groups:
          all: {title: All students, rule: Everybody., source: none, basis: assumed, when: true}
        metrics:
          attendance: &metric
            title: Attendance
            rule: More than 90% of days.
            source: none
            basis: assumed
            of: enrollments
            counted: [{when: days_enrolled >= SHORTEST, otherwise: enrolled for a short time}]
            met: days_attended / days_enrolled > 90%
            better: higher
          perfect: {<<: *metric, title: Perfect attendance, met: days_attended == days_enrolled}
        indices:
          index:
            title: Attendance
            domains:
              all: {title: All, weight: 100, rule: All., source: none, basis: assumed, metrics: [attendance, perfect]}
            weights:
              rule: By hand.
              source: none
              basis: assumed
              2014-15: {elementary: {attendance: ATTENDANCE, perfect: PERFECT}}
            shares: {rule: All students., source: none, basis: assumed, policy: half_half, groups: []}
            missing: {rule: In proportion., source: none, basis: assumed, redistribute: within_domain}
            rounding: {rule: Once., source: none, basis: assumed, decimals: DECIMALS}
            LOWEST
        publish: [scores]
        stages:
          - stage: disaggregate
            with: {minimum_n: {value: MINIMUM, rule: By hand., source: none, basis: assumed}}
          - stage: band
            with: {levels: 10, rule: By tens., source: none, basis: assumed}
          - stage: aggregate
            with: {index: index}

        """
}
