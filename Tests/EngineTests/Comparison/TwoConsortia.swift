import Foundation
import TestSupport

@testable import Engine

/// The small consortium and a copy of it that is changed, with pipelines that count groups from few students.
final class TwoConsortia {
    private let directory: TemporaryDirectory
    let first: SmallConsortium
    let second: SmallConsortium

    static let year = "2016-17"

    init() throws {
        directory = try TemporaryDirectory()
        first = try SmallConsortium()
        second = try SmallConsortium()
    }

    /// A scenario that counts groups from few students.
    ///
    /// - Parameter changes: further changes, each a line of the scenario.
    func pipeline(_ name: String = "five", minimumN: Int = 5, _ changes: String...) throws -> String {
        let baseline = RepositoryFile.path("pipelines/scenarios/growth-computed-elsewhere.yml")
        let lines = ["stages.disaggregate.with.minimum_n.value: \(minimumN)"] + changes
        try directory.write(
            "\(name).yml", "scenario: 1\ntitle: \(name)\nbaseline: \(baseline)\nchanges:\n" + lines.map { "  \($0)\n" }.joined())
        return directory(name + ".yml")
    }

    /// - Parameter other: the second pipeline; nil for the same.
    func comparison(_ pipeline: String, _ other: String? = nil, isAveraged: Bool = false, threads: Int = 2) throws -> RunComparison {
        try RunComparison(
            CompareRequest(
                first: .init(path: pipeline, data: first.path, year: Self.year),
                second: .init(path: other ?? pipeline, data: second.path, year: Self.year), isAveraged: isAveraged, threads: threads))
    }

    func run(_ pipeline: String, on data: String) throws -> ComparedRun {
        try ComparedRun(.init(path: pipeline, data: data, year: Self.year), threads: 2)
    }

    // MARK: Changes of the second

    /// The files whose rows name a student.
    static let studentFiles = ["assessments", "courses", "discipline", "english_learners", "enrollments", "graduation_cohorts", "students"]

    /// Changes rolls and values at random: students leave, come and move within their district, some with rows left over elsewhere, and
    /// what is said of them changes.
    func change(seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        let districts = SmallConsortium.districts
        for district in districts {
            var files = try Self.documents(of: second, district)
            let schools = Array(Set(files["enrollments"]!.rows.map { $0[1] })).sorted()
            let students = Array(Set(files["enrollments"]!.rows.filter { $0[2] == Self.year }.map { $0[0] })).sorted()
            for student in students {
                switch random.whole(1...12) {
                case 1: Self.edit(&files) { rows, _ in rows.removeAll { $0[0] == student && $0.contains(Self.year) } }
                case 2:
                    // Who is at two schools could come to have two rows of one key.
                    let school = random.pick(schools), own = files.filter { $0.key != "students" }.values.flatMap(\.rows)
                    if Set(own.filter { $0[0] == student && $0.contains(Self.year) }.map { $0[1] }).count > 1 { continue }
                    Self.edit(&files) { rows, hasSchool in
                        if !hasSchool { return }
                        for row in rows.indices where rows[row][0] == student && rows[row].contains(Self.year) { rows[row][1] = school }
                    }
                case 3:
                    Self.edit(&files) { rows, _ in
                        rows += rows.filter { $0[0] == student && $0.contains(Self.year) }.map { ["X" + student] + $0.dropFirst() }
                    }
                case 4: Self.edit(&files, only: "enrollments") { rows, _ in rows.removeAll { $0[0] == student && $0[2] == Self.year } }
                default: break
                }
            }
            Self.edit(&files, only: "enrollments") { rows, _ in
                for row in rows.indices where random.happens(1, in: 4) { rows[row][5] = String(random.whole(0...Int(rows[row][4])!)) }
            }
            Self.edit(&files, only: "students") { rows, _ in
                for row in rows.indices where random.happens(1, in: 10) { rows[row][2] = random.pick(["LX", "WH", "AS"]) }
            }
            for (name, document) in files { try second.write("\(district)/\(name).csv", document.text()) }
        }
    }

    private static func edit(
        _ files: inout [String: CSVDocument], only: String? = nil, _ change: (_ rows: inout [[String]], _ hasSchool: Bool) -> Void
    ) {
        for name in studentFiles where only == nil || only == name { change(&files[name]!.rows, name != "students") }
    }

    static func documents(of consortium: SmallConsortium, _ district: String) throws -> [String: CSVDocument] {
        Dictionary(
            uniqueKeysWithValues: try studentFiles.map { ($0, CSVDocument(try consortium.text("\(district)/\($0).csv"))) })
    }
}

extension TwoConsortia {
    /// The first's files with the second's rolls, slowly: what the second's files say of whoever is on one of the rolls alone comes under
    /// another name, in place of what the first's say.
    func mixed() throws -> SmallConsortium {
        let mixed = try SmallConsortium()
        func pairs(_ files: [[String: CSVDocument]]) -> Set<[String]> {
            Set(files.flatMap { $0["enrollments"]!.rows.filter { $0[2] == Self.year }.map { Array($0[0...1]) } })
        }
        let own = try SmallConsortium.districts.map { try Self.documents(of: first, $0) }
        let other = try SmallConsortium.districts.map { try Self.documents(of: second, $0) }
        let changed = pairs(own).symmetricDifference(pairs(other)), renamed = Set(changed.map { $0[0] })
        for (number, district) in SmallConsortium.districts.enumerated() {
            for name in Self.studentFiles {
                let isCounted = ["english_learners", "enrollments", "graduation_cohorts"].contains(name)
                var document = own[number][name]!
                if isCounted { document.rows.removeAll { $0.contains(Self.year) && changed.contains(Array($0[0...1])) } }
                document.rows += other[number][name]!.rows.filter { row in
                    row.contains(Self.year) && (isCounted ? changed.contains(Array(row[0...1])) : renamed.contains(row[0]))
                }.map { ["N" + $0[0]] + $0.dropFirst() }
                try mixed.write("\(district)/\(name).csv", document.text())
            }
        }
        return mixed
    }
}
