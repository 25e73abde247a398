internal import Model

/// An explanation as JSON, format 1; `schoolindex schema explanation` has its schema.
package enum ExplanationJSON {
    package static func bytes(_ document: ExplanationDocument) -> [UInt8] {
        JSONText.document { text in
            text.add("format", 1)
            text.add("index", document.title)
            text.add("year", document.year)
            text.object("school") { text in
                text.add("id", document.school.id)
                text.add("name", document.school.name)
                text.add("district_id", document.school.districtID)
                text.add("district_name", document.school.districtName)
                text.add("level", document.school.level)
            }
            text.add("metric", document.metric?.key)
            text.add("group", document.group)
            text.object("explanation") { document.explanation.addMembers(to: &$0) }
        }
    }

    /// The JSON Schema of these documents.
    package static var schema: [UInt8] { PackageResources.explanation_schema_json }
}

extension Explanation {
    /// The node's members, its children among them.
    ///
    /// - Parameter withRules: whether each node has its rule. A school's report tells each rule once for all nodes, and what a metric is
    ///   made of is a line for each of its parts there.
    func addMembers(to text: inout JSONText, withRules: Bool = true) {
        text.add("kind", kind.rawValue)
        text.add("key", key)
        text.add("title", title)
        text.add("value", decimal: value)
        text.add("unit", unit)
        text.add("maximum", decimal: maximum)
        text.add("exact", exact?.description)
        text.add("sentence", sentence)
        if withRules { addRule(to: &text) }
        text.list("children", children) { text, child in
            text.object(isInline: !withRules && child.kind != .domain && child.kind != .metric) { child.addMembers(to: &$0, withRules: withRules) }
        }
    }

    private func addRule(to text: inout JSONText) {
        text.add("rule", provenance?.rule)
        text.add("source", provenance?.source)
        text.list("basis", provenance?.basis ?? []) { text, part in
            text.object(isInline: true) { text in
                text.add("part", part.part)
                text.add("basis", part.basis.rawValue)
            }
        }
    }
}
