internal import Conditions
internal import Ingestion

/// A join as it stands in the file.
struct JoinDeclaration {
    let source: String
    let rule: JoinRule
    let place: Place
    let to: Name
    let by: [Name]
    let condition: ConditionText?

    var subject: String { "join `\(rule.name)` of source `\(source)`" }
}

/// Reads the `sources` of a pipeline file.
struct SourcesReading {
    let names: DeclaredNames
    let problems: ProblemList
    private(set) var joins: [JoinDeclaration] = []
    /// Source → joins that could not be read.
    private(set) var brokenJoins: [String: Set<String>] = [:]
    /// Source → where it is named.
    private(set) var keys: [String: Place] = [:]

    init(names: DeclaredNames, problems: ProblemList) {
        self.names = names
        self.problems = problems
    }

    mutating func read(_ file: MappingReader) -> [SourceRule] {
        guard file.required("sources", "Name the files to read, the list of schools among them") != nil else { return [] }
        var isWhole = true
        let sources = file.entries("sources", of: "source").compactMap { key, reader -> SourceRule? in
            keys[key] = reader.place
            let source = source(key, reader)
            if source == nil { isWhole = false }
            return source
        }
        let schools = sources.filter { $0.kind == "schools" }
        if isWhole, schools.count != 1 { problems.addSchoolSources(schools.map(\.name), at: file.place(of: "sources")) }
        return sources
    }

    private mutating func source(_ name: String, _ reader: MappingReader) -> SourceRule? {
        problems.checkTableName(Name(text: name, place: reader.place))
        var fields: [FieldRule] = []
        var key: [String] = []
        if let kind = reader.name("kind") {
            guard let schema = CanonicalSchema.all[kind.text] else {
                problems.addUnknownKind(kind)
                return nil
            }
            fields = schema.fields
            key = schema.key
        }
        let isMade = reader.boolean("made") ?? false
        if isMade, let file = reader.name("file") ?? nil { problems.addFileOfMade(file, reader.subject) }
        let files = isMade ? [] : files(reader)
        let fieldsReading = FieldsReading(problems: problems)
        if let declared = reader.mapping("fields", subject: reader.subject) { fieldsReading.read(declared, into: &fields) }
        if fields.isEmpty {
            problems.addNoFields(reader.subject, at: reader.place)
            return nil
        }
        var source = SourceRule(name: name, files: files, fields: fields)
        source.kind = reader.text("kind")
        source.isMade = isMade
        source.place = reader.choice("beside", SourceRule.Place.self) ?? .data
        source.layout = layout(reader)
        let keyNames = reader.names("key")
        source.key = keyNames?.map(\.text) ?? key
        source.variants = variants(reader, of: source, fieldsReading)
        source.distinct = reader.textMapping("distinct")
        source.joins = joins(reader, of: name)
        let distinctNames = reader.mapping("distinct")?.names ?? []
        for (names, part) in [(keyNames ?? [], "key"), (distinctNames, "distinct")] {
            for name in names where source.field(name.text) == nil {
                problems.addUnknown(name, "field", among: fields.map(\.name), subject: "`\(part)` of \(reader.subject)")
            }
        }
        checkRoles(source, reader)
        reader.finish()
        return source
    }

    private func checkRoles(_ source: SourceRule, _ reader: MappingReader) {
        for role in [FieldRule.Role.student, .school, .year] {
            let fields = source.fields.filter { $0.role == role }.map(\.name)
            if fields.count > 1 { problems.addSharedRole(role.rawValue, fields, reader.subject, at: reader.place(of: "fields")) }
        }
        guard let year = source.field(.year)?.name, !source.key.isEmpty, !source.key.contains(year), reader.has("key") else { return }
        problems.remarkKeyWithoutYear(year, reader.subject, at: reader.place(of: "key"))
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
        if let name = reader.name("delimiter") {
            if let byte = name.text == "tab" ? UInt8(ascii: "\t") : name.text.utf8.first, name.text == "tab" || name.text.utf8.count == 1 {
                layout.delimiter = byte
            } else {
                problems.addWrongDelimiter(name, reader.subject)
            }
        }
        layout.rowsToSkip = reader.whole("skip_rows", in: 0...1_000) ?? 0
        return layout
    }

    /// The rows that each row of a wide file stands for.
    private func variants(_ reader: MappingReader, of source: SourceRule, _ fields: FieldsReading) -> [[FieldRule]] {
        (reader.sequence("rows") ?? []).compactMap { node in
            guard let variant = MappingReader(node, subject: "a row of \(reader.subject)", problems: problems) else { return nil }
            return variant.names.compactMap { name in
                guard let node = variant.node(name.text) else { return nil }
                guard let usual = source.field(name.text) else {
                    problems.addUnknown(name, "field", among: source.fields.map(\.name), subject: variant.subject)
                    return nil
                }
                return fields.field(name, node, was: usual, subject: variant.subject)
            }
        }
    }

    private mutating func joins(_ reader: MappingReader, of source: String) -> [JoinRule] {
        var declared: [JoinDeclaration] = []
        for (name, join) in reader.entries("joins", of: "join") {
            let to = join.requiredName("to", "Name the source to look into")
            let by = join.required("by", "List the fields that both sources share, such as [student_id, year]") == nil ? nil : join.names("by")
            let condition = join.name("where").map { ConditionText(text: $0.text, place: $0.place) }
            join.finish()
            guard let to, let by else {
                brokenJoins[source, default: []].insert(name)
                continue
            }
            if by.isEmpty { problems.addEmptyJoin(name, at: join.place(of: "by")) }
            let rule = JoinRule(name: name, source: to.text, by: by.map(\.text), condition: condition?.text)
            declared.append(
                JoinDeclaration(source: source, rule: rule, place: join.place, to: to, by: by, condition: condition))
        }
        joins += declared
        return declared.map(\.rule)
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addSchoolSources(_ names: [String], at place: Place) {
        let found = names.isEmpty ? "no source lists the schools" : "several sources list the schools: \(names.joined(separator: ", "))"
        add(place, found, "Exactly one source must be of `kind: schools`")
    }

    fileprivate func addUnknownKind(_ kind: Name) {
        let kinds = CanonicalSchema.all.keys.sorted()
        let meant = Self.suggestion(for: kind.text, among: kinds)
        add(
            kind.place, "there is no kind of source `\(kind.text)`", meant,
            "The kinds are \(kinds.joined(separator: ", ")); for any other file leave `kind` out and declare `fields`")
    }

    fileprivate func addFileOfMade(_ file: Name, _ subject: String) {
        add(file.place, "`file` of \(subject) has no meaning beside `made`", "Take it out; a stage makes the rows")
    }

    fileprivate func addNoFields(_ subject: String, at place: Place) {
        add(place, "\(subject) has no fields", "Give it a `kind`, or name its columns under `fields`")
    }

    fileprivate func addSharedRole(_ role: String, _ fields: [String], _ subject: String, at place: Place) {
        add(
            place, "\(fields.map { "`\($0)`" }.joined(separator: " and ")) of \(subject) both have the role `\(role)`",
            "One field of a source can have it; give the other `role: plain`")
    }

    fileprivate func remarkKeyWithoutYear(_ year: String, _ subject: String, at place: Place) {
        remark(
            place, "the key of \(subject) lacks its year `\(year)`: rows of two years with the same key count as repeated",
            "Add `\(year)` to the key, unless the other fields never repeat from year to year")
    }

    fileprivate func addWrongDelimiter(_ name: Name, _ subject: String) {
        add(name.place, "`delimiter` of \(subject) is `\(name.text)`", "It must be one character, or the word tab")
    }

    fileprivate func addEmptyJoin(_ name: String, at place: Place) {
        add(place, "join `\(name)` goes by no field", "List the fields that both sources share, such as [student_id, year]")
    }

    /// Sources and tables name files, so that their names can't hold just any character.
    func checkTableName(_ name: Name) {
        let isSafe = name.text.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || Character(UnicodeScalar(byte)).isLetter && byte < 128
                || Character(UnicodeScalar(byte)).isNumber && byte < 128
        }
        if name.text.isEmpty || !isSafe {
            add(name.place, "`\(name.text)` can't name a table", "Use letters, digits, hyphens and underscores only, since tables are files")
        }
    }
}
