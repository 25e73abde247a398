import Foundation
import TestSupport
import Testing

/// `schoolindex visibility` on the built tool, over a run of the shipped pipeline.
@Suite struct VisibilityCommandTests {
    @Test func `The table tells at the run's minimum what the run's results have, and at other minimums what theirs would`() throws {
        let directory = try TemporaryDirectory(), data = try SmallConsortium()
        func results(_ minimum: Int) throws -> [String: Int] {
            let out = directory("index-\(minimum)")
            let outcome = try BuiltTool.run(
                "run", RepositoryFile.path("pipelines/core-sqii.yml"), "--data", data.path, "--out", out, "--quiet", "--set",
                "stages.disaggregate.with.minimum_n.value=\(minimum)")
            #expect(outcome.end == .exit(0))
            var seen: [String: Int] = [:]
            for line in try directory.text("index-\(minimum)/latest/results.csv").split(separator: "\n").dropFirst() {
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                if !fields[8].isEmpty { seen["\(fields[4]) \(fields[5])", default: 0] += 1 }
            }
            return seen
        }
        let ten = try results(10), thirty = try results(30)
        let outcome = try BuiltTool.run("visibility", directory("index-10"), "--out", directory("v"))
        #expect(outcome.end == .exit(0) && outcome.errors == "Wrote \(directory("v"))/visibility.csv\nWrote \(directory("v"))/visibility.html\n")
        #expect(outcome.output.hasPrefix("2016-17: groups' results that are seen, over all metrics, groups and schools\n  minimum     results    students\n        1      100.0%      100.0%\n"))
        var compared = 0
        for line in try directory.text("v/visibility.csv").split(separator: "\n").dropFirst() {
            let fields = line.split(separator: ","), key = "\(fields[1]) \(fields[2])"
            if fields[3] == "10" { #expect(Int(fields[4]) == ten[key, default: 0], "\(line)") }
            if fields[3] == "30" { #expect(Int(fields[4]) == thirty[key, default: 0], "\(line)") }
            compared += 1
        }
        #expect(compared > 1000)
    }
}
