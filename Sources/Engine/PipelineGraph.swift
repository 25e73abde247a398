internal import Ingestion
internal import Pipeline

/// A pipeline as a drawing: sources and stages as nodes, tables on the arrows between them.
package struct PipelineGraph: Sendable {
    private struct Arrow: Hashable {
        let from: String
        let to: String
        let label: String
    }

    private let sources: [String]
    private let stages: [String]
    private let tables: [String]
    private let arrows: [Arrow]

    init(_ pipeline: Pipeline, needs: Needs) {
        sources = pipeline.sources.map(\.name).filter { needs.fields[$0] != nil }
        stages = pipeline.stages.map(\.name)
        tables = pipeline.published
        var arrows: [Arrow] = []
        for source in pipeline.sources {
            for join in source.joins where needs.fields[source.name] != nil && needs.fields[join.source] != nil {
                arrows.append(Arrow(from: join.source, to: source.name, label: join.name))
            }
        }
        for stage in pipeline.stages {
            for table in stage.reads.values.sorted() {
                if let producer = pipeline.stages.first(where: { $0.makes.values.contains(table) }) {
                    arrows.append(Arrow(from: producer.name, to: stage.name, label: table))
                } else if pipeline.source(table) != nil {
                    arrows.append(Arrow(from: table, to: stage.name, label: ""))
                }
            }
            guard case .disaggregate(_, let metrics, _, _) = stage.parameters else { continue }
            for source in Set(metrics.compactMap { pipeline.metric($0)?.source }).sorted() where !source.isEmpty {
                arrows.append(Arrow(from: source, to: stage.name, label: ""))
            }
        }
        for table in pipeline.published {
            guard let producer = pipeline.stages.first(where: { $0.makes.values.contains(table) }) else { continue }
            arrows.append(Arrow(from: producer.name, to: table + ".csv", label: ""))
        }
        var seen: Set<Arrow> = []
        self.arrows = arrows.filter { seen.insert($0).inserted }
    }

    private var nodes: [(name: String, kind: Int)] {
        sources.map { ($0, 0) } + stages.map { ($0, 1) } + tables.map { ($0 + ".csv", 2) }
    }

    package var mermaid: String {
        let shapes = [("[(", ")]"), ("[", "]"), ("([", "])")]
        let numbers = Dictionary(nodes.enumerated().map { ($1.name, $0) }) { first, _ in first }
        var lines = ["flowchart LR"]
        for (number, node) in nodes.enumerated() {
            lines.append("    n\(number)\(shapes[node.kind].0)\"\(node.name)\"\(shapes[node.kind].1)")
        }
        for arrow in arrows {
            guard let from = numbers[arrow.from], let to = numbers[arrow.to] else { continue }
            lines.append(arrow.label.isEmpty ? "    n\(from) --> n\(to)" : "    n\(from) -- \(arrow.label) --> n\(to)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    package var dot: String {
        let shapes = ["cylinder", "box", "note"]
        var lines = ["digraph pipeline {", "    rankdir=LR;", "    node [fontname=\"sans-serif\"];"]
        for node in nodes { lines.append("    \"\(node.name)\" [shape=\(shapes[node.kind])];") }
        for arrow in arrows { lines.append("    \"\(arrow.from)\" -> \"\(arrow.to)\" [label=\"\(arrow.label)\"];") }
        return lines.joined(separator: "\n") + "\n}\n"
    }
}

extension Run {
    package func graph() throws(RunFailure) -> PipelineGraph { PipelineGraph(pipeline, needs: Needs(pipeline, year: year)) }
}
