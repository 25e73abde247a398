package import Tables

/// One field of a source: which column it is read from, and what its values may be.
package struct FieldRule: Sendable {
    /// What a field means to the tool itself.
    package enum Role: String, Sendable, CaseIterable {
        case student, school, year, identifier, plain
    }

    /// Where a field's text comes from.
    package enum Origin: Sendable, Equatable {
        /// The column with this name in the header.
        case column(String)
        /// This text, in every row.
        case constant(String)
    }

    package let name: String
    package let type: ColumnType
    package let role: Role
    package var origin: Origin
    package var isRequired = false
    package var allowed: [String]?
    package var minimum: Int64?
    package var maximum: Int64?
    /// A field of the same row that this one can't be greater than.
    package var atMost: String?
    /// Texts that mean "missing", besides the empty one.
    package var missing: Set<String> = []
    /// Texts of the file → texts of the field.
    package var recode: [String: String] = [:]
    /// Texts of a boolean field that mean yes and no.
    package var truthTexts: (yes: [String], no: [String]) = (["Y", "Yes", "yes", "true", "1"], ["N", "No", "no", "false", "0"])

    package init(name: String, type: ColumnType, role: Role) {
        self.name = name
        self.type = type
        self.role = role
        origin = .column(name)
    }

    /// The same field without a meaning to the tool: read as plain text or key.
    package var asPlain: FieldRule {
        var plain = FieldRule(name: name, type: type, role: .plain)
        plain.origin = origin
        plain.isRequired = isRequired
        plain.allowed = allowed
        plain.minimum = minimum
        plain.maximum = maximum
        plain.atMost = atMost
        plain.missing = missing
        plain.recode = recode
        plain.truthTexts = truthTexts
        return plain
    }

    package var declaration: ColumnDeclaration { ColumnDeclaration(type, allowed: allowed) }
}

/// One source of a pipeline: which files, how they are laid out, what their rows hold.
package struct SourceRule: Sendable {
    /// Which directory a source's files are in.
    package enum Place: String, Sendable, CaseIterable {
        case data, pipeline
    }

    package let name: String
    /// The canonical kind, if it is one.
    package var kind: String?
    /// Whether a stage makes its rows; it has no files then.
    package var isMade = false
    /// Paths below the directory, read one after the other; a `{district_id}` component stands for one directory per district.
    package var files: [String]
    package var place = Place.data
    package var layout = CSVLayout()
    package var fields: [FieldRule]
    /// Fields that no two rows share; empty where rows may repeat.
    package var key: [String] = []
    /// Each row is read once for every variant, with the variant's fields in place of the usual ones: a wide file made long.
    package var variants: [[FieldRule]] = []
    /// For a source with many rows of one key: what a field gets where they differ; nil: rows must not repeat a key.
    package var distinct: [String: String]?
    package var joins: [JoinRule] = []

    package init(name: String, files: [String], fields: [FieldRule]) {
        self.name = name
        self.files = files
        self.fields = fields
    }

    package init(name: String, file: String, fields: [FieldRule]) {
        self.init(name: name, files: [file], fields: fields)
    }

    /// Its paths as messages name them.
    package var file: String { files.joined(separator: ", ") }

    package func field(_ name: String) -> FieldRule? { fields.first { $0.name == name } }
    package func field(_ role: FieldRule.Role) -> FieldRule? { fields.first { $0.role == role } }

    /// The directory component that stands for districts.
    package static let districtPlaceholder = "{district_id}"
}

/// A look into another source: for each row the row there with the same key.
package struct JoinRule: Sendable, Equatable {
    package let name: String
    package let source: String
    /// Fields with equal values on both sides.
    package let by: [String]
    /// Rows of the other source that take part, as condition text; nil for all.
    package let condition: String?

    package init(name: String, source: String, by: [String], condition: String?) {
        self.name = name
        self.source = source
        self.by = by
        self.condition = condition
    }

    /// The column that every join offers besides the other source's fields: how many rows there match.
    package static let count = "count"
}
