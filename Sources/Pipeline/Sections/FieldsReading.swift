internal import Ingestion
internal import Tables

/// Reads the `fields` of a source: which column each is read from, and what its values may be.
struct FieldsReading {
    let problems: ProblemList

    func read(_ reader: MappingReader, into fields: inout [FieldRule]) {
        for name in reader.names {
            guard let node = reader.node(name.text) else {
                if !fields.contains(where: { $0.name == name.text }) {
                    fields.append(FieldRule(name: name.text, type: .text, role: .plain))
                }
                continue
            }
            let old = fields.firstIndex { $0.name == name.text }
            guard let field = field(name, node, was: old.map { fields[$0] }, subject: reader.subject) else { continue }
            if let old { fields[old] = field } else { fields.append(field) }
        }
    }

    /// A field: a column's name, or keys that say more.
    func field(_ name: Name, _ node: Node, was: FieldRule?, subject: String) -> FieldRule? {
        if let column = node.scalar?.string {
            var field = was ?? FieldRule(name: name.text, type: .text, role: .plain)
            field.origin = .column(column)
            return field
        }
        guard
            let reader = MappingReader(
                node, at: name.place, subject: "field `\(name.text)` of \(subject)", problems: problems)
        else { return nil }
        let role = reader.choice("role", FieldRule.Role.self) ?? was?.role ?? .plain
        var field = FieldRule(name: name.text, type: type(reader, role: role, was: was), role: role)
        if let was, was.type == field.type { field.copyConstraints(of: was) }
        field.origin = origin(reader) ?? was?.origin ?? .column(name.text)
        readConstraints(reader, &field)
        reader.finish()
        return field
    }

    /// Codes of students, schools and years are never numbers, whatever their digits look like.
    private func type(_ reader: MappingReader, role: FieldRule.Role, was: FieldRule?) -> ColumnType {
        let declared = reader.choice("type", ColumnType.self)
        let fixed: ColumnType? =
            switch role {
            case .student, .identifier: .key
            case .school, .year: .text
            case .plain: nil
            }
        if let declared, let fixed, declared != fixed { problems.addTypeAgainstRole(declared, role, reader) }
        return fixed ?? declared ?? was?.type ?? .text
    }

    private func origin(_ reader: MappingReader) -> FieldRule.Origin? {
        let column = reader.text("column")
        // An empty constant is a missing value in every row.
        let text = reader.text("constant"), constant = reader.has("constant") ? text ?? "" : nil
        if column != nil, constant != nil { problems.addTwoOrigins(reader) }
        return constant.map { .constant($0) } ?? column.map { .column($0) }
    }

    private func readConstraints(_ reader: MappingReader, _ field: inout FieldRule) {
        let bounds = -1_000_000_000...1_000_000_000
        if let required = reader.boolean("required") { field.isRequired = required }
        if let allowed = reader.texts("allowed") { field.allowed = allowed }
        if let minimum = reader.whole("minimum", in: bounds) { field.minimum = Int64(minimum) }
        if let maximum = reader.whole("maximum", in: bounds) { field.maximum = Int64(maximum) }
        if let missing = reader.texts("missing") { field.missing = Set(missing) }
        if let recode = reader.textMapping("recode") { field.recode = recode }
        let yes = reader.texts("yes"), no = reader.texts("no")
        if let yes, let no { field.truthTexts = (yes, no) }
        if (yes == nil) != (no == nil) { problems.addHalfTruth(reader) }
        if let minimum = field.minimum, let maximum = field.maximum, minimum > maximum { problems.addReversedBounds(reader) }
        for key in ["minimum", "maximum"] where reader.has(key) && ![.integer, .number].contains(field.type) {
            problems.addMisplaced(key, wanted: [.integer, .number], found: field.type, reader)
        }
        if reader.has("allowed"), field.type != .text { problems.addMisplaced("allowed", wanted: [.text], found: field.type, reader) }
        for key in ["yes", "no"] where reader.has(key) && field.type != .boolean {
            problems.addMisplaced(key, wanted: [.boolean], found: field.type, reader)
        }
        guard let allowed = field.allowed, let recode = reader.mapping("recode") else { return }
        for name in recode.names where !allowed.contains(field.recode[name.text] ?? allowed.first ?? "") && field.recode[name.text] != "" {
            problems.addRecodedToNothing(name, field.recode[name.text] ?? "", allowed, reader)
        }
    }
}

extension FieldRule {
    fileprivate mutating func copyConstraints(of other: FieldRule) {
        isRequired = other.isRequired
        allowed = other.allowed
        minimum = other.minimum
        maximum = other.maximum
        atMost = other.atMost
        missing = other.missing
        recode = other.recode
        truthTexts = other.truthTexts
    }
}

// MARK: Texts

extension ColumnType {
    /// What messages call a value of the type.
    var inWords: String {
        switch self {
        case .key: "an identifier"
        case .text: "a text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "a yes/no value"
        case .date: "a date"
        }
    }
}

extension ProblemList {
    fileprivate func addTypeAgainstRole(_ type: ColumnType, _ role: FieldRule.Role, _ field: MappingReader) {
        add(
            field.place(ofValue: "type"), "\(field.subject) has the role `\(role.rawValue)`, but the type `\(type.rawValue)`",
            "Leave `type` out; such codes keep every digit as it is written")
    }

    fileprivate func addTwoOrigins(_ field: MappingReader) {
        add(field.place(of: "constant"), "\(field.subject) has both `column` and `constant`", "Keep the one that holds its values")
    }

    fileprivate func addHalfTruth(_ field: MappingReader) {
        add(
            field.place(of: field.has("yes") ? "yes" : "no"), "\(field.subject) has `\(field.has("yes") ? "yes" : "no")` alone",
            "List the texts for `yes` and those for `no`; any other text is a mistake in the data")
    }

    fileprivate func addReversedBounds(_ field: MappingReader) {
        add(field.place(of: "minimum"), "`minimum` of \(field.subject) is above its `maximum`", "Exchange them")
    }

    fileprivate func addMisplaced(_ key: String, wanted: [ColumnType], found: ColumnType, _ field: MappingReader) {
        add(
            field.place(of: key), "`\(key)` does not go with \(field.subject), which is \(found.inWords)",
            "Take it out, or write `type: \(wanted[0].rawValue)`")
    }

    fileprivate func addRecodedToNothing(_ name: Name, _ target: String, _ allowed: [String], _ field: MappingReader) {
        add(
            name.place, "`recode` of \(field.subject) turns `\(name.text)` into `\(target)`, which is not allowed there",
            Self.suggestion(for: target, among: allowed), "It may be \(allowed.joined(separator: ", "))")
    }
}
