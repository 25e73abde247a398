import Foundation
import Pipeline
import Testing

@Suite struct PipelineFileArticleTests {
    /// The page's blocks, one after the other: a whole pipeline, as the page promises.
    private static func example() throws -> [String] { try Article("PipelineFile").lines("yaml") }

    @Test func `The reference's blocks are one whole pipeline without a mistake`() throws {
        let text = try Self.example().joined(separator: "\n")
        let pipeline = try PipelineFile(path: "example.yml", text: text).pipeline()
        #expect(pipeline.metrics.count == 9 && pipeline.stages.count == 11)
    }

    @Test func `The reference names every key that the reader takes`() throws {
        let article = try Article("PipelineFile"), lines = try Self.example()
        var keys: Set<String> = []
        // A key that nobody knows, put into one mapping after the other, makes the reader say which keys it takes.
        for (number, line) in lines.enumerated() {
            var changed = lines
            if let brace = line.firstIndex(of: "{"), !line.contains("\"{"), !line.contains("`{") {
                changed[number].insert(contentsOf: "zzz: 1, ", at: line.index(after: brace))
            } else {
                let indentation = line.prefix { $0 == " " }
                let item = line.dropFirst(indentation.count).hasPrefix("- ") ? "  " : ""
                changed.insert("\(indentation)\(item)zzz: 1", at: number + 1)
            }
            keys.formUnion(Self.keysTaken(beside: changed.joined(separator: "\n")))
        }
        #expect(keys.count > 60, "only \(keys.count) keys were found: the messages have changed")
        for key in keys.sorted() {
            #expect(article.text.contains("`\(key)`") || article.text.contains("`\(key):"), "no word on `\(key)`")
        }
    }

    private static func keysTaken(beside text: String) -> [String] {
        do {
            _ = try PipelineFile(path: "example.yml", text: text).pipeline()
            return []
        } catch {
            return error.problems.filter { $0.problem.contains("`zzz`") }.flatMap { problem -> [String] in
                guard let start = problem.remedy.range(of: "It takes ") else { return [] }
                return problem.remedy[start.upperBound...].split(separator: ", ").map(String.init)
            }
        }
    }
}
