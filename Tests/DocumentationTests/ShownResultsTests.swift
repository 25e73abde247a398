import Engine
import Foundation
import Parallel
import Simulation
import Testing

/// The rows that articles show are rows of the files that their commands write.
@Suite struct ShownResultsTests {
    @Test func `Every CSV line shown is a line of the consortium or of its index`() throws {
        let directory = NSTemporaryDirectory() + "documentation-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let years = (2013...2016).map { SchoolYear(start: $0) }
        try Consortium(Parameters(students: 20_000, seed: 1, years: years))
            .write(to: directory + "/consortium", workers: Workers(count: 2))
        _ = try Run(RunRequest(
            pipeline: Article.root + "/pipelines/core-sqii.yml", data: directory + "/consortium", out: directory + "/index",
            year: "2016-17", threads: 2)
        ).publish()
        let known = try Self.lines(below: [directory, Article.root + "/pipelines"])
        for article in [try Article("HowANumberComesAbout"), try Article("Outputs"), try Article(path: "README.md")] {
            for line in article.lines("csv") { #expect(known.contains(line), "nothing writes this line: \(line)") }
        }
    }

    private static func lines(below directories: [String]) throws -> Set<String> {
        var lines: Set<String> = []
        for directory in directories {
            for path in try FileManager.default.subpathsOfDirectory(atPath: directory) where path.hasSuffix(".csv") {
                let text = try String(contentsOfFile: "\(directory)/\(path)", encoding: .utf8)
                lines.formUnion(text.split(separator: "\n").map(String.init))
            }
        }
        return lines
    }
}
