import TestSupport
import Testing

/// The tool and the reference agree in every published cell on simulated consortia.
@Suite struct SimulatedComparisonTests {
    @Test(arguments: [(300, nil, 1), (1_000, 30, 2), (3_000, nil, 3)] as [(Int, Int?, UInt64)], SimulatedConsortium.years)
    func `Every cell of a simulated consortium`(consortium: (students: Int, schools: Int?, seed: UInt64), year: String) throws {
        let simulated = try SimulatedConsortium(students: consortium.students, schools: consortium.schools, seed: consortium.seed)
        let cutPoints = CSVDocument(try RepositoryFile.text("pipelines/core-cut-points.csv"))
        let run = try EngineRun(data: simulated.data, year: year, growth: .computed)
        let reference = try ReferenceIndex(directory: simulated.data, year: year, growth: .computed, cutPoints: cutPoints)
        if year > "2014-15" && consortium.students >= 3_000 {
            let growth = try run.table("results").dictionaries.filter { $0["metric"]!.hasSuffix("_value_added") }
            #expect(Set(growth.map { $0["value"]! }).count > 10, "growth is computed")
        }
        for (name, expected) in reference.tables {
            let comparison = TableComparison(name, expected: expected, found: try run.table(name))
            #expect(comparison.differences == [])
            #expect(!expected.rows.isEmpty)
        }
    }
}
