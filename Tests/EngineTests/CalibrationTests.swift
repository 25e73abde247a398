import Engine
import Foundation
import Pipeline
import Testing

/// Cut points that a run derives or the `calibrate` command writes, on a state's records of three years.
@Suite struct CalibrationTests {
    @Test func `Cut points of a baseline year are the same for every later year`() throws {
        let files = try Files()
        var texts: Set<String> = []
        for year in ["2002", "2003"] {
            _ = try files.run(year: year).publish()
            texts.insert(try files.text("out/latest/cut_points.csv"))
        }
        #expect(texts == ["""
            metric,school_level,level,cut_point,year,schools,method,source
            passing,lower,2,90.00,2001,3,quantiles of 2,
            passing,upper,2,70.00,2001,2,quantiles of 2,

            """])
    }

    @Test func `Only the schools of a year are in its results, each at its level of the year`() throws {
        let files = try Files()
        _ = try files.run(year: "2003").publish()
        let rows = try files.text("out/latest/results.csv").split(separator: "\n").filter { $0.contains(",passing,") }
        let schools = rows.map { $0.split(separator: ",")[2...3].joined(separator: " ") }
        #expect(schools == ["1 lower", "2 lower", "3 upper", "4 upper", "5 upper"])
    }

    @Test func `A school with students in a year that does not list it is told and left out`() throws {
        let files = try Files(unlisted: (year: "2003", school: 1))
        let summary = try files.run(year: "2003").publish()
        #expect(summary.schoolCount == 4)
        #expect(summary.withheldSomething)
        let rows = try files.text("out/latest/results.csv").split(separator: "\n").filter { $0.contains(",passing,") }
        #expect(rows.map { $0.split(separator: ",")[2] } == ["2", "3", "4", "5"])
        #expect(try files.text("out/latest/findings.csv").contains(
            "error,schools,schools.csv,,school_id,1,unlisted_school,"
                + "\"has students in 2003, but no row of that year lists it; it is left out there\","
                + "\"Add the school to the year, or correct the year of its row\"\n"))
        #expect(try files.text("out/latest/cut_points.csv").contains("passing,lower,2,90.00,2001,3,"))
    }

    @Test func `Deriving one metric's cut points makes the file, or leaves the others in it`() throws {
        let files = try Files(cuts: "cuts.csv")
        let path = files.path("cuts.csv")
        #expect(try files.run(year: "2001").calibrate(to: path, levels: 2, minimumSchools: 1, metrics: ["passing"], source: "a") == 2)
        #expect(try files.run(year: "2003").calibrate(to: path, levels: 2, minimumSchools: 1, metrics: ["failing"], source: "b") == 4)
        #expect(try files.text("cuts.csv") == """
            metric,school_level,level,cut_point,year,schools,method,source
            failing,lower,2,10.00,2003,2,quantiles of 2,b
            failing,upper,2,10.00,2003,3,quantiles of 2,b
            passing,lower,2,90.00,2001,3,quantiles of 2,a
            passing,upper,2,70.00,2001,2,quantiles of 2,a

            """)
    }

    @Test func `A metric to calibrate that there is not is refused`() throws {
        let files = try Files(cuts: "cuts.csv")
        let failure = #expect(throws: RunFailure.self) {
            try files.run(year: "2001").calibrate(
                to: files.path("x.csv"), levels: 2, minimumSchools: 1, metrics: ["pasing"], source: "")
        }
        guard case .pipeline(let problems)? = failure else { return #expect(Bool(false), "another failure: \(failure as Any)") }
        #expect(problems.description.hasSuffix(
            "there is no metric `pasing` to derive cut points for. Did you mean `passing`? The metrics are passing, failing."))
    }
}

/// A pipeline and its records in a directory of their own; ten students in each school and year.
private final class Files {
    private let directory = FileManager.default.temporaryDirectory.appending(path: "calibration-\(UUID().uuidString)").path

    /// School, level and share that pass, by year. School 3 is a lower school in 2001 and an upper one later; 5 opens late.
    private static let years: [(year: String, schools: [(id: Int, level: String, passing: Int)])] = [
        ("2001", [(1, "lower", 4), (2, "lower", 6), (3, "lower", 9), (4, "upper", 2), (6, "upper", 7)]),
        ("2002", [(1, "lower", 5), (2, "lower", 5), (3, "upper", 9), (4, "upper", 3)]),
        ("2003", [(1, "lower", 8), (2, "lower", 9), (3, "upper", 7), (4, "upper", 4), (5, "upper", 9)]),
    ]

    /// - Parameters:
    ///   - cuts: the file with cut points; nil for cut points from 2001 within the run.
    ///   - unlisted: a school that the schools file, then one of its own, leaves out in a year.
    init(cuts: String? = nil, unlisted: (year: String, school: Int)? = nil) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var rows = ["student,school,district,year,level,grade,passed"]
        for (year, schools) in Self.years {
            for (id, level, passing) in schools {
                for student in 0..<10 {
                    rows.append("\(year)\(id)\(student),\(id),9,\(year),\(level),\(level == "lower" ? 4 : 8),\(student < passing ? "Y" : "N")")
                }
            }
        }
        try (rows.joined(separator: "\n") + "\n").write(toFile: path("records.csv"), atomically: true, encoding: .utf8)
        var pipeline = Self.pipeline(cuts: cuts)
        if let unlisted {
            let others = rows.filter { !$0.contains(",\(unlisted.school),9,\(unlisted.year),") }
            try (others.joined(separator: "\n") + "\n").write(toFile: path("schools.csv"), atomically: true, encoding: .utf8)
            pipeline = pipeline.replacing("kind: schools\n    file: records.csv", with: "kind: schools\n    file: schools.csv")
        }
        try pipeline.write(toFile: path("pipeline.yml"), atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func path(_ name: String) -> String { directory + "/" + name }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    func run(year: String) throws -> Run {
        try Run(RunRequest(pipeline: path("pipeline.yml"), data: directory, out: path("out"), year: year, threads: 2))
    }

    private static let rule = "rule: A rule., source: nobody, basis: assumed"

    private static func pipeline(cuts: String?) -> String {
        let minimum = "minimum_n: {value: 1, \(rule)}"
        let baseline = """
              - {stage: population, reads: {rows: records}, makes: {population: before}, with: {year: "2001"}}
              - {stage: disaggregate, makes: {measures: m, lowest: l, ledger: d}, with: {year: "2001", metrics: [passing], \(minimum)}}
              - {stage: calibrate, reads: {measures: m, population: before}, with: {levels: 2, minimum_schools: 1}}
            """
        return """
            format: 1
            title: Calibration
            school_levels:
              \(rule.replacing(", ", with: "\n  "))
              levels: {lower: {title: Lower, grades: [4]}, upper: {title: Upper, grades: [8]}}
            sources:
              schools:
                kind: schools
                file: records.csv
                fields:
                  {school_id: school, school_name: school, district_id: district, district_name: district,
                   school_level: level, year: {column: year, role: year}}
                distinct: {school_level: span}
              records:
                file: records.csv
                fields:
                  student: {role: student}
                  school: {role: school}
                  year: {role: year}
                  grade: grade
                  passed: {type: boolean}
              \(cuts.map { "cut_points: {kind: cut_points, file: \($0), beside: pipeline}" } ?? "")
            groups:
              all: {title: All students, when: "true", \(rule)}
            metrics:
              passing: {title: Passing, of: records, met: passed, better: higher, \(rule)}
              failing: {title: Failing, of: records, met: not passed, better: lower, \(rule)}
            publish: [cut_points, results]
            stages:
              - {stage: population, reads: {rows: records}}
              - {stage: disaggregate, with: {\(minimum)}}
            \(cuts == nil ? baseline : "")
              - {stage: band, with: {levels: 2, \(rule)}}
            """.replacing("publish: [cut_points, results]", with: cuts == nil ? "publish: [cut_points, results]" : "publish: [results]")
    }
}
