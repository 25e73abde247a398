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
        let run = try EngineRun(data: data, year: year, cutPoints: consortium.cutPoints)
        let reference = try ReferenceIndex(directory: data, year: year, cutPoints: consortium.cutPoints)
        for (name, expected) in reference.tables {
            let comparison = TableComparison(name, expected: expected, found: try run.table(name))
            #expect(comparison.differences == [])
        }
        #expect(Variety.missing(in: reference.tables) == [])
    }
}

/// What must occur in a hostile consortium for a comparison to be worth something.
private enum Variety {
    static func missing(in tables: [String: CSVDocument]) -> [String] {
        let results = tables["results"]!, scores = tables["scores"]!, ledger = tables["ledger"]!
        let reasons = scores[column: "reason"]
        let occurs: [(String, Bool)] = [
            ("a score", scores[column: "score"].contains { !$0.isEmpty }),
            ("a school without students", reasons.contains { $0.hasPrefix("spans") }),
            ("an empty academic domain", reasons.contains { $0.contains("Academic") }),
            ("every level", Set(results[column: "level"]).count == 11),
            ("groups of 19, 20 and 21", Set(["19", "20", "21"]).isSubset(of: results[column: "n"])),
            ("both reasons", Set(["u", "x"]).isSubset(of: results[column: "reason"])),
            ("something not known", ledger[column: "reason"].contains { $0.hasPrefix("not known") }),
        ]
        return occurs.filter { !$0.1 }.map(\.0)
    }
}
