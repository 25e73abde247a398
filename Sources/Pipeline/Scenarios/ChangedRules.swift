/// Keeps a rule's sentence true where a scenario changes what it rules and not the sentence.
///
/// A mapping with a `rule` says in words, with source and basis, what its other keys hold. One that a scenario changes says so behind
/// its sentence, and is assumed; a scenario that gives a sentence, a source or a basis of its own has the last word.
struct ChangedRules {
    /// The title of the one that changes it.
    let scenario: String

    private var author: String { "the scenario “\(scenario)”" }

    /// The keys that say what a mapping's other keys hold.
    static let provenance = ["rule", "source", "basis"]
    /// Keys that no rule is about.
    private static let names = ["title", "tests"]
    private static let mostChanges = 3

    /// A mapping after a change of one of its keys, with a sentence that tells of it.
    func told(_ changed: Node, key: String, was old: Node) -> Node {
        guard !(Self.provenance + Self.names).contains(key), old.mapping?["rule"] != nil, let now = changed.mapping?["rule"]?.string
        else { return changed }
        let changes = differences(old.mapping?[key], changed.mapping?[key], at: key)
        if changes.isEmpty { return changed }
        let words = changes.prefix(Self.mostChanges).joined(separator: ", ")
            + (changes.count > Self.mostChanges ? " and \(changes.count - Self.mostChanges) more" : "")
        let begun = " Changed by \(author): "
        let sentence = now.contains(begun) ? now.dropLast() + "; \(words)." : now + begun + words + "."
        return changed.telling(String(sentence), source: (old.mapping?["source"]?.string ?? ""), of: author)
    }

    /// What is different, in words; what a rule further in tells is left to it.
    private func differences(_ old: Node?, _ new: Node?, at path: String) -> [String] {
        switch (old, new) {
        case (let old?, let new?):
            if new.mapping?["rule"] != nil { return [] }
            if let before = old.mapping, let after = new.mapping {
                let names = after.names + before.names.filter { after[$0] == nil }
                return names.flatMap { differences(before[$0], after[$0], at: "\(path).\($0)") }
            }
            let (before, after) = (old.inShort, new.inShort)
            if before == after { return [] }
            return [new.mapping == nil && old.mapping == nil ? "\(path) \(after) instead of \(before)" : path]
        case (nil, let new?): return ["\(path) \(new.inShort), which is new"]
        case (_?, nil): return ["\(path) taken out"]
        case (nil, nil): return []
        }
    }
}

extension Node {
    /// A value in a few words.
    fileprivate var inShort: String {
        if let list = sequence { return "[" + list.map(\.inShort).joined(separator: ", ") + "]" }
        if let mapping { return "{" + mapping.entries.map { "\($0.key.inShort): \($0.value.inShort)" }.joined(separator: ", ") + "}" }
        return string ?? ""
    }

    /// The same with another sentence, which no source but its author stands for.
    fileprivate func telling(_ rule: String, source: String, of author: String) -> Node {
        let own = ["rule": rule, "source": source.hasSuffix(author) ? source : source + ", changed by " + author, "basis": "assumed"]
        let written = (mapping?.entries ?? []).map { entry -> Mapping.Entry in
            guard let text = own[entry.key.string ?? ""] else { return entry }
            return (entry.key, Node(content: .scalar(Scalar(string: text, isPlain: true)), place: entry.value.place))
        }
        return Node(content: .mapping(Mapping(written: written)), place: place)
    }
}
