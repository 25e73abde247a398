internal import Model
internal import Mustache

/// The part of a school's page that says how its score comes about.
struct ExplanationSection: Sendable {
    private let template = MustacheTemplate(page: PackageResources.explanation_mustache)

    func markup(_ explanation: Explanation) -> String { template.render(ExplanationView(node: explanation)) }
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
        case "lines": Self.lines(of: node)
        case "hasLines": node.children.contains(where: Self.isLine)
        default: nil
        }
    }

    /// Where there is no index, all metrics stand in one domain without a title of its own.
    private var domains: [ExplanationView] {
        if node.children.contains(where: { $0.kind == .domain }) { return views { $0.kind == .domain } }
        let metrics = node.children.filter { $0.kind == .metric }
        return metrics.isEmpty ? [] : [ExplanationView(node: Explanation(.domain, Phrases.metrics, "", children: metrics))]
    }

    /// Ranks and what follows from them stand in the page's summary.
    private static func isLine(_ child: Explanation) -> Bool { ![.domain, .metric, .rank, .lowest].contains(child.kind) }

    private func views(_ isWanted: (Explanation) -> Bool) -> [ExplanationView] {
        node.children.filter(isWanted).map { ExplanationView(node: $0) }
    }

    /// The steps of a node as HTML: a school has hundreds, and a template for each takes many times as long.
    private static func lines(of node: Explanation) -> String {
        let text = PageText()
        return node.children.filter(isLine).map { child in
            let number = child.number.map { ": " + text.escapeText($0) } ?? ""
            let sentence = child.sentence.isEmpty ? "" : " <span class=\"told\">– \(text.escapeText(child.sentence))</span>"
            let steps = child.children.contains(where: isLine) ? "<ul>\n\(lines(of: child))</ul>" : ""
            return "<li><b>\(text.escapeText(child.title))</b>\(number)\(sentence)\(steps)</li>\n"
        }.joined()
    }
}
