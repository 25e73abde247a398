extension PipelineFile {
    /// Every value that decides what some stages compute, by the path of keys that leads to it, changes of scenarios made.
    ///
    /// Left out are sentences, titles and provenance, which decide nothing, cut points and weights, which are compared as numbers, and
    /// what is published of which year.
    ///
    /// - Parameter stages: stages of this file's pipeline.
    package func settings(of stages: [StageDeclaration]) -> [String: String] {
        guard let root = changedRoot(ProblemList(layers))?.mapping else { return [:] }
        var reading = SettingsReading(stages: stages)
        for (key, node) in root.entries where !SettingsReading.words.contains(key.string ?? "") {
            key.string == "stages" ? reading.addStages(node) : reading.add(node, at: [key.string ?? ""])
        }
        return reading.settings
    }
}

/// Flattens a pipeline file into paths and values.
private struct SettingsReading {
    /// Keys at the top and in every mapping that change nothing that is computed.
    static let words: Set = ["format", "title", "year", "publish", "tests"]
    private static let provenance: Set = ["rule", "source", "basis"]

    let stages: [StageDeclaration]
    private(set) var settings: [String: String] = [:]

    init(stages: [StageDeclaration]) { self.stages = stages }

    /// The stages asked for, each under its kind, or under its first table where several are of one kind.
    mutating func addStages(_ node: Node) {
        for node in node.sequence ?? [] {
            guard let stage = stages.first(where: { $0.place == node.place }) else { continue }
            let isAlone = stages.count { $0.kind == stage.kind } == 1
            let table = stage.kind.makes.first.flatMap { stage.makes[$0.name] }
            add(node, at: ["stages", isAlone ? stage.kind.rawValue : table ?? stage.name])
        }
    }

    mutating func add(_ node: Node, at path: [String]) {
        if isComparedAsNumbers(node, path) { return }
        if let list = node.sequence, list.contains(where: { $0.mapping != nil }) {
            for (place, member) in list.enumerated() { add(member, at: path + ["\(place + 1)"]) }
            return
        }
        guard let mapping = node.mapping else {
            settings[path.joined(separator: ".")] = Self.text(of: node)
            return
        }
        let entries = mapping.entries.map { (key: $0.key.string ?? "", value: $0.value) }
        // Of equal groups the one declared first can be the one that is chosen.
        if path == ["groups"] { settings["groups"] = entries.map(\.key).joined(separator: ", ") }
        let isRule = entries.contains { $0.key == "basis" }
        for (key, value) in entries {
            let isWord = key == "title" && path.count > 1 || key == "tests" || isRule && Self.provenance.contains(key)
            if !isWord { add(value, at: path + [key]) }
        }
    }

    /// Whether it belongs to the cut points or the weights.
    private func isComparedAsNumbers(_ node: Node, _ path: [String]) -> Bool {
        switch (path.first, path.count) {
        case ("indices", 3): path[2] == "weights"
        case ("indices", 5): path[2] == "domains" && path[4] == "weight"
        case ("sources", 2): node.mapping?["kind"]?.string == "cut_points"
        case ("stages", 4): path[2] == "reads" && path[3] == "cut_points"
        default: false
        }
    }

    /// A value in one line.
    private static func text(of node: Node) -> String {
        if let list = node.sequence { return "[" + list.map(text).joined(separator: ", ") + "]" }
        return node.scalar?.string.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
    }
}
