internal import Conditions
internal import Ingestion
internal import Tables
internal import Yams

/// Reads the `sources` of a pipeline file.
struct SourcesReading {
    let problems: ProblemList
    private(set) var places: [String: Place] = [:]

    init(problems: ProblemList) { self.problems = problems }

    mutating func read(_ file: MappingReader) -> [SourceRule] {
        let sources = file.entries("sources", of: "source").compactMap { key, reader -> SourceRule? in
            places[key] = reader.place
            return source(key, reader)
        }
        let schools = sources.filter { $0.kind == "schools" }
        if schools.count != 1 {
            problems.add(
                file.place(of: "sources"), "\(schools.count) sources are of kind `schools`",
                "Exactly one source must list the schools")
        }
        return sources
    }

    private func source(_ name: String, _ reader: MappingReader) -> SourceRule? {
        let kind = reader.text("kind")
        var fields: [FieldRule] = []
        var key: [String] = []
        if let kind {
            guard let schema = CanonicalSchema.all[kind] else {
                let kinds = CanonicalSchema.all.keys.sorted()
                let suggestion = nearest(to: kind, among: kinds).map { "Did you mean `\($0)`? " } ?? ""
                problems.add(
                    reader.place(of: "kind"), "there is no kind of source `\(kind)`",
                    "\(suggestion)The kinds are \(kinds.joined(separator: ", ")); leave `kind` out and declare `fields` for any other file")
                return nil
            }
            fields = schema.fields
            key = schema.key
        }
        let files = files(reader)
        if let declared = reader.mapping("fields") { read(declared, into: &fields) }
        var source = SourceRule(name: name, files: files, fields: fields)
        source.kind = kind
        source.place = reader.choice("beside", SourceRule.Place.self) ?? .data
        source.layout = layout(reader)
        source.key = reader.texts("key") ?? key
        source.variants = variants(reader, of: source)
        source.distinct = reader.textMapping("distinct")
        source.joins = joins(reader)
        for name in source.key where source.field(name) == nil {
            problems.add(reader.place(of: "key"), "the key of \(reader.subject) names `\(name)`, which is not one of its fields")
        }
        reader.finish()
        return source
    }

    /// One file, or a list of files that are read one after the other.
    private func files(_ reader: MappingReader) -> [String] {
        let hint = "Name the file below the data directory, such as \"{district_id}/students.csv\""
        guard let node = reader.required("file", hint) else { return [] }
        if node.sequence == nil { return reader.text("file").map { [$0] } ?? [] }
        let files = reader.texts("file") ?? []
        if files.isEmpty { problems.add(node.place, "`file` of \(reader.subject) is an empty list", "Name at least one file") }
        return files
    }

    private func layout(_ reader: MappingReader) -> CSVLayout {
        var layout = CSVLayout()
        if let text = reader.text("delimiter") {
            if let byte = text == "tab" ? UInt8(ascii: "\t") : text.utf8.first, text == "tab" || text.utf8.count == 1 {
                layout.delimiter = byte
            } else {
                problems.add(
                    reader.place(of: "delimiter"), "the delimiter of \(reader.subject) is `\(text)`",
                    "It must be one character, or `tab`")
            }
        }
        layout.rowsToSkip = reader.whole("skip_rows", in: 0...1_000) ?? 0
        return layout
    }

    // MARK: Fields

    private func read(_ reader: MappingReader, into fields: inout [FieldRule]) {
        for name in reader.keys {
            guard let node = reader.node(name) else {
                if !fields.contains(where: { $0.name == name }) {
                    fields.append(FieldRule(name: name, type: .text, role: .plain))
                }
                continue
            }
            let old = fields.firstIndex { $0.name == name }
            guard let field = field(name, node, was: old.map { fields[$0] }, subject: reader.subject) else { continue }
            if let old { fields[old] = field } else { fields.append(field) }
        }
    }

    /// A field: a column's name, or keys that say more.
    private func field(_ name: String, _ node: Node, was: FieldRule?, subject: String) -> FieldRule? {
        if let column = node.scalar?.string {
            var field = was ?? FieldRule(name: name, type: .text, role: .plain)
            field.origin = .column(column)
            return field
        }
        guard let reader = MappingReader(node, subject: "field `\(name)` of \(subject)", problems: problems) else { return nil }
        let role = reader.choice("role", FieldRule.Role.self) ?? was?.role ?? .plain
        let roleType: ColumnType? = role == .student || role == .identifier ? .key : nil
        let type = roleType ?? reader.choice("type", ColumnType.self) ?? was?.type ?? .text
        _ = reader.node("type")
        var field = FieldRule(name: name, type: type, role: role)
        if let was, was.type == type { field.copyConstraints(of: was) }
        field.origin = reader.text("column").map { .column($0) } ?? was?.origin ?? .column(name)
        if let constant = reader.text("constant") { field.origin = .constant(constant) }
        if let required = reader.boolean("required") { field.isRequired = required }
        if let allowed = reader.texts("allowed") { field.allowed = allowed }
        if let minimum = reader.whole("minimum", in: -1_000_000_000...1_000_000_000) { field.minimum = Int64(minimum) }
        if let maximum = reader.whole("maximum", in: -1_000_000_000...1_000_000_000) { field.maximum = Int64(maximum) }
        if let missing = reader.texts("missing") { field.missing = Set(missing) }
        if let recode = reader.textMapping("recode") { field.recode = recode }
        if let yes = reader.texts("yes"), let no = reader.texts("no") { field.truthTexts = (yes, no) }
        reader.finish()
        return field
    }

    private func variants(_ reader: MappingReader, of source: SourceRule) -> [[FieldRule]] {
        (reader.sequence("rows") ?? []).compactMap { node in
            guard let variant = MappingReader(node, subject: "a row of \(reader.subject)", problems: problems) else { return nil }
            return variant.keys.compactMap { name in
                guard let node = variant.node(name) else { return nil }
                guard let usual = source.field(name) else {
                    problems.add(node.place, "a row of \(reader.subject) names `\(name)`, which is not one of its fields")
                    return nil
                }
                return field(name, node, was: usual, subject: "a row of \(reader.subject)")
            }
        }
    }

    // MARK: Joins

    private func joins(_ reader: MappingReader) -> [JoinRule] {
        reader.entries("joins", of: "join").compactMap { name, join in
            let to = join.requiredText("to", "Name the source to look into")
            let by = join.texts("by")
            if by == nil { _ = join.required("by", "List the fields that both sources share, such as [student_id, year]") }
            let condition = join.text("where")
            join.finish()
            guard let to, let by else { return nil }
            return JoinRule(name: name, source: to, by: by, condition: condition)
        }
    }
}

extension FieldRule {
    fileprivate mutating func copyConstraints(of other: FieldRule) {
        isRequired = other.isRequired
        allowed = other.allowed
        minimum = other.minimum
        maximum = other.maximum
        missing = other.missing
        recode = other.recode
        truthTexts = other.truthTexts
    }
}
