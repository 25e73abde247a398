import Engine
import TestSupport
import Testing

/// What is published adds up: points, maxima, the student ledger, the population.
@Suite struct PublishedSumsTests {
    @Test(arguments: [(201, "2015-16"), (202, "2016-17"), (203, "2016-17")] as [(UInt64, String)])
    func `Sums of a hostile consortium`(seed: UInt64, year: String) throws {
        let consortium = HostileConsortium(seed: seed)
        let directory = try TemporaryDirectory()
        try consortium.write(to: directory)
        let run = try EngineRun(
            data: directory.path + "/data", year: year, cutPoints: consortium.cutPoints,
            changes: EngineRun.withoutReports + EngineRun.withoutLimit)
        let problems = try PublishedSums(run).problems
        #expect(problems == [])
        #expect(run.summary.scoredCount > 2)
    }

    @Test(arguments: SimulatedConsortium.years)
    func `Sums of a simulated consortium`(year: String) throws {
        let simulated = try SimulatedConsortium(students: 2_000, seed: 8)
        let run = try EngineRun(data: simulated.data, year: year, growth: .computed)
        let problems = try PublishedSums(run).problems
        #expect(problems == [])
        #expect(run.summary.scoredCount > 15)
    }
}
