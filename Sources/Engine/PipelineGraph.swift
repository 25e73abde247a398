internal import Ingestion
internal import Pipeline

/// A pipeline as a drawing: sources and stages as nodes, tables on the arrows between them.
package struct PipelineGraph: Sendable {
    private struct Arrow: Hashable {
        let from: String
        let to: String
        let label: String
    }

    private enum Shape { case source, stage, file }

    private struct Node {
        /// Unique among the nodes.
        let name: String
        let label: String
        let shape: Shape
    }

    private let nodes: [Node]
    private let arrows: [Arrow]

    init(_ pipeline: Pipeline, needs: Needs) {
        let sources = pipeline.sources.map(\.name).filter { needs.fields[$0] != nil }
        let files = pipeline.published.map(pipeline.file(ofTable:))
        nodes = sources.map { Node(name: $0, label: $0, shape: .source) }
            + pipeline.stages.map { Node(name: $0.name, label: Self.label(of: $0, in: pipeline), shape: .stage) }
            + files.map { Node(name: $0, label: $0, shape: .file) }
        let arrows = Self.joins(pipeline, among: sources) + pipeline.stages.flatMap { Self.inputs(of: $0, in: pipeline) }
            + Self.outputs(of: pipeline) + Self.made(pipeline, among: sources)
        var seen: Set<Arrow> = []
        self.arrows = arrows.filter { seen.insert($0).inserted }
    }

    /// A stage's kind, with its first table where several stages are of that kind.
    private static func label(of stage: StageDeclaration, in pipeline: Pipeline) -> String {
        pipeline.stages.count { $0.kind == stage.kind } > 1 ? stage.name : stage.kind.rawValue
    }

    private static func joins(_ pipeline: Pipeline, among needed: [String]) -> [Arrow] {
        pipeline.sources.filter { needed.contains($0.name) }.flatMap { source in
            source.joins.filter { needed.contains($0.source) }.map { Arrow(from: $0.source, to: source.name, label: $0.name) }
        }
    }

    private static func inputs(of stage: StageDeclaration, in pipeline: Pipeline) -> [Arrow] {
        let tables = stage.kind.reads.compactMap { stage.reads[$0.name] }.compactMap { table -> Arrow? in
            if let producer = pipeline.stages.maker(of: table) { return Arrow(from: producer.name, to: stage.name, label: table) }
            return pipeline.source(table).map { Arrow(from: $0.name, to: stage.name, label: "") }
        }
        return pipeline.sources(of: stage).map { Arrow(from: $0, to: stage.name, label: "") } + tables
    }

    /// From a stage to the rows that it makes.
    private static func made(_ pipeline: Pipeline, among needed: [String]) -> [Arrow] {
        pipeline.sources.filter { $0.isMade && needed.contains($0.name) }.compactMap { source in
            pipeline.stages.maker(of: source.name).map { Arrow(from: $0.name, to: source.name, label: "") }
        }
    }

    private static func outputs(of pipeline: Pipeline) -> [Arrow] {
        pipeline.published.compactMap { table in
            pipeline.stages.maker(of: table).map { Arrow(from: $0.name, to: pipeline.file(ofTable: table), label: "") }
        }
    }

    /// The drawing as a Mermaid flow chart.
    package var mermaid: String {
        func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "#quot;"))\"" }
        let numbers = Dictionary(nodes.enumerated().map { ($1.name, $0) }) { first, _ in first }
        var lines = ["flowchart LR"]
        for (number, node) in nodes.enumerated() {
            let (open, close) =
                switch node.shape {
                case .source: ("[(", ")]")
                case .stage: ("[", "]")
                case .file: ("([", "])")
                }
            lines.append("    n\(number)\(open)\(quoted(node.label))\(close)")
        }
        for arrow in arrows {
            guard let from = numbers[arrow.from], let to = numbers[arrow.to] else { continue }
            lines.append(arrow.label.isEmpty ? "    n\(from) --> n\(to)" : "    n\(from) -- \(quoted(arrow.label)) --> n\(to)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The drawing in graphviz' language.
    package var dot: String {
        func quoted(_ text: String) -> String { "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"" }
        var lines = ["digraph pipeline {", "    rankdir=LR;", "    node [fontname=\"sans-serif\"];"]
        for node in nodes {
            let shape =
                switch node.shape {
                case .source: "cylinder"
                case .stage: "box"
                case .file: "note"
                }
            lines.append("    \(quoted(node.name)) [label=\(quoted(node.label)), shape=\(shape)];")
        }
        for arrow in arrows {
            let label = arrow.label.isEmpty ? "" : " [label=\(quoted(arrow.label))]"
            lines.append("    \(quoted(arrow.from)) -> \(quoted(arrow.to))\(label);")
        }
        return lines.joined(separator: "\n") + "\n}\n"
    }
}

extension Run {
    /// The pipeline as a drawing.
    package func graph() throws(RunFailure) -> PipelineGraph { PipelineGraph(pipeline, needs: Needs(pipeline, year: year)) }
}
