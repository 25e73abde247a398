internal import Conditions
internal import Disaggregation
internal import Ingestion
internal import Model
internal import Tables

/// Reads the `metrics` of a pipeline file.
struct MetricsReading {
    let sources: [SourceRule]
    let names: DeclaredNames
    let scopes: Scopes
    let problems: ProblemList

    /// Keys that go with some rules only; each is a key of a metric all the same.
    private static let keysOfRules = ["of", "where", "counted", "met", "mean", "median", "unit", "given", "parts", "best_of", "rank_of"]

    func read(_ file: MappingReader) -> [MetricDeclaration] {
        guard file.required("metrics", "Declare at least one, with its source and what counts as met") != nil else { return [] }
        let entries = file.entries("metrics", of: "metric").map { key, reader in (metric(key, reader), reader) }
        let metrics = entries.compactMap(\.0)
        for case (let metric?, let reader) in entries {
            checkBest(of: metric, reader, among: metrics)
            checkRank(of: metric, reader, among: metrics)
        }
        return metrics
    }

    private func metric(_ key: String, _ reader: MappingReader) -> MetricDeclaration? {
        defer { reader.finish() }
        let title = reader.requiredText("title", "Name the metric as reports are to print it") ?? key
        let provenance = reader.provenance()
        let better = reader.required("better", "Write higher or lower") == nil ? nil : reader.choice("better", Better.self)
        let decimals = reader.whole("decimals", in: 0...6) ?? 2
        let groupKeys = reader.names("groups"), schoolLevels = reader.names("school_levels")
        check(groupKeys, "group", among: names.groups, "groups", reader)
        check(schoolLevels, "school level", among: names.levels, "school_levels", reader)
        let range = self.range(reader)
        for key in Self.keysOfRules { _ = reader.node(key) }
        let made =
            reader.has("best_of") ? (nil, best(reader)) : reader.has("rank_of") ? (nil, rank(reader)) : recordsOrGiven(reader)
        guard let rule = made.1 else { return nil }
        let source = made.0
        return MetricDeclaration(
            key: key, title: title, provenance: provenance, source: source?.rule.name ?? "", about: source?.about,
            counted: source?.counted ?? [], rule: rule, parts: source?.parts, better: better ?? .higher, decimals: decimals,
            groups: groupKeys?.map(\.text), schoolLevels: schoolLevels?.map(\.text), range: range, place: reader.place)
    }

    private func check(_ found: [Name]?, _ kind: String, among all: [String], _ key: String, _ reader: MappingReader) {
        for name in found ?? [] where !all.contains(name.text) {
            problems.addUnknown(name, kind, among: all, subject: "`\(key)` of \(reader.subject)")
        }
    }

    /// `range: 0..100`; shares of students need none.
    private func range(_ reader: MappingReader) -> ClosedRange<Rational>? {
        guard let name = reader.name("range") else { return nil }
        let ends = name.text.split(separator: "..", omittingEmptySubsequences: false).map { Rational($0) }
        if ends.count == 2, let low = ends[0], let high = ends[1], low < high { return low...high }
        problems.addWrongRange(name, reader.subject)
        return nil
    }

    // MARK: The best of other metrics

    private func best(_ reader: MappingReader) -> MetricDeclaration.Rule? {
        guard reader.required("best_of", "List the metrics to choose from") != nil, let others = reader.names("best_of") else { return nil }
        if others.count < 2 { problems.addTooFewToChoose(reader) }
        for key in Self.keysOfRules where key != "best_of" && reader.has(key) { problems.addBeside(key, "best_of", reader) }
        return .best(of: others.map(\.text))
    }

    // MARK: A rank among schools

    private func rank(_ reader: MappingReader) -> MetricDeclaration.Rule? {
        guard reader.required("rank_of", "Name the metric that is ranked") != nil, let other = reader.name("rank_of") else { return nil }
        for key in Self.keysOfRules where key != "rank_of" && reader.has(key) { problems.addBeside(key, "rank_of", reader) }
        return .rank(of: other.text)
    }

    private func checkRank(of metric: MetricDeclaration, _ reader: MappingReader, among metrics: [MetricDeclaration]) {
        guard case .rank(let key) = metric.rule, let name = reader.name("rank_of") else { return }
        if metric.better == .lower { problems.addRankBetterLower(reader) }
        if let other = metrics.first(where: { $0.key == key }) {
            if case .rank = other.rule { problems.addRankOfRank(name, reader.subject) }
        } else if !names.metrics.contains(key) {
            problems.addUnknown(name, "metric", among: names.metrics, subject: "`rank_of` of \(reader.subject)")
        }
    }

    private func checkBest(of metric: MetricDeclaration, _ reader: MappingReader, among metrics: [MetricDeclaration]) {
        guard case .best = metric.rule else { return }
        var seen: Set<String> = []
        for name in reader.names("best_of") ?? [] {
            if !seen.insert(name.text).inserted { problems.addRepeated(name, in: "best_of", of: reader.subject) }
            guard let other = metrics.first(where: { $0.key == name.text }) else {
                if !names.metrics.contains(name.text) {
                    problems.addUnknown(name, "metric", among: names.metrics, subject: "`best_of` of \(reader.subject)")
                }
                continue
            }
            if case .best = other.rule { problems.addBestOfBest(name, reader.subject) }
            else if other.better != metric.better { problems.addUnlikeDirection(name, reader.subject) }
        }
    }

    // MARK: Counts and given results

    private struct Rows {
        let rule: SourceRule
        let about: Condition?
        let counted: [TestDeclaration]
        let parts: PartsDeclaration?
    }

    private func recordsOrGiven(_ reader: MappingReader) -> (Rows?, MetricDeclaration.Rule?) {
        let met = condition("met", reader), about = condition("where", reader), unit = reader.name("unit")
        let given = reader.mapping("given")
        checkOneResult(reader)
        guard let source = source(reader) else {
            if let given { readKeys(of: given) }
            return (nil, nil)
        }
        let rule = rule(reader, source, met: met, unit: unit, given: given)
        let rows = Rows(
            rule: source, about: about.flatMap { compiled($0, "where", reader, over: source) },
            counted: MetricTestsReading(scopes: scopes, problems: problems).read(reader, over: source),
            parts: parts(reader, over: source))
        return (rows, rule)
    }

    /// A metric says in one way what its result is.
    private func checkOneResult(_ reader: MappingReader) {
        let found = ["met", "mean", "median", "given"].filter(reader.has)
        if found.count != 1 { problems.addNoOneResult(found, reader) }
        guard let result = found.first, result != "met" else { return }
        if reader.has("unit") { problems.addStray("unit", beside: result, goesWith: "`met`", reader) }
        if reader.has("parts"), result != "given" { problems.addStray("parts", beside: result, goesWith: "`met` and `given`", reader) }
    }

    private func rule(
        _ reader: MappingReader, _ source: SourceRule, met: ConditionText?, unit: Name?, given: MappingReader?
    ) -> MetricDeclaration.Rule? {
        if let met {
            if let given { readKeys(of: given) }
            if let unit { field(unit, of: source, as: "unit", reader, types: [.key]) }
            return compiled(met, "met", reader, over: source).map { .records(met: $0, unit: unit?.text) }
        }
        for statistic in Statistic.allCases {
            guard let name = reader.name(statistic.rawValue) else { continue }
            if let given { readKeys(of: given) }
            number(name, of: source, as: statistic.rawValue, reader)
            return .statistic(statistic, field: name.text)
        }
        return given.flatMap { self.given($0, over: source) }
    }

    private func source(_ reader: MappingReader) -> SourceRule? {
        guard let name = reader.requiredName("of", "Name the source whose rows are counted") else { return nil }
        guard let source = sources.first(where: { $0.name == name.text }) else {
            if !names.sources.contains(name.text) {
                problems.addUnknown(name, "source", among: names.sources, subject: "`of` of \(reader.subject)")
            }
            return nil
        }
        if source.field(.school) == nil { problems.addSourceWithoutSchool(name, reader.subject) }
        return source
    }

    private func condition(_ key: String, _ reader: MappingReader) -> ConditionText? {
        reader.name(key).map { ConditionText(text: $0.text, place: $0.place) }
    }

    private func compiled(_ text: ConditionText, _ key: String, _ reader: MappingReader, over source: SourceRule) -> Condition? {
        scopes.condition(text, over: source, subject: "`\(key)` of \(reader.subject)")
    }

    // MARK: Given results

    private func given(_ reader: MappingReader, over source: SourceRule) -> MetricDeclaration.Rule? {
        let (group, n, value, responses, met, standardError) = readKeys(of: reader)
        for (name, key) in [(n, "n"), (responses, "responses"), (met, "met")] {
            if let name { field(name, of: source, as: key, reader, types: [.integer, .number]) }
        }
        if let group { field(group, of: source, as: "group", reader, types: [.text]) }
        for (name, key) in [(value, "value"), (standardError, "standard_error")] {
            if let name { field(name, of: source, as: key, reader, types: [.number, .integer]) }
        }
        if value == nil, let standardError { problems.addErrorOfCounts(standardError, reader) }
        if (value == nil) == (met == nil) {
            problems.addNeitherOrBoth(
                "value", "met", of: reader, hasBoth: value != nil,
                "Name either the field with the result, or the one with the number of positive responses")
        }
        guard let group, let n else { return nil }
        if let value {
            return .value(group: group.text, n: n.text, value: value.text, standardError: standardError?.text)
        }
        return met.map { .counts(group: group.text, n: n.text, responses: (responses ?? n).text, met: $0.text) }
    }

    private typealias GivenNames = (group: Name?, n: Name?, value: Name?, responses: Name?, met: Name?, standardError: Name?)

    @discardableResult
    private func readKeys(of reader: MappingReader) -> GivenNames {
        defer { reader.finish() }
        let group = reader.requiredName("group", "Name the field with the group's key")
        let n = reader.requiredName("n", "Name the field with the number of students")
        return (
            group, n, reader.name("value"), reader.name("responses"), reader.name("met"), reader.name("standard_error")
        )
    }

    private func field(_ name: Name, of source: SourceRule, as key: String, _ reader: MappingReader, types: [ColumnType]) {
        guard let field = source.field(name.text) else {
            problems.addUnknownField(name, of: source, subject: "`\(key)` of \(reader.subject) is")
            return
        }
        if !types.contains(field.type) { problems.addFieldOfType(name, "`\(key)` of \(reader.subject)", field.type, wanted: types) }
    }

    /// Checks a number of the rows counted: a field of their own, or of a source they are joined with.
    private func number(_ name: Name, of source: SourceRule, as key: String, _ reader: MappingReader) {
        let joinedFields = scopes.declarations(of: source)
        if let join = source.joins.first(where: { name.text.hasPrefix($0.name + ".") }), joinedFields[name.text] == nil {
            let own = joinedFields.keys.filter { $0.hasPrefix(join.name + ".") }.sorted()
            return problems.addUnknownJoined(name, join.name, among: own, "`\(key)` of \(reader.subject)")
        }
        guard source.field(name.text) == nil, let joined = joinedFields[name.text] else {
            return field(name, of: source, as: key, reader, types: [.integer, .number])
        }
        if joined.type != .integer && joined.type != .number {
            problems.addFieldOfType(name, "`\(key)` of \(reader.subject)", joined.type, wanted: [.integer, .number])
        }
    }

    // MARK: Parts

    private func parts(_ reader: MappingReader, over source: SourceRule) -> PartsDeclaration? {
        guard let parts = reader.mapping("parts") else { return nil }
        defer { parts.finish() }
        let by = parts.requiredName("by", "Name the field that tells the parts apart")
        if let by { field(by, of: source, as: "by", parts, types: [.text]) }
        let missing = parts.choice("missing", PartRule.Missing.self) ?? .absent
        let people = parts.choice("people", PartRule.People.self) ?? .same
        guard parts.required("weights", "Give each part its weight, such as {student: 1, staff: 1}") != nil,
            let weights = parts.mapping("weights"), let by
        else { return nil }
        let allowed = source.field(by.text)?.allowed
        for name in weights.names {
            if let allowed, !allowed.contains(name.text) { problems.addPartNeverThere(name, by.text, allowed, reader.subject) }
        }
        let list = weights.keys.compactMap { value in weights.rational(value).map { (value: value, weight: $0) } }
        for entry in list where entry.weight <= .zero {
            problems.addPartWithoutWeight(Name(text: entry.value, place: weights.place(ofValue: entry.value)), reader.subject)
        }
        return PartsDeclaration(field: by.text, missing: missing, people: people, weights: list)
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addWrongRange(_ name: Name, _ subject: String) {
        add(name.place, "`range` of \(subject) is `\(name.text)`", "Write the lowest and the highest value, as in 0..100")
    }

    fileprivate func addErrorOfCounts(_ name: Name, _ given: MappingReader) {
        add(
            given.place(of: "standard_error"), "`standard_error` of \(given.subject) has no meaning without `value`",
            "Take it out; the error of counts follows from the number of students")
    }

    fileprivate func addTooFewToChoose(_ metric: MappingReader) {
        add(metric.place(ofValue: "best_of"), "`best_of` of \(metric.subject) leaves no choice", "List at least two metrics")
    }

    fileprivate func addBeside(_ key: String, _ rule: String, _ metric: MappingReader) {
        let others = rule == "best_of" ? "the metrics that are chosen among have rules of their own" : "the metric that is ranked has a rule of its own"
        add(metric.place(of: key), "`\(key)` of \(metric.subject) has no meaning beside `\(rule)`", "Take it out; \(others)")
    }

    fileprivate func addRankOfRank(_ name: Name, _ subject: String) {
        add(name.place, "`rank_of` of \(subject) names `\(name.text)`, which is itself a rank", "Name the metric that it ranks")
    }

    fileprivate func addRankBetterLower(_ metric: MappingReader) {
        add(
            metric.place(ofValue: "better"), "`better` of \(metric.subject) is lower, but the best school always ranks highest",
            "Write higher; the ranked metric's `better` says which results are good")
    }

    fileprivate func addNoOneResult(_ found: [String], _ metric: MappingReader) {
        let what = found.isEmpty ? "none of `met`, `mean`, `median` and `given`" : "both \(found.map { "`\($0)`" }.joined(separator: " and "))"
        add(
            metric.place, "\(metric.subject) has \(what)",
            "Write the condition that students meet, or the field whose mean or median it is, or which fields hold results computed elsewhere")
    }

    fileprivate func addBestOfBest(_ name: Name, _ subject: String) {
        add(name.place, "`best_of` of \(subject) names `\(name.text)`, which is itself the best of others", "Name those others here")
    }

    fileprivate func addUnlikeDirection(_ name: Name, _ subject: String) {
        add(
            name.place, "`best_of` of \(subject) names `\(name.text)`, for which `better` says the opposite",
            "Choose among metrics with the same `better`")
    }

    fileprivate func addStray(_ key: String, beside result: String, goesWith others: String, _ metric: MappingReader) {
        add(
            metric.place(of: key), "`\(key)` of \(metric.subject) has no meaning beside `\(result)`", "Take it out; it goes with \(others)")
    }

    fileprivate func addSourceWithoutSchool(_ name: Name, _ subject: String) {
        add(
            name.place, "\(subject) counts rows of source `\(name.text)`, which has no field with `role: school`",
            "Give that role to the field that holds the school's code")
    }

    fileprivate func addFieldOfType(_ name: Name, _ subject: String, _ type: ColumnType, wanted: [ColumnType]) {
        add(
            name.place, "\(subject) is `\(name.text)`, which is \(type.inWords)",
            "It must be \(wanted.map(\.inWords).joined(separator: " or "))")
    }

    fileprivate func addUnknownJoined(_ name: Name, _ join: String, among fields: [String], _ subject: String) {
        add(
            name.place, "\(subject) is `\(name.text)`, but the join `\(join)` has no such field",
            Self.suggestion(for: name.text, among: fields), "It has \(fields.joined(separator: ", "))")
    }

    fileprivate func addPartNeverThere(_ name: Name, _ field: String, _ allowed: [String], _ subject: String) {
        add(
            name.place, "`parts` of \(subject) names part `\(name.text)`, but `\(field)` is never that",
            Self.suggestion(for: name.text, among: allowed), "It is one of \(allowed.joined(separator: ", "))")
    }

    fileprivate func addPartWithoutWeight(_ name: Name, _ subject: String) {
        add(name.place, "the weight of part `\(name.text)` of \(subject) is not above 0", "Give it a weight, or take the part out")
    }
}
