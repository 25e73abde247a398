/// A value of a YAML file and where it stands. An alias is the value that it names.
struct Node: Sendable {
    enum Content: Sendable {
        case scalar(Scalar)
        case mapping(Mapping)
        case sequence([Node])
    }

    struct Scalar: Sendable {
        let string: String
        /// Whether it is written without quotes, on its own line.
        let isPlain: Bool
    }

    /// Keys and values in the order in which they are written.
    struct Mapping: Sendable {
        typealias Entry = (key: Node, value: Node)

        /// Those written here; the key `<<` merges others.
        let written: [Entry]
    }

    let content: Content
    let place: Place

    var scalar: Scalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
    var mapping: Mapping? { if case .mapping(let mapping) = content { mapping } else { nil } }
    var sequence: [Node]? { if case .sequence(let nodes) = content { nodes } else { nil } }
    var string: String? { scalar?.string }

    var isNull: Bool { scalar.map { $0.isPlain && ["", "~", "null"].contains($0.string) } ?? false }

    /// The value itself if it is a text, else what it is.
    var inWords: String {
        if mapping != nil { return "a set of keys" }
        if sequence != nil { return "a list" }
        return isNull ? "empty" : "`\(string ?? "")`"
    }
}

extension Node.Mapping {
    static let mergeKey = "<<"

    /// Keys and values, merged ones too: a key of the mapping itself goes before one merged into it.
    var entries: [Entry] {
        guard written.contains(where: { $0.key.string == Self.mergeKey }) else { return written }
        var entries = written.filter { $0.key.string != Self.mergeKey }
        let merged = written.filter { $0.key.string == Self.mergeKey }.flatMap { $0.value.sequence ?? [$0.value] }
        for entry in merged.flatMap({ $0.mapping?.entries ?? [] }) where !entries.contains(where: { $0.key.string == entry.key.string }) {
            entries.append(entry)
        }
        return entries
    }

    /// A key's value, its own or merged; nil where there is none.
    subscript(name: String) -> Node? {
        if let own = written.first(where: { $0.key.string == name }) { return own.value }
        return entries.first { $0.key.string == name }?.value
    }

    var names: [String] { entries.compactMap(\.key.string) }
}
