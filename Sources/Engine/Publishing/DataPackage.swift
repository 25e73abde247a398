internal import Foundation
internal import Pipeline
internal import Reports

/// The Data Package that describes a run's tables.
///
/// Source: Frictionless Data, Data Package 2.0, datapackage.org/standard/data-package.
struct DataPackage {
    let pipeline: Pipeline
    let year: String
    let tables: [PublishedTable]

    var json: [UInt8] {
        Array(encoded(Document(
            schema: "https://datapackage.org/profiles/2.0/datapackage.json", name: "schoolindex", title: "\(pipeline.title), \(year)",
            resources: tables.map { table in
                .init(
                    name: table.name, title: table.title, path: table.name + ".csv", type: "table", format: "csv",
                    mediatype: "text/csv", encoding: "utf-8",
                    schema: .init(
                        fields: table.fields.map { .init(name: $0.name, type: $0.type, description: $0.description) },
                        primaryKey: table.key.isEmpty ? nil : table.key, missingValues: [""]))
            })))
    }

    private struct Document: Encodable {
        let schema: String
        let name: String
        let title: String
        let resources: [Resource]

        enum CodingKeys: String, CodingKey {
            case schema = "$schema"
            case name, title, resources
        }
    }

    private struct Resource: Encodable {
        let name: String
        let title: String
        let path: String
        let type: String
        let format: String
        let mediatype: String
        let encoding: String
        let schema: Schema
    }

    private struct Schema: Encodable {
        let fields: [Field]
        let primaryKey: [String]?
        let missingValues: [String]
    }

    private struct Field: Encodable {
        let name: String
        let type: String
        let description: String
    }
}
