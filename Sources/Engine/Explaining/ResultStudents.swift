internal import Conditions
internal import Disaggregation
internal import Ingestion
internal import Model
internal import Pipeline
internal import Tables

/// The students behind a school's result on a metric: a row for each record that the metric is about, and what became of it.
///
/// For authorised use alone. The conditions are the pipeline's own, so that the rows counted are the result's students.
package struct ResultStudents: Sendable, Equatable {
    /// The identifier, the columns that conditions read, and what became of the row.
    package let columns: [String]
    /// By identifier, then by the other columns.
    package let rows: [[String]]
    /// Students counted in the group, and those of them who meet the rule; nil where the metric is no share.
    package let counted: Int
    package let met: Int?
}

extension MetricRows {
    /// - Parameter group: the place of the group in the measures.
    func students(of school: School, group: Int) -> ResultStudents {
        let conjuncts = Conjuncts(self)
        let outcomes = self.outcomes, members = membership(group), code = inputs.schools.firstIndex { $0.id == school.id }.map { UInt16($0 + 1) }
        let own = rows.source.field(.student).map { [$0.name] } ?? []
        let read = columnsRead(group).filter { !own.contains($0) }
        let places = codes.indices.filter { codes[$0] == code && outcomes[$0] != .outside }
        let shown = places.map { row in
            (own + read).map { ColumnText.text(rows.column($0), row, keys: inputs.studentKeys) } + [Words.truth(members[row])]
                + told(outcomes[row], row, conjuncts)
        }
        let counted = places.filter { members[$0] == Truth.yes && outcomes[$0].isCounted }
        let met = counted.filter { outcomes[$0] == .met }
        return ResultStudents(
            columns: own + read + ["in_group", "outcome", "reason", "decided_by"], rows: shown.sorted { $0.lexicographicallyPrecedes($1) },
            counted: numberOfStudents(counted), met: isShare ? met.count : nil)
    }

    /// Whether each row is one student, who meets the rule or not.
    private var isShare: Bool { if case .records(_, nil) = metric.rule { metric.parts == nil } else { false } }

    private func numberOfStudents(_ places: [Int]) -> Int {
        guard case .records(_, let unit?) = metric.rule else { return places.count }
        return Set(places.map { rows.column(unit).key(at: $0) }).count
    }

    private var outcomes: [RecordOutcome] {
        let met: Condition? = if case .records(let met, _) = metric.rule { met } else { nil }
        let tests = metric.counted.map { CountedTest(when: rows.predicate($0.condition), otherwise: $0.otherwise) }
        var outcomes = RecordOutcome.outcomes(
            about: metric.about.map(rows.predicate), counted: tests, met: met.map(rows.predicate), rowCount: rows.rowCount)
        for row in outcomes.indices where outcomes[row] != .outside {
            if isOfNoPart(row) { outcomes[row] = .outside }
            if hasNoValue(row), outcomes[row] == .met { outcomes[row] = .unknown }
        }
        return outcomes
    }

    private func isOfNoPart(_ row: Int) -> Bool {
        guard let parts = metric.parts, case .text(let codes, let words) = rows.column(parts.field) else { return false }
        return !parts.weights.contains { $0.value == words.text(of: codes[row]) }
    }

    private func hasNoValue(_ row: Int) -> Bool {
        guard case .statistic(_, let field) = metric.rule else { return false }
        return rows.column(field).isMissing(row)
    }

    private func membership(_ group: Int) -> [UInt8] {
        guard let condition = groups[group].condition(over: rows.source.name) else { return [UInt8](repeating: Truth.no, count: rows.rowCount) }
        return Table(rowCount: rows.rowCount, columns: rows.columns).truth(of: condition, workers: stage.workers)
    }

    /// The columns that decide over a row, each once, in the order in which they are asked.
    private func columnsRead(_ group: Int) -> [String] {
        let rule: [String] = switch metric.rule {
        case .records(let met, let unit): met.columns + [unit].compactMap { $0 }
        case .statistic(_, let field): [field]
        default: []
        }
        let asked = (metric.about?.columns ?? []) + metric.counted.flatMap(\.condition.columns) + [metric.parts?.field].compactMap { $0 } + rule
            + (groups[group].condition(over: rows.source.name)?.columns ?? [])
        var seen: Set<String> = []
        return asked.filter { seen.insert($0).inserted }
    }

    /// Outcome, reason, and the conditions that decided.
    private func told(_ outcome: RecordOutcome, _ row: Int, _ conjuncts: Conjuncts) -> [String] {
        let decided = conjuncts.deciding(outcome, row)
        return switch outcome {
        case .outside: [Words.outside, "", decided]
        case .failed(let test): [Words.excluded, metric.counted[test].otherwise, decided]
        case .undecided(let test): [Words.unknown, "not known: \(metric.counted[test].otherwise)", decided]
        case .unknown: [Words.unknown, isStatistic ? "value not known" : "not known whether met", decided]
        case .notMet: [Words.notMet, "", decided]
        case .met: [isStatistic ? Words.counted : Words.met, "", decided]
        }
    }

    private var isStatistic: Bool { if case .statistic = metric.rule { true } else { false } }
}

/// The parts of a metric's conditions, decided row by row: which of them settled what became of a record.
private struct Conjuncts {
    private let tests: [[(text: String, truth: [UInt8])]]
    private let rule: [(text: String, truth: [UInt8])]
    /// What stands for the rule of a metric that has no condition to meet.
    private let field: String

    init(_ rows: MetricRows) {
        let table = Table(rowCount: rows.rows.rowCount, columns: rows.rows.columns)
        func decided(_ condition: Condition) -> [(text: String, truth: [UInt8])] {
            condition.conjuncts.map { ($0.text.words, table.truth(of: $0, workers: rows.stage.workers)) }
        }
        tests = rows.metric.counted.map { decided($0.condition) }
        rule = if case .records(let met, _) = rows.metric.rule { decided(met) } else { [] }
        field = if case .statistic(_, let field) = rows.metric.rule { field } else { "" }
    }

    func deciding(_ outcome: RecordOutcome, _ row: Int) -> String {
        switch outcome {
        case .outside: ""
        case .failed(let test): texts(tests[test], Truth.no, row)
        case .undecided(let test): texts(tests[test], Truth.unknown, row)
        case .notMet: texts(rule, Truth.no, row)
        case .unknown: rule.isEmpty ? field : texts(rule, Truth.unknown, row)
        case .met: rule.isEmpty ? field : texts(rule, Truth.yes, row)
        }
    }

    private func texts(_ parts: [(text: String, truth: [UInt8])], _ truth: UInt8, _ row: Int) -> String {
        parts.filter { $0.truth[row] == truth }.map(\.text).joined(separator: " and ")
    }
}

// MARK: Texts

private enum Words {
    static let outside = "not asked"
    static let excluded = "excluded"
    static let unknown = "not known"
    static let notMet = "not met"
    static let met = "met"
    static let counted = "counted"

    static func truth(_ truth: UInt8) -> String {
        switch truth {
        case Truth.yes: "yes"
        case Truth.no: "no"
        default: unknown
        }
    }
}
