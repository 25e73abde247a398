internal import Model

/// The rows of a table of results, school by school; what rows share is rendered once.
struct MeasureRows: Sendable {
    private let measures: Measures
    /// Metric and group, `[metric * groups + group]`.
    private let names: [RenderedFields]
    /// By reason, its code.
    private let reasons: [Absence: RenderedFields]
    private let noReason = RenderedFields("")

    init(_ measures: Measures) {
        self.measures = measures
        names = measures.metrics.flatMap { metric in measures.groups.map { RenderedFields(metric.key, $0.key) } }
        reasons = Dictionary(uniqueKeysWithValues: Absence.allCases.map { ($0, RenderedFields($0.rawValue)) })
    }

    /// Adds a row for every metric and group that the school has a result for, or a reason why not.
    ///
    /// - Parameter last: adds further fields to a row.
    func add(
        school: Int, to text: inout RowText, last: (_ metric: Int, _ group: Int, _ text: inout RowText) -> Void
    ) {
        let words = measures.schools[school]
        let front = RenderedFields(measures.year, words.districtID, words.id, words.level)
        for (metric, metricWords) in measures.metrics.enumerated() {
            for group in measures.groups.indices {
                guard let measure = measures[school: school, metric: metric, group: group] else { continue }
                text.add(front)
                text.add(names[metric * measures.groups.count + group])
                text.add(measure.n)
                text.add(measure.met)
                text.add(measure.value, decimals: metricWords.decimals)
                text.add(measure.absence.flatMap { reasons[$0] } ?? noReason)
                last(metric, group, &text)
                text.endRow()
            }
        }
    }
}
