import Engine
import Foundation
import Reports
import TestSupport

/// Five schools with eighteen students, few enough to work every number out by hand, and a pipeline with every way to make a result.
///
/// Results count from two students; levels go from 1 to 5.
final class ExplainedSchools {
    private let directory: TemporaryDirectory
    let run: ExplainedRun

    static let north = "N", south = "S", span = "P", empty = "E", west = "W"

    /// - Parameter changes: texts of the pipeline file and what stands in their place; each must occur.
    init(_ changes: [(text: String, replacement: String)] = []) throws {
        directory = try TemporaryDirectory()
        var pipeline = Self.pipeline
        for (text, replacement) in changes {
            precondition(pipeline.contains(text), "the pipeline has `\(text)`")
            pipeline = pipeline.replacing(text, with: replacement)
        }
        for (name, text) in ["pipeline.yml": pipeline, "cuts.csv": Self.cuts, "schools.csv": Self.schools] { try directory.write(name, text) }
        for (name, text) in ["students.csv": Self.students, "records.csv": Self.records, "answers.csv": Self.answers] {
            try directory.write(name, text)
        }
        let path = directory.path
        run = try ExplainedRun(Run(RunRequest(pipeline: path + "/pipeline.yml", data: path, out: path + "/out", year: nil, threads: 2)))
    }

    func explanation(_ school: String, _ metric: String? = nil, _ group: String? = nil) throws -> Explanation {
        try run.explanation(school: school, metric: metric, group: group).explanation
    }

    // MARK: Data

    private static let schools = """
        school_id,district_id,school_name,district_name,school_level
        N,1,North,One,lower
        S,1,South,One,upper
        P,1,Span,One,span
        E,1,Empty,One,lower
        W,1,West,One,lower

        """

    /// Student, school, grade, race, days enrolled, days attended, score.
    private static let rows = """
        a1 N 1 A 100 90 60
        a2 N 1 A 100 95 40
        a3 N 2 B 100 80 50
        a4 N 2 B 100 100 30
        a5 N 2 B 100 99 -
        a6 N 1 C 20 20 70
        w1 W 1 A 100 100 90
        w2 W 1 A 100 100 80
        w3 W 2 A 100 100 70
        w4 W 2 B 100 50 60
        s1 S 3 A 100 90 20
        s2 S 3 B 100 95 10
        s3 S 4 A 100 100 55
        s4 S 4 B 100 100 45
        p1 P 1 A 100 100 50
        p2 P 3 A 100 100 60
        p3 P 3 A 100 100 70
        """.split(separator: "\n").map { $0.split(separator: " ").map { $0 == "-" ? "" : String($0) } }

    private static let students = "student_id,year,race\n" + rows.map { "\($0[0]),2020-21,\($0[3])\n" }.joined()

    private static let records =
        "student_id,school_id,year,grade,enrolled,attended,score\n"
        + rows.map { "\($0[0]),\($0[1]),2020-21,\($0[2]),\($0[4]),\($0[5]),\($0[6])\n" }.joined()

    private static let answers = """
        student_id,school_id,year,construct,positive
        a1,N,2020-21,safe,Y
        a1,N,2020-21,heard,N
        a2,N,2020-21,safe,Y
        a2,N,2020-21,heard,Y
        a3,N,2020-21,safe,N
        a3,N,2020-21,heard,N
        w1,W,2020-21,safe,Y
        w2,W,2020-21,safe,Y

        """

    private static let cuts =
        "metric,school_level,level,cut_point,year,schools,method,source\n"
        + [
            "best,all,20 40 60 80", "standing,all,20 40 60 80", "belonging,all,20 40 60 80", "absence,lower,50 40 30 10",
            "absence,upper,40 30 20 10",
        ].flatMap { line in
            let fields = line.split(separator: ",")
            return fields[2].split(separator: " ").enumerated().map { "\(fields[0]),\(fields[1]),\($0 + 2),\($1),2019-20,7,by hand,\n" }
        }.joined()

    // MARK: Pipeline

    /// The part of the pipeline that declares the index.
    static var indexText: String {
        String(pipeline[pipeline.range(of: "indices:\n")!.lowerBound..<pipeline.range(of: "publish: ")!.lowerBound])
    }

    private static let pipeline = """
        format: 1
        title: Five schools
        year: 2020-21
        school_levels:
          rule: Two levels.
          source: none
          basis: assumed
          levels:
            lower: {title: Lower school, grades: [1..2]}
            upper: {title: Upper school, grades: [3..4]}
        sources:
          schools: {kind: schools, file: schools.csv}
          students:
            file: students.csv
            fields:
              student_id: {role: student, required: true}
              year: {role: year, required: true}
              race: {allowed: [A, B, C]}
            key: [student_id, year]
          records:
            file: records.csv
            fields:
              student_id: {role: student, required: true}
              school_id: {role: school, required: true}
              year: {role: year, required: true}
              grade: {}
              enrolled: {type: integer}
              attended: {type: integer}
              score: {type: number}
            key: [student_id, year]
            joins: {student: {to: students, by: [student_id, year]}}
          answers:
            file: answers.csv
            fields:
              student_id: {role: student, required: true}
              school_id: {role: school, required: true}
              year: {role: year, required: true}
              construct: {allowed: [safe, heard]}
              positive: {type: boolean}
            key: [student_id, year, construct]
            joins: {student: {to: students, by: [student_id, year]}}
          cut_points: {kind: cut_points, file: cuts.csv, beside: pipeline}
        groups:
          all: {title: All students, rule: Everybody., source: none, basis: assumed, when: true}
          A: {title: Group A, rule: By race., source: none, basis: assumed, when: student.race == "A"}
          B: {title: Group B, rule: By race., source: none, basis: assumed, when: student.race == "B"}
          C: {title: Group C, rule: By race., source: none, basis: assumed, when: student.race == "C"}
          lowest:
            title: Lowest group
            rule: The worst.
            source: none
            basis: assumed
            lowest_of: [A, B, C]
            ties: [more_students, listed_first]
        metrics:
          absence:
            title: Absence
            rule: At or below 90%.
            source: The state
            basis: {met: stated, counted: assumed}
            of: records
            counted:
              - {when: enrolled >= 31, otherwise: enrolled less than 31 days}
            met: attended / enrolled <= 90%
            better: lower
          passing: &passing
            title: Passing
            rule: A score of 50.
            source: none
            basis: assumed
            of: records
            counted:
              - {when: score is not missing, otherwise: no score}
            met: score >= 50
            better: higher
          easy: {<<: *passing, title: Easy passing, met: score >= 40 and enrolled > 0}
          best: {title: Best, rule: The better one., source: none, basis: assumed, best_of: [passing, easy], better: higher}
          mean_score:
            title: Mean score
            rule: The mean.
            source: none
            basis: assumed
            of: records
            mean: score
            better: higher
          standing: {title: Standing, rule: The rank., source: none, basis: assumed, rank_of: mean_score, better: higher}
          belonging:
            title: Belonging
            rule: The mean of constructs.
            source: none
            basis: assumed
            of: answers
            unit: student_id
            met: positive
            parts: {by: construct, missing: absent, weights: {safe: 2, heard: 1}}
            better: higher
        indices:
          index:
            title: The index
            domains:
              study: {title: Study, weight: 60, rule: Sixty., source: none, basis: assumed, metrics: [best, standing]}
              climate: {title: Climate, weight: 40, rule: Forty., source: none, basis: assumed, metrics: [absence, belonging]}
            weights:
              rule: As agreed.
              source: none
              basis: assumed
              2020-21:
                lower: {best: 40, standing: 20, absence: 40/3, belonging: 80/3}
                upper: {best: 30, standing: 30, absence: 20, belonging: 20}
            shares: {rule: Half and half., source: none, basis: assumed, policy: half_half, groups: [lowest]}
            missing: {rule: In proportion., source: none, basis: inferred, redistribute: within_domain}
            span: {rule: The mean., source: none, basis: assumed, weights: by_enrollment, cut_points: largest_enrollment}
            rounding: {rule: Once., source: none, basis: stated, decimals: 2}
        publish: [scores, points, results]
        stages:
          - {stage: population, reads: {rows: records}}
          - stage: disaggregate
            with: {minimum_n: {value: 2, rule: Two students., source: none, basis: assumed}}
          - stage: band
            with: {levels: 5, rule: Fixed., source: none, basis: assumed, closed: better_side, taken_from: unrounded}
          - {stage: aggregate, with: {index: index}}

        """
}

extension Explanation {
    /// Every node on a line, `title: number – sentence`, indented by its depth.
    var outline: String { lines(depth: 0).joined(separator: "\n") }

    private func lines(depth: Int) -> [String] {
        let line = String(repeating: "  ", count: depth) + title + (number.map { ": \($0)" } ?? "") + (sentence.isEmpty ? "" : " – \(sentence)")
        return [line] + children.flatMap { $0.lines(depth: depth + 1) }
    }

    /// The first node of a kind, from above, with a key where one is given.
    func first(_ kind: Kind, _ key: String? = nil) -> Explanation? {
        if self.kind == kind, key == nil || self.key == key { return self }
        return children.lazy.compactMap { $0.first(kind, key) }.first
    }

    /// Every node, each before what it is made of.
    var all: [Explanation] { [self] + children.flatMap(\.all) }
}
