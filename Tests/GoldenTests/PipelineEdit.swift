import Yams

/// Changes single values in the text of a pipeline file, and nothing else.
struct PipelineEdit {
    struct Failure: Error, CustomStringConvertible, Equatable {
        let description: String
    }

    private(set) var text: String

    /// Replaces the value at a place such as `stages.disaggregate.with.minimum_n.value`; a member of a list goes by its
    /// first value.
    ///
    /// - Throws: where the place does not exist, holds no single value, or already holds this one.
    mutating func replace(_ path: String, with new: String) throws {
        guard var node = try Yams.compose(yaml: text) else { throw Failure(description: "the pipeline file is empty") }
        for step in path.split(separator: ".").map(String.init) {
            guard let next = Self.member(step, of: node) else {
                throw Failure(description: "the pipeline file has no `\(step)` where `\(path)` leads")
            }
            node = next
        }
        guard let old = node.scalar?.string, let mark = node.mark else {
            throw Failure(description: "`\(path)` of the pipeline file holds more than one value")
        }
        if old == new { throw Failure(description: "`\(path)` of the pipeline file is `\(new)` already") }
        try replace(old, with: new, line: mark.line, column: mark.column, path)
    }

    private static func member(_ step: String, of node: Node) -> Node? {
        if let mapping = node.mapping { return mapping.first { $0.key.string == step }?.value }
        return node.sequence?.first { $0.mapping?.first?.value.string == step }
    }

    private mutating func replace(_ old: String, with new: String, line: Int, column: Int, _ path: String) throws {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let scalars = lines[line - 1].unicodeScalars
        let start = scalars.index(scalars.startIndex, offsetBy: column - 1)
        let rest = String(lines[line - 1][start...])
        guard let spelling = [old, "\"\(old)\"", "'\(old)'"].first(where: rest.hasPrefix) else {
            throw Failure(description: "`\(path)` of the pipeline file is not written as `\(old)` on line \(line)")
        }
        lines[line - 1].replaceSubrange(start..., with: new + rest.dropFirst(spelling.count))
        text = lines.joined(separator: "\n")
    }

    /// The value at a place, or all values of a list there; none where there is no such place.
    func values(at path: String) throws -> [String] {
        var node = try Yams.compose(yaml: text)
        for step in path.split(separator: ".").map(String.init) { node = node.flatMap { Self.member(step, of: $0) } }
        return node?.sequence?.compactMap(\.string) ?? node?.string.map { [$0] } ?? []
    }
}
