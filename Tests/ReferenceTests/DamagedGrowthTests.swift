import Foundation
import TestSupport
import Testing

/// The tool and the reference agree on growth where scores of several years are damaged in all the ways that files are.
@Suite struct DamagedGrowthTests {
    private struct Damage {
        var random: SeededNumbers
        let schools: [String]

        /// A row as it is, damaged, or with another beside it.
        mutating func assessment(_ row: [String: String]) -> [[String: String]] {
            if !random.happens(1, in: 6) { return [row] }
            var other = row
            switch Int.random(in: 0..<7, using: &random) {
            case 0: other["scale_score"] = ""
            case 1: other["standard_error"] = ""
            case 2: other["grade"] = random.pick(["3", "4", "5", "6", "7", "8", "11", ""])
            case 3: other["school_id"] = random.pick(schools.filter { $0 != row["school_id"] })
            case 4:
                // The same score at another school as well.
                other["school_id"] = random.pick(schools.filter { $0 != row["school_id"] })
                return [row, other]
            case 5:
                // A row without a score at another school.
                other["school_id"] = random.pick(schools.filter { $0 != row["school_id"] })
                other["scale_score"] = ""
                return [other, row]
            default:
                other["school_id"] = random.pick(schools.filter { $0 != row["school_id"] })
                other["scale_score"] = "\((Double(row["scale_score"]!) ?? 2400) + 12.5)"
                return [other, row]
            }
            return [other]
        }

        mutating func student(_ row: [String: String]) -> [[String: String]] {
            var other = row
            let flag = random.pick(["disability", "disadvantaged", "foster", "homeless"])
            if random.happens(1, in: 20) { other[flag] = "" }
            if random.happens(1, in: 20) { other[flag] = other[flag] == "Y" ? "yes" : "0" }
            if random.happens(1, in: 40) { other["english_proficiency"] = "" }
            return [other]
        }
    }

    private func damage(_ data: String, seed: UInt64) throws {
        let schools = CSVDocument(try String(contentsOfFile: data + "/schools.csv", encoding: .utf8)).dictionaries
        for (district, own) in Dictionary(grouping: schools, by: { $0["district_id"]! }).sorted(by: { $0.key < $1.key }) {
            var damage = Damage(random: SeededNumbers(seed: seed), schools: Set(own.map { $0["school_id"]! }).sorted())
            if damage.schools.count < 2 { continue }
            for (name, body) in [("assessments", { damage.assessment($0) }), ("students", { damage.student($0) })]
                as [(String, ([String: String]) -> [[String: String]])]
            {
                let path = "\(data)/\(district)/\(name).csv"
                let document = CSVDocument(try String(contentsOfFile: path, encoding: .utf8))
                let rows = document.dictionaries.flatMap(body).map { row in document.columns.map { row[$0]! } }
                let text = CSVDocument(columns: document.columns, rows: rows).shuffled(&damage.random).text()
                try text.write(toFile: path, atomically: true, encoding: .utf8)
            }
        }
    }

    @Test(arguments: [(1_500, 21), (3_000, 22), (4_000, 23)] as [(Int, UInt64)])
    func `Every cell of a consortium with damaged scores`(students: Int, seed: UInt64) throws {
        let simulated = try SimulatedConsortium(students: students, seed: seed)
        try damage(simulated.data, seed: seed)
        let cutPoints = CSVDocument(try RepositoryFile.text("pipelines/core-cut-points.csv"))
        let run = try EngineRun(
            data: simulated.data, year: "2016-17", growth: .computed, changes: EngineRun.withoutReports + EngineRun.withoutLimit)
        let reference = try ReferenceIndex(directory: simulated.data, year: "2016-17", growth: .computed, cutPoints: cutPoints)
        for (name, expected) in reference.tables {
            let comparison = TableComparison(name, expected: expected, found: try run.table(name))
            #expect(comparison.differences == [])
        }
        let reasons = Set(try run.table("growth_ledger")[column: "reason"])
        #expect(reasons.isSuperset(of: [
            "no score", "several scores", "a score at several schools", "no prior score in every subject",
            "a prior score without standard error", "a characteristic that is not known", "grade without growth",
        ]))
        // Every score that counts is a student of a regression.
        let ledger = try run.table("growth_ledger").dictionaries.filter { $0["status"] == "counted" }
        let regressions = Dictionary(
            try run.table("growth_regressions").dictionaries.filter { $0["averages"] != "" }
                .map { ([$0["subject"]!, $0["grade"]!], Int($0["students"]!)!) }) { first, _ in first }
        for (key, students) in regressions {
            #expect(ledger.filter { [$0["subject"]!, $0["grade"]!] == key }.reduce(0) { $0 + Int($1["n"]!)! } == students)
        }
        #expect(Set(try run.table("growth_effects")[column: "growth"]).count > 10)
    }
}
