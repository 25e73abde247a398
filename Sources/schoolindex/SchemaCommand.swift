import ArgumentParser
import Pipeline

/// `schoolindex schema`: prints the JSON Schema of pipeline files.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of pipeline files, for editors.",
        discussion: """
            An editor with a YAML language server completes and checks a pipeline file that begins with \
            # yaml-language-server: $schema=pipeline.schema.json

            Example: schoolindex schema > pipeline.schema.json
            """)

    func run() throws { try Console.printResult(String(decoding: PipelineSchema.bytes, as: UTF8.self)) }
}
