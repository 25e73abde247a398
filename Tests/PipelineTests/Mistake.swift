import Testing
import TestSupport

@testable import Pipeline

/// A change to the small pipeline file that makes it wrong, and everything that its writer reads then.
struct Mistake: CustomTestStringConvertible, Sendable {
    /// What the JSON Schema says, which sees one value at a time.
    enum Verdict { case refuses, accepts }

    let title: String
    let text: String
    let schema: Verdict
    /// Without the file's name in front.
    let messages: [String]

    init(_ title: String, _ pipeline: SmallPipeline, schema: Verdict, _ messages: String...) {
        self.title = title
        text = pipeline.text
        self.schema = schema
        self.messages = messages.map { "pipeline.yml:" + $0 }
    }

    /// A file that is wrong as a whole.
    init(_ title: String, text: String, schema: Verdict, _ messages: String...) {
        self.title = title
        self.text = text
        self.schema = schema
        self.messages = messages.map { "pipeline.yml:" + $0 }
    }

    var testDescription: String { title }

    static let all = fileMistakes + sourceMistakes + groupMistakes + metricMistakes + indexMistakes + stageMistakes
}

/// Every problem of a pipeline text as it is printed; empty where all is well.
func messages(_ text: String) -> [String] {
    do {
        _ = try PipelineFile(path: "pipeline.yml", text: text).pipeline()
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

/// What is worth knowing about a pipeline text without mistakes, as it is printed.
func remarks(_ text: String) throws -> [String] {
    try PipelineFile(path: "pipeline.yml", text: text).pipeline().remarks.map(\.description)
}
