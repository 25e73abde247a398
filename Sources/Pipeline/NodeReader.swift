internal import Conditions
internal import Model
internal import Yams

/// Reads one mapping of the file key by key, and reports what is missing, of the wrong kind, or unknown.
///
/// Merge keys (`<<: *anchor`) are resolved: a key of the mapping itself goes before one merged into it.
final class MappingReader {
    let place: Place
    /// What the mapping is, for messages: "source `students`".
    let subject: String
    let problems: ProblemList
    private var values: [(key: String, place: Place, node: Node)] = []
    private var known: Set<String> = []

    init?(_ node: Node, subject: String, problems: ProblemList) {
        place = node.place
        self.subject = subject
        self.problems = problems
        guard let mapping = node.mapping else {
            problems.add(node.place, "\(subject) is \(node.kindInWords), but must be keys with values", "Write `key: value` lines")
            return nil
        }
        add(mapping)
    }

    private func add(_ mapping: Node.Mapping) {
        for (key, value) in mapping where key.string != "<<" { add(key, value) }
        for (key, value) in mapping where key.string == "<<" {
            for merged in value.sequence.map(Array.init) ?? [value] {
                if let mapping = merged.mapping { add(mapping) }
            }
        }
    }

    private func add(_ key: Node, _ value: Node) {
        guard let name = key.scalar?.string else { return }
        if !values.contains(where: { $0.key == name }) { values.append((name, key.place, value)) }
    }

    /// The keys as they stand in the file.
    var keys: [String] { values.map(\.key) }

    func has(_ key: String) -> Bool { values.contains { $0.key == key } }

    func place(of key: String) -> Place { values.first { $0.key == key }?.place ?? place }

    // MARK: Values

    func node(_ key: String) -> Node? {
        known.insert(key)
        guard let node = values.first(where: { $0.key == key })?.node else { return nil }
        if node.scalar != nil, node.isNull { return nil }
        return node
    }

    func required(_ key: String, _ hint: String) -> Node? {
        if let node = node(key) { return node }
        problems.add(place, "\(subject) lacks `\(key)`", hint)
        return nil
    }

    func text(_ key: String) -> String? {
        guard let node = node(key) else { return nil }
        if let scalar = node.scalar { return scalar.string }
        problems.add(node.place, "`\(key)` of \(subject) is \(node.kindInWords), but must be a text")
        return nil
    }

    func requiredText(_ key: String, _ hint: String) -> String? {
        required(key, hint) == nil ? nil : text(key)
    }

    func whole(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard let node = node(key) else { return nil }
        if let text = node.scalar?.string, let value = Int(text), range.contains(value) { return value }
        problems.add(
            node.place, "`\(key)` of \(subject) is \(node.inWords)",
            "It must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    func boolean(_ key: String) -> Bool? {
        guard let node = node(key) else { return nil }
        switch node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            problems.add(node.place, "`\(key)` of \(subject) is \(node.inWords)", "It must be true or false")
            return nil
        }
    }

    func rational(_ key: String) -> Rational? {
        guard let node = node(key) else { return nil }
        return node.rational(subject: "`\(key)` of \(subject)", problems: problems)
    }

    func choice<Choice: RawRepresentable & CaseIterable>(_ key: String, _ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let node = node(key) else { return nil }
        if let text = node.scalar?.string, let choice = Choice(rawValue: text) { return choice }
        let names = Choice.allCases.map(\.rawValue)
        let suggestion = node.scalar.flatMap { nearest(to: $0.string, among: names) }.map { "Did you mean `\($0)`? " } ?? ""
        problems.add(
            node.place, "`\(key)` of \(subject) is \(node.inWords)",
            "\(suggestion)It must be one of \(names.joined(separator: ", "))")
        return nil
    }

    func texts(_ key: String) -> [String]? {
        guard let node = node(key) else { return nil }
        guard let sequence = node.sequence else {
            problems.add(node.place, "`\(key)` of \(subject) is \(node.inWords), but must be a list", "Write [a, b]")
            return nil
        }
        return sequence.compactMap { entry in
            if let text = entry.scalar?.string { return text }
            problems.add(entry.place, "an entry of `\(key)` of \(subject) is \(entry.kindInWords), but must be a text")
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
        if let sequence = node.sequence { return Array(sequence) }
        problems.add(node.place, "`\(key)` of \(subject) is \(node.inWords), but must be a list")
        return nil
    }

    func mapping(_ key: String, subject: String? = nil) -> MappingReader? {
        node(key).flatMap { MappingReader($0, subject: subject ?? "`\(key)` of \(self.subject)", problems: problems) }
    }

    /// The entries of a mapping whose keys are names of the file's own, such as metrics.
    func entries(_ key: String, of kind: String) -> [(key: String, reader: MappingReader)] {
        guard let reader = mapping(key, subject: "`\(key)`") else { return [] }
        return reader.keys.compactMap { name in
            reader.node(name).flatMap { MappingReader($0, subject: "\(kind) `\(name)`", problems: problems) }.map { (name, $0) }
        }
    }

    /// Reports every key that was not asked for.
    func finish() {
        for value in values where !known.contains(value.key) {
            let suggestion = nearest(to: value.key, among: known.filter { !has($0) }).map { "Did you mean `\($0)`? " } ?? ""
            problems.add(
                value.place, "\(subject) has no key `\(value.key)`",
                "\(suggestion)It takes \(known.sorted().joined(separator: ", "))")
        }
    }
}

extension Node {
    var place: Place { mark.map { Place(line: $0.line, column: $0.column) } ?? .start }

    var isNull: Bool { scalar.map { ["", "~", "null"].contains($0.string) && $0.style == .plain } ?? false }

    var kindInWords: String {
        if mapping != nil { return "a set of keys" }
        if sequence != nil { return "a list" }
        return isNull ? "empty" : "a text"
    }

    var inWords: String { scalar.map { isNull ? "empty" : "`\($0.string)`" } ?? kindInWords }

    func rational(subject: String, problems: ProblemList) -> Rational? {
        if let text = scalar?.string, let value = Rational(text) { return value }
        problems.add(place, "\(subject) is \(inWords)", "Write a number, such as 15, 7.5 or 40/3")
        return nil
    }
}
