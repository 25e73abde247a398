internal import Conditions

/// Applies the changes of a scenario to a pipeline: keys are replaced one by one, lists as a whole, and `~` takes a key out.
///
/// A key of `changes` can be a path, such as `stages.disaggregate.with.minimum_n.value`. In a list of stages a member goes by its
/// kind, or by a table that it makes where several are of one kind.
struct ScenarioChanges {
    /// The scenario's.
    let title: String
    let problems: ProblemList

    func applied(_ changes: Node, to root: Node) -> Node {
        guard let mapping = changes.mapping else {
            problems.add(changes.place, "`changes` of the scenario is \(changes.inWords)", "Write keys and their new values")
            return root
        }
        return inOrder(mapping).reduce(root) { root, change in
            let steps = PathShorthand(root: root).full(keys(of: change.key, in: root))
            return merged(root, with: steps, change.key, change.value, at: [])
        }
    }

    /// Changes in their order, sentences, sources and bases last: they say what the others make.
    private func inOrder(_ changes: Node.Mapping) -> [Node.Mapping.Entry] {
        func isProvenance(_ entry: Node.Mapping.Entry) -> Bool {
            ChangedRules.provenance.contains(entry.key.string?.split(separator: ".").last.map(String.init) ?? "")
        }
        return changes.entries.filter { !isProvenance($0) } + changes.entries.filter(isProvenance)
    }

    /// A path's steps; one for a key that the pipeline has as it is.
    private func keys(of key: Node, in base: Node) -> ArraySlice<String> {
        let text = key.string ?? ""
        if base.mapping?[text] != nil { return [text] }
        return text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)[...]
    }

    /// - Parameters:
    ///   - steps: the keys that lead from `base` to what changes.
    ///   - key: where the change is written.
    ///   - path: the keys that lead to `base`.
    private func merged(
        _ base: Node, with steps: ArraySlice<String>, _ key: Node, _ value: Node, at path: [String]
    ) -> Node {
        let new = changed(base, with: steps, key, value, at: path)
        return steps.first.map { ChangedRules(scenario: title).told(new, key: $0, was: base) } ?? new
    }

    private func changed(_ base: Node, with steps: ArraySlice<String>, _ key: Node, _ value: Node, at path: [String]) -> Node {
        guard let step = steps.first else { return base }
        if let list = base.sequence { return member(step, of: list, base, steps.dropFirst(), key, value, at: path) }
        guard let mapping = base.mapping else {
            addDeadEnd(step, key, base, path)
            return base
        }
        let old = mapping[step]
        if steps.count > 1 {
            guard let old else {
                addNothingThere(step, key, among: mapping.names, path)
                return base
            }
            return base.setting(step, placedAt: key, to: merged(old, with: steps.dropFirst(), key, value, at: path + [step]))
        }
        if value.isNull {
            if old == nil { addNothingThere(step, key, among: mapping.names, path) }
            noteTwice(step, key, in: mapping, path)
            return base.removing(step)
        }
        guard let old, let changes = value.mapping, old.mapping != nil || old.sequence != nil else {
            if old == nil { noteNew(step, key, value, in: mapping, path) }
            noteTwice(step, key, in: mapping, path)
            return base.setting(step, placedAt: key, to: value)
        }
        let new = inOrder(changes).reduce(old) { merged($0, with: keys(of: $1.key, in: $0), $1.key, $1.value, at: path + [step]) }
        return base.setting(step, placedAt: key, to: new)
    }

    /// Changes one member of a list of stages.
    private func member(
        _ name: String, of list: [Node], _ base: Node, _ rest: ArraySlice<String>, _ key: Node, _ value: Node, at path: [String]
    ) -> Node {
        let places = list.indices.filter { list[$0].isStage(name) }
        guard places.count == 1, let place = places.first else {
            if places.isEmpty, rest.isEmpty, StageKind(rawValue: name) != nil, value.mapping != nil {
                return base.with(list + [value.setting("stage", placedAt: key, to: .name(name, at: key.place))])
            }
            places.isEmpty ? addNothingThere(name, key, among: list.flatMap(\.stageNames), path) : addSeveral(name, key, list)
            return base
        }
        var stages = list
        if rest.isEmpty, value.isNull {
            stages.remove(at: place)
            return base.with(stages)
        }
        let own = path + [name]
        if rest.isEmpty {
            for change in value.mapping.map(inOrder) ?? [] {
                stages[place] = merged(stages[place], with: keys(of: change.key, in: stages[place]), change.key, change.value, at: own)
            }
        } else {
            stages[place] = merged(list[place], with: rest, key, value, at: own)
        }
        return base.with(stages)
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

    private func addSeveral(_ name: String, _ key: Node, _ list: [Node]) {
        let made = list.filter { $0.isStage(name) }.flatMap(\.stageNames).filter { $0 != name }
        problems.add(
            key.place, "several stages are of the kind `\(name)`",
            made.isEmpty ? "Name what each makes in the baseline" : "Name one by what it makes: \(made.joined(separator: ", "))")
    }

    /// Of two changes of one file to the same key only one could count.
    private func noteTwice(_ step: String, _ key: Node, in mapping: Node.Mapping, _ path: [String]) {
        guard let earlier = mapping.entries.first(where: { $0.key.string == step })?.key.place, earlier.layer == key.place.layer else { return }
        let whole = (path + [step]).joined(separator: ".")
        problems.add(key.place, "`\(whole)` is changed twice, here and \(earlier.line == key.place.line ? "before" : "in line \(earlier.line)")", "Leave one of the changes")
    }

    /// A new key is no mistake of its own; one that is spelt like one of the baseline is, where it holds keys that would be lost.
    private func noteNew(_ step: String, _ key: Node, _ value: Node, in mapping: Node.Mapping, _ path: [String]) {
        let baseline = mapping.entries.filter { $0.key.place.layer != key.place.layer }.compactMap(\.key.string)
        if value.mapping != nil, !ProblemList.suggestion(for: step, among: baseline).isEmpty { addNothingThere(step, key, among: baseline, path) }
    }
}

// MARK: Nodes

extension Node {
    /// What a member of a list of stages goes by: its kind, and the tables that it makes.
    fileprivate var stageNames: [String] {
        guard let kind = mapping?["stage"]?.string else { return [] }
        let made = mapping?["makes"]?.mapping
        let ports = StageKind(rawValue: kind)?.makes.map(\.name) ?? []
        return [kind] + ports.map { made?[$0]?.string ?? $0 }.filter { $0 != kind }
    }

    fileprivate func isStage(_ name: String) -> Bool { stageNames.contains(name) }

    /// The same with other members of a list.
    fileprivate func with(_ members: [Node]) -> Node { Node(content: .sequence(members), place: place) }

    fileprivate static func name(_ text: String, at place: Place) -> Node { Node(content: .scalar(Scalar(string: text, isPlain: true)), place: place) }

    /// The same with a key's value replaced, or added; the key then stands where the change is written.
    fileprivate func setting(_ name: String, placedAt key: Node, to value: Node) -> Node {
        var written = mapping?.written ?? []
        let entry = (key: Node.name(name, at: key.place), value: value)
        if let place = written.firstIndex(where: { $0.key.string == name }) { written[place] = entry } else { written.append(entry) }
        return Node(content: .mapping(Mapping(written: written)), place: place)
    }

    /// The same without a key, wherever it comes from.
    fileprivate func removing(_ name: String) -> Node {
        let rest = (mapping?.entries ?? []).filter { $0.key.string != name }
        return Node(content: .mapping(Mapping(written: rest)), place: place)
    }
}
