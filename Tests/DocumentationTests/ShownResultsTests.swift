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
        let explained = try ExplainedRun(directory + "/index", data: directory + "/consortium", threads: 2)
        let article = try Article("HowANumberComesAbout"), answers = try Self.answers(to: article.lines("shell"), explained)
        #expect(!answers.isEmpty)
        for line in article.lines("text") { #expect(answers.contains(line), "no explanation has this line: \(line)") }
        #expect(try Self.summary(of: directory + "/index", calledDemo: directory) == Article(path: "README.md").blocks.first { $0.language == "text" }?.lines)
    }

    /// The lines that `schoolindex explain index …` prints, for every such command of an article.
    private static func answers(to commands: [String], _ run: ExplainedRun) throws -> Set<String> {
        var lines: Set<String> = []
        for command in commands where command.hasPrefix("schoolindex explain index ") {
            let words = command.split(separator: " ").dropFirst(3).map(String.init), names = words.filter { !$0.hasPrefix("--") } + ["", ""]
            let metric = names[1].isEmpty ? nil : names[1], group = names[2].isEmpty ? nil : names[2]
            let text = words.contains("--students")
                ? try run.students(school: names[0], metric: names[1], group: group).table
                : try run.explanation(school: names[0], metric: metric, group: group).text(width: 100, isDrawn: false)
            lines.formUnion(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
        return lines
    }

    /// What the demo says at its end of a run, as if it were the demo's.
    private static func summary(of index: String, calledDemo directory: String) throws -> [String] {
        let process = Process(), output = Pipe()
        process.executableURL = URL(fileURLWithPath: Article.root + "/scripts/demo.d/summary")
        process.arguments = [index]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.replacingOccurrences(of: directory, with: "demo").split(separator: "\n").map(String.init)
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
