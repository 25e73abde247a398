import ArgumentParser
import Engine
import Foundation

/// `schoolindex graph`: draws a pipeline.
struct Graph: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draw a pipeline's sources, stages and tables.",
        discussion: """
            Mermaid and DOT are printed as text; SVG needs graphviz.

            Example: schoolindex graph pipelines/core-sqii.yml --format svg > pipeline.svg
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case mermaid, dot, svg
    }

    @OptionGroup var options: RunOptions

    @Option(help: "mermaid, dot or svg.")
    var format = Format.mermaid

    func run() throws {
        let graph: PipelineGraph
        do throws(RunFailure) {
            graph = try Run(options.request(out: "")).graph()
        } catch {
            throw Exit.code(for: error)
        }
        switch format {
        case .mermaid: try Console.printResult(graph.mermaid)
        case .dot: try Console.printResult(graph.dot)
        case .svg: try Self.draw(graph.dot)
        }
    }

    /// Hands a DOT text to graphviz.
    private static func draw(_ dot: String) throws {
        guard let graphviz else {
            Console.say("error: graphviz is not installed, which draws the SVG. Install it, or use --format mermaid or dot.")
            throw Exit.missingInput
        }
        let process = Process()
        process.executableURL = graphviz
        process.arguments = ["-Tsvg"]
        let input = Pipe()
        process.standardInput = input
        do {
            try process.run()
            try input.fileHandleForWriting.write(contentsOf: Data(dot.utf8))
            try input.fileHandleForWriting.close()
        } catch {
            Console.say("error: graphviz can't be started: \(error.localizedDescription). Use --format mermaid or dot.")
            throw Exit.missingInput
        }
        process.waitUntilExit()
        if process.terminationStatus != 0 {
            Console.say("error: graphviz did not draw the pipeline. Use --format mermaid or dot.")
            throw Exit.missingInput
        }
    }

    /// Where graphviz' `dot` is, if it is installed.
    private static var graphviz: URL? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { URL(filePath: String($0)).appending(path: "dot") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }
}
