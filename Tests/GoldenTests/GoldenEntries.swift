import Yams

/// What is wrong with a golden file.
struct GoldenProblem: Error, CustomStringConvertible {
    let place: GoldenPlace
    let problem: String

    var description: String { "\(place.file):\(place.line): \(problem)" }
}

/// The entries of a mapping in a golden file, taken key by key; what nobody takes is refused.
struct GoldenEntries {
    struct Entry {
        let key: String
        let place: GoldenPlace
        let node: Node
    }

    let subject: String
    let place: GoldenPlace
    private(set) var rest: [Entry] = []

    /// Merge keys (`<<: *anchor`) are resolved: a key of the mapping itself goes before one merged into it.
    init(_ node: Node, _ subject: String, in file: String) throws {
        self.subject = subject
        place = GoldenPlace(file: file, line: node.mark?.line ?? 1)
        guard let mapping = node.mapping else {
            throw GoldenProblem(place: place, problem: "\(subject) must be keys with values")
        }
        add(mapping)
    }

    private mutating func add(_ mapping: Node.Mapping) {
        for (key, value) in mapping where key.string != "<<" && !rest.contains(where: { $0.key == key.string }) {
            let line = key.mark?.line ?? place.line
            rest.append(Entry(key: key.string ?? "", place: GoldenPlace(file: place.file, line: line), node: value))
        }
        for (key, value) in mapping where key.string == "<<" {
            for merged in value.sequence.map(Array.init) ?? [value] {
                if let mapping = merged.mapping { add(mapping) }
            }
        }
    }

    mutating func take(_ key: String) -> Node? {
        guard let index = rest.firstIndex(where: { $0.key == key }) else { return nil }
        return rest.remove(at: index).node
    }

    mutating func takeAll() -> [Entry] {
        defer { rest = [] }
        return rest
    }

    mutating func text(_ key: String) throws -> String? { try take(key).map { try text(of: $0, key) } }

    mutating func mapping(_ key: String) throws -> GoldenEntries? {
        try take(key).map { try GoldenEntries($0, "`\(key)` of \(subject)", in: place.file) }
    }

    /// The entries of a mapping; none where there is no such key.
    mutating func members(_ key: String) throws -> [Entry] { try mapping(key)?.rest ?? [] }

    /// The members of a list; of a single value, that one.
    mutating func list(_ key: String) -> [Node] { take(key).map { $0.sequence.map(Array.init) ?? [$0] } ?? [] }

    func text(of node: Node, _ key: String) throws -> String {
        if let text = node.scalar?.string { return text }
        let line = node.mark?.line ?? place.line
        throw GoldenProblem(place: GoldenPlace(file: place.file, line: line), problem: "`\(key)` of \(subject) must be one value")
    }

    func finish() throws {
        guard let entry = rest.first else { return }
        throw GoldenProblem(place: entry.place, problem: "\(subject) has no place for `\(entry.key)`")
    }
}
