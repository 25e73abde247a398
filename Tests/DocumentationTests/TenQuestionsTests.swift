import Foundation
import TestSupport
import Testing

/// The commands of "Answer these ten questions" on the demo's consortium, and what the article shows of their output.
@Suite struct TenQuestionsTests {
    @Test func `Every command runs as it is written, and prints every line that is shown`() throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.createSymbolicLink(atPath: directory("pipelines"), withDestinationPath: Article.root + "/pipelines")
        for arguments in [
            ["simulate", "--students", "20000", "--out", "demo/consortium", "--quiet"],
            ["run", "pipelines/core-sqii.yml", "--data", "demo/consortium", "--out", "demo/index", "--quiet"],
        ] {
            #expect(try Subprocess.run([BuiltTool.path] + arguments, directory: directory.path).end == .exit(0))
        }
        // What the reader is to bring.
        try directory.write("my-scenario.yml", """
            scenario: 1
            title: Mine
            baseline: pipelines/core-sqii.yml
            changes: {stages.disaggregate.with.minimum_n.value: 30}

            """)
        let results = try Data(contentsOf: URL(filePath: directory("demo/index/latest/results.csv")))
        for name in ["mine.csv", "theirs.csv"] { try results.write(to: URL(filePath: directory(name))) }

        var output: Set<Substring> = [], shown = 0
        for block in try Article("TenQuestions").blocks {
            if block.language == "shell" {
                output = []
                for command in block.lines {
                    let words = try #require(command.hasPrefix("schoolindex ") ? command.dropFirst("schoolindex".count) : nil, "\(command)")
                    let outcome = try Subprocess.run(["/bin/sh", "-c", "'\(BuiltTool.path)'" + words], directory: directory.path)
                    #expect(outcome.end == .exit(0), "\(command): \(outcome.errors)")
                    output.formUnion(outcome.output.split(separator: "\n"))
                }
            } else {
                for line in block.lines where !line.isEmpty {
                    #expect(output.contains(Substring(line)), "no command prints this line: \(line)")
                    shown += 1
                }
            }
        }
        #expect(shown > 25)
    }
}
