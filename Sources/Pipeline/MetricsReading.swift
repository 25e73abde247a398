internal import Conditions
internal import Disaggregation
internal import Ingestion
internal import Model
internal import Tables
internal import Yams

/// Reads the `metrics` of a pipeline file.
struct MetricsReading {
    let sources: [SourceRule]
    let levels: [SchoolLevel]
    let groups: [GroupDeclaration]
    let scopes: Scopes
    let problems: ProblemList

    /// Tests that the engine can tell apart in a metric's denominator.
    private static let testLimit = 5

    func read(_ file: MappingReader) -> [MetricDeclaration] {
        let metrics = file.entries("metrics", of: "metric").compactMap { key, reader in metric(key, reader) }
        for metric in metrics {
            guard case .best(let others) = metric.rule else { continue }
            for name in others {
                let isUsable = metrics.contains { other in
                    if case .best = other.rule { return false }
                    return other.key == name
                }
                if isUsable { continue }
                let suggestion = nearest(to: name, among: metrics.map(\.key)).map { "Did you mean `\($0)`?" } ?? ""
                problems.add(metric.place, "metric `\(metric.key)` takes the best of `\(name)`, which is not a metric with a source", suggestion)
            }
        }
        return metrics
    }

    private func metric(_ key: String, _ reader: MappingReader) -> MetricDeclaration? {
        defer { reader.finish() }
        let title = reader.requiredText("title", "Name the metric as reports are to print it") ?? key
        let provenance = reader.provenance()
        let better = reader.required("better", "Write higher or lower") == nil ? nil : reader.choice("better", Better.self)
        let decimals = reader.whole("decimals", in: 0...6) ?? 2
        let groupKeys = reader.texts("groups"), schoolLevels = reader.texts("school_levels")
        check(groupKeys, among: groups.map(\.key), as: "groups", reader)
        check(schoolLevels, among: levels.map(\.key), as: "school_levels", reader)
        let best = reader.texts("best_of")
        let source = best == nil ? self.source(reader) : nil
        let about = reader.text("where"), met = reader.text("met"), unit = reader.text("unit")
        let tests = source.map { self.tests(reader, over: $0) } ?? []
        let given = reader.mapping("given")
        let range = self.range(reader)
        let parts = source.flatMap { self.parts(reader, over: $0) }
        guard best != nil || source != nil else { return nil }
        guard let rule = rule(key, reader, best: best, source: source, met: met, unit: unit, given: given) else { return nil }
        let aboutCondition = about.flatMap { text in source.flatMap { self.condition(text, "where", reader, over: $0) } }
        return MetricDeclaration(
            key: key, title: title, provenance: provenance, source: source?.name ?? "", about: aboutCondition, counted: tests,
            rule: rule, parts: parts, better: better ?? .higher, decimals: decimals, groups: groupKeys,
            schoolLevels: schoolLevels, range: range, place: reader.place)
    }

    private func check(_ names: [String]?, among all: [String], as key: String, _ reader: MappingReader) {
        for name in names ?? [] where !all.contains(name) {
            let suggestion = nearest(to: name, among: all).map { "Did you mean `\($0)`? " } ?? ""
            problems.add(
                reader.place(of: key), "`\(key)` of \(reader.subject) names `\(name)`, which is not declared",
                "\(suggestion)It may name \(all.joined(separator: ", "))")
        }
    }

    private func source(_ reader: MappingReader) -> SourceRule? {
        guard let name = reader.requiredText("of", "Name the source whose rows are counted") else { return nil }
        if let source = sources.first(where: { $0.name == name }) {
            if source.field(.school) == nil {
                problems.add(reader.place(of: "of"), "source `\(name)` of \(reader.subject) has no field with `role: school`")
            }
            return source
        }
        let suggestion = nearest(to: name, among: sources.map(\.name)).map { "Did you mean `\($0)`?" } ?? ""
        problems.add(reader.place(of: "of"), "\(reader.subject) counts `\(name)`, but there is no such source", suggestion)
        return nil
    }

    private func condition(_ text: String, _ key: String, _ reader: MappingReader, over source: SourceRule) -> Condition? {
        scopes.condition(
            ConditionText(text: text, place: reader.node(key)?.place ?? reader.place), over: source,
            subject: "`\(key)` of \(reader.subject)")
    }

    // MARK: Denominators

    /// `counted: condition`, or a list of `{when: condition, otherwise: reason}`.
    private func tests(_ reader: MappingReader, over source: SourceRule) -> [TestDeclaration] {
        guard let node = reader.node("counted") else { return [] }
        if let text = node.scalar?.string {
            return condition(text, "counted", reader, over: source).map { [TestDeclaration(condition: $0, otherwise: "not \(text)")] } ?? []
        }
        let nodes = reader.sequence("counted") ?? []
        if nodes.count > Self.testLimit {
            problems.add(node.place, "`counted` of \(reader.subject) has \(nodes.count) tests", "At most \(Self.testLimit) are possible; join some with `and`")
        }
        return nodes.prefix(Self.testLimit).compactMap { node in
            guard let test = MappingReader(node, subject: "a test of \(reader.subject)", problems: problems) else { return nil }
            let when = test.requiredText("when", "Write the condition under which a record counts")
            let otherwise = test.requiredText("otherwise", "Say in a few words why a record that fails the test does not count")
            test.finish()
            guard let when, let otherwise else { return nil }
            return condition(when, "when", test, over: source).map { TestDeclaration(condition: $0, otherwise: otherwise) }
        }
    }

    // MARK: Rules

    private func rule(
        _ key: String, _ reader: MappingReader, best: [String]?, source: SourceRule?, met: String?, unit: String?,
        given: MappingReader?
    ) -> MetricDeclaration.Rule? {
        if let best { return .best(of: best) }
        guard let source else { return nil }
        if (met == nil) == (given == nil) {
            problems.add(
                reader.place, "metric `\(key)` must have either `met` or `given`",
                "Write the condition that students meet, or which fields hold results computed elsewhere")
            return nil
        }
        if let met {
            if let unit { field(unit, of: source, as: "unit", reader, types: [.key]) }
            return condition(met, "met", reader, over: source).map { .records(met: $0, unit: unit) }
        }
        return given.flatMap { self.given($0, over: source) }
    }

    private func given(_ reader: MappingReader, over source: SourceRule) -> MetricDeclaration.Rule? {
        defer { reader.finish() }
        let group = reader.requiredText("group", "Name the field with the group's key")
        let n = reader.requiredText("n", "Name the field with the number of students")
        let value = reader.text("value"), responses = reader.text("responses"), met = reader.text("met")
        for name in [n, responses, met].compactMap({ $0 }) { field(name, of: source, as: "given", reader, types: [.integer, .number]) }
        if let group { field(group, of: source, as: "given", reader, types: [.text]) }
        if let value { field(value, of: source, as: "given", reader, types: [.number, .integer]) }
        guard let group, let n else { return nil }
        if let value, met == nil { return .value(group: group, n: n, value: value) }
        if let met, value == nil { return .counts(group: group, n: n, responses: responses ?? n, met: met) }
        problems.add(reader.place, "\(reader.subject) must have either `value` or `met`")
        return nil
    }

    private func field(_ name: String, of source: SourceRule, as key: String, _ reader: MappingReader, types: [ColumnType]) {
        guard let field = source.field(name) else {
            let suggestion = nearest(to: name, among: source.fields.map(\.name)).map { "Did you mean `\($0)`?" } ?? ""
            problems.add(reader.place, "\(reader.subject) reads `\(name)`, which is not a field of source `\(source.name)`", suggestion)
            return
        }
        if !types.contains(field.type) {
            problems.add(
                reader.place, "\(reader.subject) reads `\(name)` of source `\(source.name)`, which is \(field.type.rawValue)",
                "It must be \(types.map(\.rawValue).joined(separator: " or "))")
        }
    }

    // MARK: Parts

    private func parts(_ reader: MappingReader, over source: SourceRule) -> PartsDeclaration? {
        guard let parts = reader.mapping("parts") else { return nil }
        defer { parts.finish() }
        let by = parts.requiredText("by", "Name the field that tells the parts apart")
        if let by { field(by, of: source, as: "parts", parts, types: [.text]) }
        let missing = parts.choice("missing", PartRule.Missing.self) ?? .absent
        let people = parts.choice("people", PartRule.People.self) ?? .same
        guard let by, let weights = parts.mapping("weights") else {
            _ = parts.required("weights", "Give each part its weight, such as {student: 1, staff: 1}")
            return nil
        }
        let list = weights.keys.compactMap { value in weights.rational(value).map { (value: value, weight: $0) } }
        for entry in list where entry.weight <= .zero {
            problems.add(weights.place(of: entry.value), "the weight of part `\(entry.value)` of \(reader.subject) is not above 0")
        }
        return PartsDeclaration(field: by, missing: missing, people: people, weights: list)
    }

    /// `range: 0..100`; shares of students need none.
    private func range(_ reader: MappingReader) -> ClosedRange<Rational>? {
        guard let text = reader.text("range") else { return nil }
        let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { Rational($0) }
        if ends.count == 2, let low = ends[0], let high = ends[1], low <= high { return low...high }
        problems.add(reader.place(of: "range"), "the range of \(reader.subject) is `\(text)`", "Write it as 0..100")
        return nil
    }
}
