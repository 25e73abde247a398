internal import Conditions
internal import Yams

/// Applies the changes of a scenario to a pipeline: keys are replaced one by one, lists as a whole, and `~` takes a key out.
///
/// A key of `changes` can be a path, such as `stages.disaggregate.with.minimum_n.value`. In a list of stages a member goes by its
/// kind, or by a table that it makes where several are of one kind.
struct ScenarioChanges {
    let problems: ProblemList

    func applied(_ changes: Node, to root: Node) -> Node {
        guard let mapping = changes.mapping else {
            problems.add(changes.place, "`changes` of the scenario is \(changes.inWords)", "Write keys and their new values")
            return root
        }
        return mapping.entries.reduce(root) { merged($0, with: keys(of: $1.key, in: $0), $1.key, $1.value, at: []) }
    }

    /// A path's steps; one for a key that the pipeline has as it is.
    private func keys(of key: Node, in base: Node) -> ArraySlice<String> {
        let text = key.string ?? ""
        if base.member(text) != nil { return [text] }
        return text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)[...]
    }

    /// - Parameters:
    ///   - steps: the keys that lead from `base` to what changes.
    ///   - key: where the change is written.
    ///   - path: the keys that lead to `base`.
    private func merged(_ base: Node, with steps: ArraySlice<String>, _ key: Node, _ value: Node, at path: [String]) -> Node {
        guard let step = steps.first else { return base }
        if let list = base.sequence { return member(step, of: list, base, steps.dropFirst(), key, value, at: path) }
        guard let mapping = base.mapping else {
            addDeadEnd(step, key, base, path)
            return base
        }
        let old = base.member(step)
        if steps.count > 1 {
            guard let old else {
                addNothingThere(step, key, among: base.memberNames, path)
                return base
            }
            return mapping.setting(step, placedAt: key, to: merged(old, with: steps.dropFirst(), key, value, at: path + [step]))
        }
        if value.isNull {
            if old == nil { addNothingThere(step, key, among: base.memberNames, path) }
            return mapping.removing(step)
        }
        guard let old, let changes = value.mapping, old.mapping != nil || old.sequence != nil else {
            if old == nil { noteNew(step, key, value, among: base.memberNames, path) }
            return mapping.setting(step, placedAt: key, to: value)
        }
        let new = changes.entries.reduce(old) { merged($0, with: keys(of: $1.key, in: $0), $1.key, $1.value, at: path + [step]) }
        return mapping.setting(step, placedAt: key, to: new)
    }

    /// Changes one member of a list of stages.
    private func member(
        _ name: String, of list: Node.Sequence, _ base: Node, _ rest: ArraySlice<String>, _ key: Node, _ value: Node, at path: [String]
    ) -> Node {
        let places = list.indices.filter { list[$0].isStage(name) }
        guard places.count == 1, let place = places.first else {
            if places.isEmpty, rest.isEmpty, StageKind(rawValue: name) != nil, let new = value.mapping {
                return .sequence(list.appending(new.setting("stage", placedAt: key, to: key)))
            }
            places.isEmpty ? addNothingThere(name, key, among: list.flatMap(\.stageNames), path) : addSeveral(name, key, list)
            return base
        }
        if rest.isEmpty, value.isNull { return .sequence(list.removing(place)) }
        let own = path + [name]
        guard rest.isEmpty else { return .sequence(list.replacing(place, with: merged(list[place], with: rest, key, value, at: own))) }
        let new = (value.mapping ?? [:]).entries.reduce(list[place]) { merged($0, with: keys(of: $1.key, in: $0), $1.key, $1.value, at: own) }
        return .sequence(list.replacing(place, with: new))
    }

    // MARK: Texts

    private func inWords(_ path: [String]) -> String { path.isEmpty ? "the pipeline" : "`\(path.joined(separator: "."))`" }

    private func addNothingThere(_ step: String, _ key: Node, among names: [String], _ path: [String]) {
        let meant = ProblemList.suggestion(for: step, among: names)
        problems.add(
            key.place, "the scenario changes `\((path + [step]).joined(separator: "."))`, but \(inWords(path)) has no `\(step)`",
            meant.isEmpty ? "It has \(names.joined(separator: ", "))" : meant)
    }

    private func addDeadEnd(_ step: String, _ key: Node, _ base: Node, _ path: [String]) {
        problems.add(
            key.place, "the scenario changes `\(step)` of \(inWords(path)), which is \(base.inWords)", "Replace the value as a whole")
    }

    private func addSeveral(_ name: String, _ key: Node, _ list: Node.Sequence) {
        let made = list.filter { $0.isStage(name) }.flatMap(\.stageNames).filter { $0 != name }
        problems.add(
            key.place, "several stages are of the kind `\(name)`",
            made.isEmpty ? "Name what each makes in the baseline" : "Name one by what it makes: \(made.joined(separator: ", "))")
    }

    /// A new key is no mistake of its own; one that is spelt like another is, where it holds keys that would be lost.
    private func noteNew(_ step: String, _ key: Node, _ value: Node, among names: [String], _ path: [String]) {
        if value.mapping != nil, nearest(to: step, among: names) != nil { addNothingThere(step, key, among: names, path) }
    }
}

// MARK: Nodes

extension Node {
    /// A key's value, merge keys resolved; nil where there is none.
    fileprivate func member(_ name: String) -> Node? { mapping?.entries.first { $0.key.string == name }?.value }

    fileprivate var memberNames: [String] { mapping?.entries.compactMap(\.key.string) ?? [] }

    /// What a member of a list of stages goes by.
    fileprivate var stageNames: [String] {
        [member("stage")?.string].compactMap { $0 } + (member("makes")?.mapping?.compactMap(\.value.string) ?? [])
    }

    fileprivate func isStage(_ name: String) -> Bool { stageNames.contains(name) }
}

extension Node.Mapping {
    /// Keys and values, merge keys resolved: a key of the mapping itself goes before one merged into it.
    var entries: [(key: Node, value: Node)] {
        let merged = filter { $0.key.string == "<<" }.flatMap { $0.value.sequence.map(Array.init) ?? [$0.value] }
        var entries = filter { $0.key.string != "<<" }.map { (key: $0.key, value: $0.value) }
        for entry in merged.flatMap({ $0.mapping?.entries ?? [] }) where !entries.contains(where: { $0.key.string == entry.key.string }) {
            entries.append(entry)
        }
        return entries
    }

    /// The same with a key's value replaced, or added; the key then stands where the change is written.
    fileprivate func setting(_ name: String, placedAt key: Node, to value: Node) -> Node {
        let entry = (Node(name, mark: key), value)
        var pairs = map { ($0.key, $0.value) }
        if let place = pairs.firstIndex(where: { $0.0.string == name }) { pairs[place] = entry } else { pairs.append(entry) }
        return .mapping(Node.Mapping(pairs, tag, style, mark))
    }

    /// The same without a key, wherever it comes from.
    fileprivate func removing(_ name: String) -> Node {
        .mapping(Node.Mapping(entries.map { ($0.key, $0.value) }.filter { $0.0.string != name }, tag, style, mark))
    }
}

extension Node.Sequence {
    fileprivate func with(_ nodes: [Node]) -> Node.Sequence { Node.Sequence(nodes, tag, style, mark) }
    fileprivate func appending(_ node: Node) -> Node.Sequence { with(Array(self) + [node]) }
    fileprivate func removing(_ place: Int) -> Node.Sequence { with(enumerated().filter { $0.offset != place }.map(\.element)) }
    fileprivate func replacing(_ place: Int, with node: Node) -> Node.Sequence {
        with(enumerated().map { $0.offset == place ? node : $0.element })
    }
}

extension Node {
    /// A text that stands where another node does.
    fileprivate init(_ text: String, mark other: Node) {
        self = .scalar(Node.Scalar(text, Tag(.str), .plain, other.mark))
    }
}
