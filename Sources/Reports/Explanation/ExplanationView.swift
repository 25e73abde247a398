internal import Model
internal import Mustache

/// The part of a school's page that says how its score comes about.
struct ExplanationSection: Sendable {
    private let template = MustacheTemplate(page: PackageResources.explanation_mustache)
    private let library = MustacheLibrary(templates: ["explanation_node": MustacheTemplate(page: PackageResources.explanation_node_mustache)])

    func markup(_ explanation: Explanation) -> String { template.render(ExplanationView(node: explanation), library: library) }
}

/// A node for its template: domains and metrics stand apart from the lines of all other nodes.
struct ExplanationView: MustacheParent {
    let node: Explanation

    func child(named name: String) -> Any? {
        switch name {
        case "title": node.title
        case "number": node.number
        case "sentence": node.sentence.isEmpty ? nil : node.sentence
        case "domains": domains
        case "metrics": views { $0.kind == .metric }
        case "lines": views(isLine)
        case "hasLines": node.children.contains(where: isLine)
        default: nil
        }
    }

    /// Where there is no index, all metrics stand in one domain without a title of its own.
    private var domains: [ExplanationView] {
        if node.children.contains(where: { $0.kind == .domain }) { return views { $0.kind == .domain } }
        let metrics = node.children.filter { $0.kind == .metric }
        return metrics.isEmpty ? [] : [ExplanationView(node: Explanation(.domain, Phrases.metrics, "", children: metrics))]
    }

    /// Ranks stand in the page's summary.
    private func isLine(_ child: Explanation) -> Bool { ![.domain, .metric, .rank].contains(child.kind) }

    private func views(_ isWanted: (Explanation) -> Bool) -> [ExplanationView] {
        node.children.filter(isWanted).map { ExplanationView(node: $0) }
    }
}
