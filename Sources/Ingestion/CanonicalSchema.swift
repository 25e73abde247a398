internal import Foundation
internal import Tables

/// A canonical kind of file as its Frictionless Table Schema describes it.
///
/// Source: Frictionless Data, Table Schema, datapackage.org/standard/table-schema. `role` and `atMost` are custom properties of ours.
package struct CanonicalSchema: Sendable {
    package let kind: String
    package let fields: [FieldRule]
    /// Names of the fields that no two rows share.
    package let key: [String]

    /// Every kind that ships with the tool, by name.
    package static let all: [String: CanonicalSchema] = {
        let documents: [[UInt8]] = [
            PackageResources.schools_json, PackageResources.students_json, PackageResources.enrollments_json,
            PackageResources.assessments_json, PackageResources.discipline_json, PackageResources.courses_json,
            PackageResources.english_learners_json, PackageResources.graduation_cohorts_json, PackageResources.surveys_json,
            PackageResources.survey_results_json, PackageResources.school_results_json, PackageResources.cut_points_json,
            PackageResources.growth_percentiles_json, PackageResources.school_growth_json, PackageResources.growth_knots_json,
            PackageResources.growth_coefficients_json,
        ]
        let schemas = documents.map { CanonicalSchema(document: $0) }
        return Dictionary(uniqueKeysWithValues: schemas.map { ($0.kind, $0) })
    }()

    /// - Precondition: the document is one of ours; they are read by every test run.
    private init(document: [UInt8]) {
        guard let schema = try? JSONDecoder().decode(Document.self, from: Data(document)) else {
            preconditionFailure("a schema that ships with the tool is valid")
        }
        kind = schema.name
        fields = schema.fields.map(\.rule)
        key = schema.primaryKey
    }
}

private struct Document: Decodable {
    let name: String
    let fields: [Field]
    let primaryKey: [String]

    struct Field: Decodable {
        let name: String
        let type: String
        let role: String?
        let atMost: String?
        let constraints: Constraints?
        let trueValues: [String]?
        let falseValues: [String]?

        var rule: FieldRule {
            var rule = FieldRule(name: name, type: columnType, role: FieldRule.Role(rawValue: role ?? "") ?? .plain)
            rule.isRequired = constraints?.required ?? false
            rule.allowed = constraints?.enum
            rule.minimum = constraints?.minimum.map { Int64($0) }
            rule.maximum = constraints?.maximum.map { Int64($0) }
            rule.atMost = atMost
            if let trueValues, let falseValues { rule.truthTexts = (trueValues, falseValues) }
            return rule
        }

        private var columnType: ColumnType {
            switch (type, role) {
            case ("string", "student"), ("string", "identifier"): .key
            case ("integer", _): .integer
            case ("number", _): .number
            case ("boolean", _): .boolean
            case ("date", _): .date
            default: .text
            }
        }
    }

    struct Constraints: Decodable {
        let required: Bool?
        let `enum`: [String]?
        let minimum: Double?
        let maximum: Double?
    }
}
