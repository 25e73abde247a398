import Disaggregation
import Model
import Parallel

/// Rows of results that come with the data, for one school and two or more groups.
struct GivenResults {
    struct Row {
        var school: UInt16 = 1
        var group: Int? = 0
        var n: Int? = 30
        var value: Rational?
        var standardError: Double?
        var responses: Int?
        var met: Int?
        var part: UInt8 = 0
    }

    static let groups = ["all", "AA", "AS", "WH"]

    let rows: [Row]
    var parts: (weights: [Rational], missing: PartRule.Missing, people: PartRule.People)?
    var minimumN = 20
    var better = Better.higher
    var ties: [ChoiceRule.Tie] = [.moreStudents, .listedFirst]
    var candidates = [1, 2, 3]

    init(_ rows: [Row]) { self.rows = rows }

    private var isCounts: Bool { rows.contains { $0.responses != nil } }

    private var content: GivenMetric.Content {
        isCounts ? .counts(responses: rows.map(\.responses), met: rows.map(\.met)) : .values(rows.map(\.value), standardErrors: rows.map(\.standardError))
    }

    func built() -> (measures: Measures, ledger: Ledger) {
        let scope = DisaggregationScope(
            year: "2016-17", schools: [School(id: "S1", districtID: "D", name: "", districtName: "", level: "high")],
            schoolLevels: ["high"], groups: Self.groups.map { GroupWords(key: $0, title: $0) }, everyone: 0,
            chosen: [ChoiceRule(words: GroupWords(key: "lowest", title: ""), candidates: candidates, ties: ties)],
            metrics: [
                MetricScope(
                    words: MetricWords(key: "given", title: "", better: better, decimals: 2), groups: nil)
            ], minimumN: minimumN)
        var builder = MeasuresBuilder(scope, workers: Workers(count: 1))
        builder.add(
            [GivenMetric(
                metric: 0, schools: rows.map(\.school), groups: rows.map(\.group), about: nil, counted: [], n: rows.map(\.n),
                content: content,
                parts: parts.map {
                    PartRule(weights: $0.weights, missing: $0.missing, people: $0.people, partOfRow: rows.map(\.part))
                })])
        return builder.finished()
    }

    /// The result of all students.
    var everyone: Measure { built().measures[school: 0, metric: 0, group: 0]! }

    /// The standard error of all students' result.
    var standardError: Double? { built().measures.standardError(school: 0, metric: 0, group: 0) }

    /// The key of the group chosen as the lowest-performing one.
    var lowest: String? {
        let measures = built().measures
        return measures.choice(0, school: 0, metric: 0).map { measures.groups[$0].key }
    }
}
