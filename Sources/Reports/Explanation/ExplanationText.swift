internal import Model

/// An explanation as lines of text: a tree, each node with its number, its sentence and its rule, wrapped to a width.
package struct ExplanationText: Sendable {
    private let width: Int
    private let isDrawn: Bool

    /// Fewest columns that a sentence gets, however deep it stands.
    private static let narrowest = 24

    /// - Parameter isDrawn: whether branches are drawn, as on a terminal; otherwise nodes are only indented.
    package init(width: Int, isDrawn: Bool) {
        self.width = width
        self.isDrawn = isDrawn
    }

    /// The document's lines, each with its line end.
    package func text(_ document: ExplanationDocument) -> String {
        let school = document.school
        var lines = wrapped("\(school.name) (\(school.id)), \(school.districtName), \(document.year)", to: width)
        let about = [document.title, document.metric?.title].compactMap { $0 }.filter { $0 != document.explanation.title }
        if !about.isEmpty { lines += wrapped(about.joined(separator: ", "), to: width) }
        var told: Set<String> = []
        add(document.explanation.forReading, first: "", rest: "", told: &told, to: &lines)
        return lines.map { $0 + "\n" }.joined()
    }

    /// - Parameters:
    ///   - first: what stands in front of the node's first line.
    ///   - rest: what stands in front of all others.
    ///   - told: the rules told so far; each is told where it is first met.
    private func add(_ node: Explanation, first: String, rest: String, told: inout Set<String>, to lines: inout [String]) {
        let rule = node.isOverview ? nil : node.provenance.map(Phrases.rule).flatMap { told.insert($0).inserted ? $0 : nil }
        let stem = rest + (isDrawn && !node.children.isEmpty ? "│ " : "  ")
        let head = node.title + (node.number.map { ": \($0)" } ?? ""), short = head + " – " + node.sentence
        if node.children.isEmpty && rule == nil && !node.sentence.isEmpty && short.count <= width - rest.count {
            lines.append(first + short)
        } else {
            for (place, line) in wrapped(head, to: width - rest.count).enumerated() { lines.append((place == 0 ? first : stem) + line) }
            for text in [node.sentence, rule ?? ""] { lines += wrapped(text, to: width - stem.count).map { stem + $0 } }
        }
        for (place, child) in node.children.enumerated() {
            let isLast = place == node.children.count - 1
            let branch = !isDrawn ? "  " : isLast ? "└─ " : "├─ ", below = !isDrawn ? "  " : isLast ? "   " : "│  "
            add(child, first: rest + branch, rest: rest + below, told: &told, to: &lines)
        }
    }

    /// Lines of whole words; a word longer than a line has one of its own.
    private func wrapped(_ text: String, to width: Int) -> [String] {
        let width = max(width, Self.narrowest)
        return text.split(separator: " ").reduce(into: []) { lines, word in
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
    }
}

extension Explanation {
    /// Whether it is a metric without what it is made of, whose rule is told with that.
    fileprivate var isOverview: Bool { kind == .metric && children.isEmpty }
}

extension Phrases {
    /// A rule's sentence with its source and basis.
    static func rule(_ provenance: Provenance) -> String {
        "Rule: \(provenance.rule) Source: \(provenance.source) (\(basis(provenance.basis)))"
    }
}
