import Aggregation
import Banding
import Disaggregation
import Foundation
import Ingestion
import Model
import Sensitivity
import Tables
import TestSupport
import Testing

@testable import Pipeline

/// The JSON Schema and the reader say the same about a pipeline file.
@Suite struct SchemaTests {
    private static var schema: [String: Any] {
        try! JSONSerialization.jsonObject(with: Data(PipelineSchema.bytes)) as! [String: Any]
    }

    /// A part of the schema by its path, such as `$defs/join`.
    private static func part(_ path: String) -> [String: Any] {
        path.split(separator: "/").reduce(schema) { $0[String($1)] as! [String: Any] }
    }

    // MARK: Keys

    /// A mapping of the file: how to put a line into it, and where the schema describes it.
    struct Mapping: CustomTestStringConvertible, Sendable {
        let path: String
        /// Adds a key; empty adds none.
        let text: @Sendable (_ key: String) -> String

        var testDescription: String { path }
    }

    private static func mapping(_ path: String, below line: String, after earlier: String? = nil) -> Mapping {
        Mapping(path: path) { key in SmallPipeline().adding("\(key): 1", below: line, after: earlier).text }
    }

    /// A mapping that the small pipeline lacks, on one line.
    private static func mapping(_ path: String, adding line: String, below other: String, after earlier: String? = nil) -> Mapping {
        Mapping(path: path) { key in
            SmallPipeline().adding(line.replacing("KEY", with: "\(key): 1"), below: other, after: earlier).text
        }
    }

    private static let stageLine = "- stage: report"

    private static func stage(_ kind: StageKind, _ part: String) -> Mapping {
        let line = "- {stage: \(kind.rawValue), \(part): {KEY}}"
        return mapping("$defs/stage_\(kind.rawValue)/properties/\(part)", adding: line, below: stageLine)
    }

    static let mappings: [Mapping] =
        [
            mapping("", below: "format: 1"),
            mapping("properties/school_levels", below: "rule: Three levels."),
            mapping("properties/data_quality", adding: "data_quality: {KEY}", below: "format: 1"),
            mapping("properties/uncertainty", adding: "uncertainty: {KEY}", below: "format: 1"),
            mapping("properties/uncertainty/properties/weights", adding: "uncertainty: {weights: {KEY}}", below: "format: 1"),
            mapping("$defs/school_level", adding: "  college: {title: College, KEY}", below: "levels:"),
            mapping("$defs/source", below: "file: schools.csv"),
            mapping("$defs/field", adding: "fields: {size: {KEY}}", below: "file: schools.csv"),
            mapping("$defs/join", adding: "  more: {to: students, by: [student_id], KEY}", below: "joins:"),
            mapping("$defs/group", below: "title: White"),
            mapping("$defs/group", below: "title: Lowest"),
            mapping("$defs/metric", below: "title: Suspension"),
            mapping("$defs/metric", adding: "  best: {best_of: [absence, suspension], KEY}", below: "metrics:"),
            mapping("$defs/test", adding: "  - {when: true, KEY}", below: "counted:"),
            mapping("$defs/given", adding: "given: {KEY}", below: "title: Suspension"),
            mapping("$defs/parts", adding: "parts: {by: grade, KEY}", below: "title: Suspension"),
            mapping("$defs/index", below: "title: Small index", after: "indices:"),
            mapping("$defs/domain", below: "title: Climate"),
            mapping("$defs/shares", below: "rule: Half and half."),
            mapping("$defs/index/properties/missing", below: "rule: In proportion."),
            mapping("$defs/index/properties/span", adding: "span: {KEY}", below: "title: Small index", after: "indices:"),
            mapping(
                "$defs/index/properties/rounding", adding: "  more: {rounding: {KEY}}", below: "indices:"),
            mapping("$defs/minimum_n", below: "value: 20"),
        ]
        + StageKind.allCases.flatMap { kind in
            [mapping("$defs/stage_\(kind.rawValue)", adding: "- {stage: \(kind.rawValue), KEY}", below: stageLine)]
                + ["reads", "makes", "with"].map { stage(kind, $0) }
        }

    @Test(arguments: mappings)
    func `A mapping takes the same keys in the schema and in the reader`(_ mapping: Mapping) throws {
        let found = messages(mapping.text("zzz")).filter { $0.contains("`zzz` is not a key of ") }
        try #require(found.count == 1, "\(messages(mapping.text("zzz")))")
        let parts = found[0].dropLast().split(separator: " It takes ")
        let taken = parts.count == 2 ? Set(parts[1].split(separator: ", ").map(String.init)) : []
        #expect(Set((Self.part(mapping.path)["properties"] as! [String: Any]).keys) == taken)
        #expect(Self.part(mapping.path)["additionalProperties"] as? Bool == false)
    }

    // MARK: Words

    static let words: [(path: String, words: [String])] = [
        ("$defs/basis_word", Basis.allCases.map(\.rawValue)),
        ("$defs/source/properties/kind", CanonicalSchema.all.keys.sorted()),
        ("$defs/source/properties/beside", SourceRule.Place.allCases.map(\.rawValue)),
        ("$defs/field/properties/type", ColumnType.allCases.map(\.rawValue)),
        ("$defs/field/properties/role", FieldRule.Role.allCases.map(\.rawValue)),
        ("$defs/group/properties/ties/items", ChoiceRule.Tie.allCases.map(\.rawValue)),
        ("$defs/metric/properties/better", Better.allCases.map(\.rawValue)),
        ("$defs/parts/properties/missing", PartRule.Missing.allCases.map(\.rawValue)),
        ("$defs/parts/properties/people", PartRule.People.allCases.map(\.rawValue)),
        ("$defs/shares/properties/policy", ShareRule.Policy.allCases.map(\.rawValue)),
        ("$defs/index/properties/missing/properties/redistribute", IndexRule.Redistribution.allCases.map(\.rawValue)),
        ("$defs/stage_band/properties/with/properties/closed", BandingRule.Closed.allCases.map(\.rawValue)),
        ("$defs/stage_band/properties/with/properties/taken_from", BandingRule.Taken.allCases.map(\.rawValue)),
        ("properties/uncertainty/properties/sampling", UncertaintyRule.Sampling.allCases.map(\.rawValue)),
        ("$defs/stage/properties/stage", StageKind.allCases.map(\.rawValue)),
    ]

    @Test(arguments: words)
    func `The schema offers the words that the reader knows`(_ path: String, _ words: [String]) {
        #expect(Set(Self.part(path)["enum"] as! [String]) == Set(words))
    }

    @Test(arguments: StageKind.allCases)
    func `The schema knows the tables that a stage reads and makes`(_ kind: StageKind) {
        let stage = "$defs/stage_\(kind.rawValue)/properties"
        #expect(Set((Self.part("\(stage)/reads/properties")).keys) == Set(kind.reads.map(\.name)))
        #expect(Set((Self.part("\(stage)/makes/properties")).keys) == Set(kind.makes.map(\.name)))
        #expect((Self.part("\(stage)/stage")["const"] as? String) == kind.rawValue)
    }

    @Test func `Every key of the schema is described`() {
        var missing: [String] = []
        func walk(_ value: Any, _ path: String) {
            guard let part = value as? [String: Any] else { return }
            for (key, value) in part["properties"] as? [String: Any] ?? [:] {
                guard let property = value as? [String: Any] else { continue }
                let isCondition = path.contains("/if") || path.contains("/then")
                let isDescribed = property["description"] != nil || property["$ref"] != nil
                if !isDescribed && !isCondition { missing.append("\(path)/\(key)") }
            }
            for (key, value) in part { walk(value, "\(path)/\(key)") }
        }
        walk(Self.schema, "")
        #expect(missing == [])
    }

    // MARK: Whole files

    @Test func `The schema refuses the mistakes that it can see, and nothing that is right`() throws {
        let verdicts = try refusals(of: [SmallPipeline().text] + Mistake.all.map(\.text))
        #expect(verdicts[0] == nil)
        for (mistake, verdict) in zip(Mistake.all, verdicts.dropFirst()) {
            #expect((verdict != nil) == (mistake.schema == .refuses), "\(mistake.title): \(verdict ?? "accepted")")
        }
    }

    /// What `scripts/check-schema` says about texts; nil where the schema accepts one.
    private func refusals(of texts: [String]) throws -> [String?] {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../scripts/check-schema").standardized
        let process = Process(), input = Foundation.Pipe(), output = Foundation.Pipe()
        process.executableURL = script
        process.arguments = ["--texts"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: JSONEncoder().encode(texts))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return try JSONDecoder().decode([String?].self, from: answer)
    }

    @Test func `The schema beside the pipelines that ship is the one in the tool`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../pipelines/pipeline.schema.json").standardized
        #expect(try Data(contentsOf: file) == Data(PipelineSchema.bytes))
    }
}
