internal import Conditions
internal import Model

/// A text of the file with where it stands.
struct Name: Equatable {
    let text: String
    let place: Place
}

/// Reads one mapping of the file key by key, and reports what is missing, of the wrong kind, or unknown.
///
/// Merge keys (`<<: *anchor`) are resolved: a key of the mapping itself goes before one merged into it.
final class MappingReader {
    /// Where the mapping is named: its own key, or where it has none its first one.
    let place: Place
    /// What the mapping is, for messages: "source `students`".
    let subject: String
    let problems: ProblemList
    private var values: [(key: String, place: Place, node: Node)] = []
    private var known: Set<String> = []
    /// Where the mappings begin that were merged: a second time none of them adds a key.
    private var merged: Set<Place> = []

    init?(_ node: Node, at place: Place? = nil, subject: String, problems: ProblemList) {
        self.place = place ?? node.place
        self.subject = subject
        self.problems = problems
        guard let mapping = node.mapping else {
            problems.addWrongKind(node, subject, wanted: "keys with values, written `key: value`")
            return nil
        }
        add(mapping)
    }

    /// A mapping that is not in the file: it has no key.
    init(absentFrom place: Place, subject: String, problems: ProblemList) {
        self.place = place
        self.subject = subject
        self.problems = problems
    }

    private func add(_ mapping: Node.Mapping) {
        for (key, value) in mapping.written where key.string != Node.Mapping.mergeKey { add(key, value) }
        for (key, value) in mapping.written where key.string == Node.Mapping.mergeKey {
            for merged in value.sequence ?? [value] {
                guard let mapping = merged.mapping else {
                    problems.addWrongMerge(merged, subject)
                    continue
                }
                if self.merged.insert(merged.place).inserted { add(mapping) }
            }
        }
    }

    private func add(_ key: Node, _ value: Node) {
        guard let name = key.scalar?.string else {
            problems.addWrongKind(key, "a key of \(subject)", wanted: "text")
            return
        }
        if !values.contains(where: { $0.key == name }) { values.append((name, key.place, value)) }
    }

    /// The keys as they stand in the file.
    var keys: [String] { values.map(\.key) }

    /// The keys with their places.
    var names: [Name] { values.map { Name(text: $0.key, place: $0.place) } }

    func has(_ key: String) -> Bool { values.contains { $0.key == key } }

    /// Where a key stands; the mapping's place where it has none.
    func place(of key: String) -> Place { values.first { $0.key == key }?.place ?? place }

    /// Where a key's value stands; the mapping's place where it has none.
    func place(ofValue key: String) -> Place { values.first { $0.key == key }?.node.place ?? place }

    // MARK: Values

    func node(_ key: String) -> Node? {
        known.insert(key)
        guard let node = values.first(where: { $0.key == key })?.node else { return nil }
        if node.scalar != nil, node.isNull { return nil }
        return node
    }

    func required(_ key: String, _ hint: String) -> Node? {
        if let node = node(key) { return node }
        if has(key) {
            problems.add(place(of: key), "`\(key)` of \(subject) is empty", hint)
        } else {
            problems.add(place, "\(subject) lacks `\(key)`", hint)
        }
        return nil
    }

    func text(_ key: String) -> String? { name(key)?.text }

    func requiredText(_ key: String, _ hint: String) -> String? {
        guard required(key, hint) != nil, let text = text(key) else { return nil }
        if text.isEmpty { problems.add(place(of: key), "`\(key)` of \(subject) is empty", hint) }
        return text
    }

    /// A text with its place.
    func name(_ key: String) -> Name? {
        guard let node = node(key) else { return nil }
        if let scalar = node.scalar { return Name(text: scalar.string, place: node.place) }
        problems.addWrongKind(node, self.subject(key), wanted: "one text")
        return nil
    }

    func requiredName(_ key: String, _ hint: String) -> Name? {
        required(key, hint) == nil ? nil : name(key)
    }

    func whole(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = node(key) else { return nil }
        if let text = node.scalar?.string, let value = Int(text), range.contains(value) { return value }
        problems.addWrongWhole(node, self.subject(key), range)
        return nil
    }

    func boolean(_ key: String) -> Bool? {
        guard let node = node(key) else { return nil }
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            problems.add(node.place, "\(self.subject(key)) is \(node.inWords)", "Write true or false")
            return nil
        }
    }

    func rational(_ key: String) -> Rational? {
        guard let node = node(key) else { return nil }
        if let text = node.scalar?.string, let value = Rational(text) { return value }
        problems.add(node.place, "\(self.subject(key)) is \(node.inWords)", "Write a number, such as 15, 7.5 or 40/3")
        return nil
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let node = node(key) else { return nil }
        if let text = node.scalar?.string, let choice = Choice(rawValue: text) { return choice }
        problems.addWrongChoice(node, self.subject(key), among: Choice.allCases.map(\.rawValue))
        return nil
    }

    func texts(_ key: String) -> [String]? { names(key)?.map(\.text) }

    /// A list of texts with their places.
    func names(_ key: String) -> [Name]? {
        sequence(key)?.compactMap { entry in
            if let text = entry.scalar?.string { return Name(text: text, place: entry.place) }
            problems.addWrongKind(entry, "an entry of \(self.subject(key))", wanted: "one text")
            return nil
        }
    }

    func textMapping(_ key: String) -> [String: String]? {
        guard let reader = mapping(key) else { return nil }
        var result: [String: String] = [:]
        for key in reader.keys { result[key] = reader.text(key) }
        return result
    }

    func sequence(_ key: String) -> [Node]? {
        guard let node = node(key) else { return nil }
        if let sequence = node.sequence { return sequence }
        problems.addWrongKind(node, self.subject(key), wanted: "a list, written [a, b]")
        return nil
    }

    func mapping(_ key: String, subject: String? = nil) -> MappingReader? {
        node(key).flatMap {
            MappingReader($0, at: place(of: key), subject: subject ?? self.subject(key), problems: problems)
        }
    }

    /// The entries of a mapping whose keys are names of the file's own, such as metrics.
    func entries(_ key: String, of kind: String) -> [(key: String, reader: MappingReader)] {
        guard let reader = mapping(key, subject: "`\(key)`") else { return [] }
        return reader.keys.compactMap { name in
            if name.isEmpty { problems.add(reader.place(of: name), "the name of a \(kind) is empty", "Name it") }
            guard let node = reader.required(name, "Write its keys below it, or take it out") else { return nil }
            return MappingReader(node, at: reader.place(of: name), subject: "\(kind) `\(name)`", problems: problems).map { (name, $0) }
        }
    }

    private func subject(_ key: String) -> String { "`\(key)` of \(subject)" }

    /// Reports every key that was not asked for.
    func finish() {
        for value in values where !known.contains(value.key) {
            problems.addUnknownKey(Name(text: value.key, place: value.place), subject, has: has, known: known.sorted())
        }
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addWrongKind(_ node: Node, _ subject: String, wanted: String) {
        add(node.place, "\(subject) is \(node.inWords)", "It must be \(wanted)")
    }

    fileprivate func addWrongMerge(_ node: Node, _ subject: String) {
        add(node.place, "`<<` of \(subject) is \(node.inWords)", "Give it the anchor of a set of keys, such as <<: *race")
    }

    fileprivate func addWrongWhole(_ node: Node, _ subject: String, _ range: ClosedRange<Int>) {
        add(
            node.place, "\(subject) is \(node.inWords)",
            range.count == 1
                ? "It must be \(range.lowerBound)"
                : "It must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }

    fileprivate func addWrongChoice(_ node: Node, _ subject: String, among names: [String]) {
        let meant = node.scalar.map { Self.suggestion(for: $0.string, among: names) } ?? ""
        let all = names.count == 1 ? names[0] : "one of \(names.joined(separator: ", "))"
        add(node.place, "\(subject) is \(node.inWords)", meant, "It must be \(all)")
    }

    fileprivate func addUnknownKey(_ key: Name, _ subject: String, has: (String) -> Bool, known: [String]) {
        let meant = Self.suggestion(for: key.text, among: known.filter { !has($0) })
        let takes = known.isEmpty ? "Take it out; there is nothing to set" : "It takes \(known.joined(separator: ", "))"
        add(key.place, "`\(key.text)` is not a key of \(subject)", meant, takes)
    }
}
