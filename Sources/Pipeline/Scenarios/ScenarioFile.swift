internal import Foundation

/// What a scenario file says beside its changes.
package struct ScenarioHeader: Sendable, Equatable {
    package let title: String
    package let author: String
    package let description: String
}

/// Reads a scenario file: `scenario: 1`, `baseline`, the pipeline or scenario that it changes, and `changes`.
struct ScenarioReading {
    static let format = 1
    let problems: ProblemList

    /// Whether a file's top is that of a scenario.
    static func isScenario(_ root: Node) -> Bool { root.mapping?["scenario"] != nil }

    /// - Returns: the header, the baseline's path as written, and the changes; nil entries where they are missing.
    func read(_ root: Node) -> (header: ScenarioHeader, baseline: String?, changes: Node?) {
        guard let reader = MappingReader(root, subject: "the scenario file", problems: problems) else {
            return (ScenarioHeader(title: "", author: "", description: ""), nil, nil)
        }
        _ = reader.whole("scenario", in: Self.format...Self.format)
        let title = reader.requiredText("title", "Name the scenario") ?? ""
        let baseline = reader.requiredText("baseline", "Name the pipeline file that it changes, seen from this file")
        let header = ScenarioHeader(title: title, author: reader.text("author") ?? "", description: reader.text("description") ?? "")
        let changes = reader.node("changes")
        reader.finish()
        return (header, baseline, changes)
    }
}
