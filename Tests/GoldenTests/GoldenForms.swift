import TestSupport
import Yams

/// The forms of the files that golden cases write, with a neutral value for every column.
struct GoldenForms: Sendable {
    struct Form: Sendable {
        let path: String
        var columns: [(name: String, neutral: String)]
    }

    private(set) var files: [String: Form] = [:]
    /// Files of which every student has one neutral row, unless the case says otherwise.
    let givenToEveryStudent: [String]
    /// Short name → place in the pipeline file.
    private(set) var settings: [String: String]
    let year: String
    private(set) var cutPoints: [String: [String: [String]]]

    static let path = "fixtures/golden/defaults.yaml"
    static let demographics = "students"
    static let schools = "schools"

    /// The forms that all golden files share.
    static func shared() throws -> GoldenForms {
        let text = try RepositoryFile.text(path)
        guard let node = try Yams.compose(yaml: text) else {
            throw GoldenProblem(place: GoldenPlace(file: path, line: 1), problem: "the file is empty")
        }
        return try GoldenForms(GoldenEntries(node, "the file", in: path))
    }

    private init(_ entries: GoldenEntries) throws {
        var entries = entries
        year = try entries.text("year") ?? ""
        givenToEveryStudent = try entries.list("given_to_every_student").map { try entries.text(of: $0, "an entry") }
        settings = [:]
        cutPoints = [:]
        if let places = try entries.mapping("settings") { try addSettings(places) }
        if let cuts = try entries.mapping("cut_points") { try add(cutPoints: cuts) }
        try addFiles(&entries)
        try entries.finish()
    }

    /// Adds what a golden file declares at its own top: further files, further settings, other neutral values.
    mutating func add(from top: inout GoldenEntries) throws {
        try addFiles(&top)
        if let places = try top.mapping("settings") { try addSettings(places) }
        guard var neutral = try top.mapping("neutral") else { return }
        for entry in neutral.takeAll() {
            for (column, value) in try values(entry) {
                guard let index = files[entry.key]?.columns.firstIndex(where: { $0.name == column }) else {
                    throw GoldenProblem(place: entry.place, problem: "there is no column `\(column)` of `\(entry.key)`")
                }
                files[entry.key]!.columns[index].neutral = value
            }
        }
    }

    private mutating func addFiles(_ top: inout GoldenEntries) throws {
        guard var declared = try top.mapping("files") else { return }
        for entry in declared.takeAll() {
            var file = try GoldenEntries(entry.node, "file `\(entry.key)`", in: entry.place.file)
            guard let path = try file.text("file"), let row = file.take("row") else {
                throw GoldenProblem(place: entry.place, problem: "a file needs `file` and `row`")
            }
            files[entry.key] = Form(path: path, columns: try values(.init(key: "row", place: entry.place, node: row)))
            try file.finish()
        }
    }

    private mutating func addSettings(_ places: GoldenEntries) throws {
        for entry in places.rest { settings[entry.key] = try places.text(of: entry.node, entry.key) }
    }

    /// Metric → bounds, or metric → school level → bounds.
    mutating func add(cutPoints entries: GoldenEntries) throws {
        for entry in entries.rest {
            if entry.node.sequence != nil {
                cutPoints[entry.key] = ["all": try bounds(entry.node, entries)]
            } else {
                let levels = try GoldenEntries(entry.node, "cut points of \(entry.key)", in: entry.place.file)
                cutPoints[entry.key] = try Dictionary(
                    uniqueKeysWithValues: levels.rest.map { ($0.key, try bounds($0.node, levels)) })
            }
        }
    }

    private func bounds(_ node: Node, _ entries: GoldenEntries) throws -> [String] {
        try (node.sequence.map(Array.init) ?? []).map { try entries.text(of: $0, "a bound") }
    }

    private func values(_ entry: GoldenEntries.Entry) throws -> [(String, String)] {
        let values = try GoldenEntries(entry.node, "`\(entry.key)`", in: entry.place.file)
        return try values.rest.map { ($0.key, try values.text(of: $0.node, $0.key)) }
    }
}
