internal import Conditions
internal import Disaggregation
internal import Ingestion
internal import Model
internal import Parallel
internal import Pipeline
internal import Tables

/// Brings a pipeline's metrics and the data together for disaggregation.
struct DisaggregateStage {
    let pipeline: Pipeline
    let data: any CountedData
    let workers: Workers

    let year: String
    private let metrics: [MetricDeclaration]
    private let groups: [GroupDeclaration]

    /// - Parameter keys: the metrics asked for; those that they are made of come with them.
    init(pipeline: Pipeline, data: any CountedData, workers: Workers, year: String, metrics keys: [String]) {
        self.pipeline = pipeline
        self.data = data
        self.workers = workers
        self.year = year
        metrics = pipeline.metrics.withParts(of: keys)
        groups = pipeline.countedGroups
    }

    /// Counts the rows, whatever the minimum number of students.
    func counts() throws(InputProblems) -> Counts {
        var builder = MeasuresBuilder(scope(minimumN: 1), workers: workers)
        for source in pipeline.sources {
            let own = metrics.enumerated().filter { $0.element.source == source.name }
            if own.isEmpty { continue }
            let (rows, schools) = try data.rows(of: source.name, in: year)
            let counting = own.filter { $0.element.rule.isOverRecords }
            if !counting.isEmpty {
                builder.add(records(of: counting.map { ($0.offset, $0.element) }, groups: groups, rows: rows, schools: schools))
            }
            let givens = workers.map(own.count) { [groups] number in
                Self.given(own[number].element, place: own[number].offset, groups: groups, rows: rows, schools: schools)
            }
            builder.add(givens.compactMap { $0 })
        }
        return builder.counts
    }

    /// Makes results of what was counted: those of enough students, those made of others, and the groups chosen.
    func results(of counts: Counts, minimumN: Int) -> (measures: Measures, ledger: Ledger) {
        var builder = MeasuresBuilder(scope(minimumN: minimumN), counts: counts, workers: workers)
        addMade(metrics, to: &builder)
        return builder.finished()
    }

    /// Metrics made of others, each after those that it is made of.
    private func addMade(_ metrics: [MetricDeclaration], to builder: inout MeasuresBuilder) {
        var waiting = metrics.indices.filter { !metrics[$0].rule.parts.isEmpty }
        while let next = waiting.first(where: { place in !waiting.contains { metrics[place].rule.parts.contains(metrics[$0].key) } }) {
            waiting.removeAll { $0 == next }
            let parts = metrics[next].rule.parts.compactMap { key in metrics.firstIndex { $0.key == key } }
            switch metrics[next].rule {
            case .best: builder.add(BestMetric(metric: next, of: parts))
            case .rank:
                builder.add(RankMetric(metric: next, of: parts[0], isRanked: data.reasonsHeldBack.map { $0 == nil }))
            default: break
            }
        }
    }

    private func scope(minimumN: Int) -> DisaggregationScope {
        DisaggregationScope(
            year: year, schools: data.schools(of: year), schoolLevels: Set(pipeline.levels.map(\.key)),
            groups: groups.map { GroupWords(key: $0.key, title: $0.title) }, everyone: groups.firstIndex { $0.key == GroupDeclaration.everyone },
            chosen: chosen(), metrics: metrics.map { scope(of: $0) }, minimumN: minimumN)
    }

    private func scope(of metric: MetricDeclaration) -> MetricScope {
        let places = metric.groups.map { keys in Set(groups.indices.filter { keys.contains(groups[$0].key) }) }
        return MetricScope(words: metric.words, groups: places)
    }

    private func chosen() -> [ChoiceRule] {
        pipeline.groups.compactMap { group in
            guard case .lowest(let keys, let ties) = group.rule else { return nil }
            let candidates = keys.compactMap { key in groups.firstIndex { $0.key == key } }
            return ChoiceRule(words: GroupWords(key: group.key, title: group.title), candidates: candidates, ties: ties)
        }
    }

    // MARK: Records of students

    func records(
        of metrics: [(place: Int, metric: MetricDeclaration)], groups: [GroupDeclaration], rows: JoinedRows, schools: [UInt16]
    ) -> Records {
        let isAsked = groups.map { group in metrics.contains { $0.metric.groups?.contains(group.key) ?? true } }
        let predicates = groups.indices.map { place in
            rows.predicate(isAsked[place] ? groups[place].condition(over: rows.source.name) ?? Self.nobody : Self.nobody)
        }
        let shares = metrics.compactMap { place, metric -> RecordMetric? in
            guard case .records(let met, let unit) = metric.rule else { return nil }
            return RecordMetric(
                metric: place, about: metric.about.map(rows.predicate), counted: Self.tests(of: metric, rows), met: rows.predicate(met),
                unit: unit.map { rows.column($0) }, parts: metric.parts.map { Self.partRule($0, rows) })
        }
        let values = metrics.compactMap { place, metric -> ValueMetric? in
            guard case .statistic(let statistic, let field) = metric.rule else { return nil }
            return ValueMetric(
                metric: place, about: metric.about.map(rows.predicate), counted: Self.tests(of: metric, rows), statistic: statistic,
                values: rows.column(field))
        }
        return Records(rowCount: rows.rowCount, schools: schools, groups: predicates, metrics: shares, valueMetrics: values)
    }

    /// The condition of a group that none of a source's metrics is computed for.
    private static let nobody = try! Condition("false", over: [:])

    private static func tests(of metric: MetricDeclaration, _ rows: JoinedRows) -> [CountedTest] {
        metric.counted.map { CountedTest(when: rows.predicate($0.condition), otherwise: $0.otherwise) }
    }

    private static func partRule(_ parts: PartsDeclaration, _ rows: JoinedRows) -> PartRule {
        guard case .text(let codes, let words) = rows.column(parts.field) else { preconditionFailure("parts go by a text") }
        let partOfCode = [255] + words.texts.map { text in
            parts.weights.firstIndex { $0.value == text }.map { UInt8($0) } ?? 255
        }
        return PartRule(
            weights: parts.weights.map(\.weight), missing: parts.missing, people: parts.people,
            partOfRow: codes.map { partOfCode[Int($0)] })
    }

    // MARK: Given results

    static func given(
        _ metric: MetricDeclaration, place: Int, groups: [GroupDeclaration], rows: JoinedRows, schools: [UInt16]
    ) -> GivenMetric? {
        let groupField: String, nField: String, content: GivenMetric.Content
        switch metric.rule {
        case .value(let group, let n, let value, let standardError):
            (groupField, nField) = (group, n)
            content = .values(
                rows.column(value).rationals, standardErrors: standardError.map { rows.column($0).doubles.map { $0.isNaN ? nil : $0 } })
        case .counts(let group, let n, let responses, let met):
            (groupField, nField) = (group, n)
            content = .counts(responses: rows.column(responses).wholes, met: rows.column(met).wholes)
        case .records, .statistic, .best, .rank: return nil
        }
        guard case .text(let codes, let words) = rows.column(groupField) else { preconditionFailure("groups are texts") }
        let groupOfCode = [nil] + words.texts.map { text in groups.firstIndex { $0.key == text } }
        return GivenMetric(
            metric: place, schools: schools, groups: codes.map { groupOfCode[Int($0)] }, about: metric.about.map(rows.predicate),
            counted: tests(of: metric, rows), n: rows.column(nField).wholes, content: content,
            parts: metric.parts.map { partRule($0, rows) })
    }
}

extension MetricDeclaration.Rule {
    /// Whether it counts records of students.
    fileprivate var isOverRecords: Bool {
        switch self {
        case .records, .statistic: true
        default: false
        }
    }
}

extension Column {
    /// A number column's values as fractions.
    fileprivate var rationals: [Rational?] {
        switch self {
        case .number(let values):
            values.map { $0 == .min ? nil : Rational(Int128($0), over: Int128(Column.numberScale)) }
        default: wholes.map { $0.map { Rational($0) } }
        }
    }

    /// A whole-number column's values; a number column's are cut off to whole ones.
    fileprivate var wholes: [Int?] {
        switch self {
        case .short(let values): values.map { $0 == .min ? nil : Int($0) }
        case .integer(let values): values.map { $0 == .min ? nil : Int($0) }
        case .number(let values): values.map { $0 == .min ? nil : Int($0 / Column.numberScale) }
        default: preconditionFailure("only numbers are read as numbers")
        }
    }
}
