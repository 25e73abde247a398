import TestSupport
import Testing

/// The tool and the reference agree in every published cell on consortia that hold what real files hold.
@Suite struct HostileComparisonTests {
    /// Enough consortia that everything they can hold occurs; each in another year.
    @Test(arguments: 1...12)
    func `Every cell of a hostile consortium`(seed: UInt64) throws {
        let consortium = HostileConsortium(seed: seed)
        let directory = try TemporaryDirectory()
        try consortium.write(to: directory)
        let year = HostileConsortium.years[Int(seed) % 3], data = directory.path + "/data"
        let run = try EngineRun(
            data: data, year: year, cutPoints: consortium.cutPoints, changes: EngineRun.withoutReports + EngineRun.withoutLimit)
        let reference = try ReferenceIndex(directory: data, year: year, cutPoints: consortium.cutPoints)
        for (name, expected) in reference.tables {
            let comparison = TableComparison(name, expected: expected, found: try run.table(name))
            #expect(comparison.differences == [])
        }
        #expect(Variety.missing(in: reference.tables, year: year, cutPoints: consortium.cutPoints) == [])
    }
}

/// What must occur in a hostile consortium for a comparison to be worth something.
private enum Variety {
    static func missing(in tables: [String: CSVDocument], year: String, cutPoints: CSVDocument) -> [String] {
        let results = tables["results"]!, ledger = tables["ledger"]!
        let reasons = tables["scores"]![column: "reason"]
        let occurs: [(String, Bool)] = [
            ("a score", reasons.contains("")),
            ("a school without students", reasons.contains { $0.hasPrefix("spans") }),
            ("an empty academic domain", reasons.contains { $0.contains("Academic") }),
            // In an interim year every academic result comes from students who also count for suspension.
            ("an empty climate domain", year < "2016-17" || reasons.contains { $0.contains("climate") }),
            ("nine levels and more", Set(results[column: "level"]).count >= 10),
            ("groups of 19, 20 and 21", Set(["19", "20", "21"]).isSubset(of: results[column: "n"])),
            ("both reasons", Set(["u", "x"]).isSubset(of: results[column: "reason"])),
            ("something not known", ledger[column: "reason"].contains { $0.hasPrefix("not known") }),
            ("a tie between races", tiesOfRaces(in: tables) > 0),
            ("values on cut points", valuesOnCutPoints(results, cutPoints) > 5),
        ]
        return occurs.filter { !$0.1 }.map(\.0)
    }

    /// Choices of a lowest-performing group where another race has the same printed result.
    private static func tiesOfRaces(in tables: [String: CSVDocument]) -> Int {
        let races = tables["results"]!.dictionaries.filter { StudentGroups.races.contains($0["group"]!) && $0["value"] != "" }
        let byPlace = Dictionary(grouping: races) { [$0["school_id"]!, $0["metric"]!] }
        return tables["lowest"]!.dictionaries.count { row in
            byPlace[[row["school_id"]!, row["metric"]!]]!.count { $0["value"] == row["value"] } > 1
        }
    }

    private static func valuesOnCutPoints(_ results: CSVDocument, _ cutPoints: CSVDocument) -> Int {
        let bounds = Set(cutPoints.dictionaries.map { [$0["metric"]!, $0["cut_point"]!] })
        return results.dictionaries.count { bounds.contains([$0["metric"]!, $0["value"]!]) }
    }
}
