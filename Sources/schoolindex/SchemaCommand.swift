import ArgumentParser
import Engine
import Pipeline

/// `schoolindex schema`: prints the JSON Schema of pipeline files, or of explanations.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of pipeline files, for editors, or of explanations.",
        discussion: """
            An editor with a YAML language server completes and checks a pipeline file that begins with \
            # yaml-language-server: $schema=pipeline.schema.json

            Example: schoolindex schema > pipeline.schema.json
            """)

    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case pipeline, explanation
    }

    @Argument(help: "pipeline or explanation.")
    var subject = Subject.pipeline

    func run() throws {
        let bytes =
            switch subject {
            case .pipeline: PipelineSchema.bytes
            case .explanation: ExplainedRun.schema
            }
        try Console.printResult(String(decoding: bytes, as: UTF8.self))
    }
}
