import Foundation
import Parallel
import Tables
import TestSupport

@testable import Ingestion

/// Reads files of a source, written for the purpose, into texts: one row a list, in the order of the fields.
struct TypedReading {
    var rule: SourceRule
    var years: Set<String>?
    var schools = Vocabulary()
    var districtsOfSchools: [String] = []
    var threads = 1
    var quality = QualityRule(warningUpTo: 0, holdBackAbove: 1_000_000)
    var directory: TemporaryDirectory

    init(_ fields: [FieldRule], file: String = "rows.csv", key: [String] = []) throws {
        rule = SourceRule(name: "rows", file: file, fields: fields)
        rule.key = key
        directory = try TemporaryDirectory()
    }

    /// Writes the source's only file and reads it.
    func read(_ text: String) throws -> Outcome {
        try directory.write(rule.file, text)
        return try read()
    }

    func read(districts: [String] = []) throws -> Outcome {
        let keys = StudentKeys()
        let reader = SourceReader(
            directories: [.data: directory.path], years: years, districts: districts, keys: keys, schools: schools,
            districtsOfSchools: districtsOfSchools, quality: quality, workers: Workers(count: threads))
        let content = try reader.read(rule, fields: Set(rule.fields.map(\.name)))
        return Outcome(content: content, fields: rule.fields.map(\.name), keys: keys)
    }

    struct Outcome {
        let content: SourceContent
        let fields: [String]
        let keys: StudentKeys

        /// The rows' values; nil where missing.
        var rows: [[String?]] {
            (0..<content.table.rowCount).map { row in fields.map { text(content.table.columns[$0]!, row) } }
        }

        /// `line column value: rule`, one a finding.
        var findings: [String] {
            content.findings.map { "\($0.line.map(String.init) ?? "-") \($0.column) \($0.value): \($0.rule)" }
        }

        /// The rejects, file by file.
        var rejects: [String: String] {
            Dictionary(uniqueKeysWithValues: content.rejects.map { ($0.file, String(decoding: $0.bytes, as: UTF8.self)) })
        }

        private func text(_ column: Column, _ row: Int) -> String? {
            switch column {
            case .key(let values): values[row] == 0 ? nil : keys.text(of: values[row])
            case .text(let codes, let vocabulary): vocabulary.text(of: codes[row])
            case .short(let values): values[row] == .min ? nil : String(values[row])
            case .integer(let values): values[row] == .min ? nil : String(values[row])
            case .number(let values): values[row] == .min ? nil : "\(Decimal(values[row]) / 1_000_000_000)"
            case .boolean(let values): [nil, "yes", "no"][values[row] == Truth.unknown ? 0 : values[row] == Truth.yes ? 1 : 2]
            case .date(let values): values[row] == .min ? nil : String(values[row])
            }
        }
    }
}

extension FieldRule {
    /// A field with whatever a test declares of it.
    static func field(
        _ name: String, _ type: ColumnType, role: Role = .plain, _ declare: (inout FieldRule) -> Void = { _ in }
    ) -> FieldRule {
        var rule = FieldRule(name: name, type: type, role: role)
        declare(&rule)
        return rule
    }
}
