internal import Model

/// What scenarios change, as a table to read on a terminal.
package struct ScenarioText {
    private let content: ScenarioContent
    /// More scenarios than this are told of in the tables alone.
    private static let most = 40

    package init(_ content: ScenarioContent) { self.content = content }

    package var text: String {
        let shown = content.scenarios.prefix(Self.most)
        let all = Array(content.schools.indices)
        var table = TextColumns(
            ["scenario", "schools", "mean", "mean change", "rank corr."] + (content.lowest == nil ? [] : ["into", "out of lowest"]))
        for scenario in [content.baseline] + shown {
            let summary = ScenarioSummary(scenario, in: content, schools: all)
            let isBaseline = scenario.name == content.baseline.name
            let lowest = content.lowest == nil ? [] : [
                isBaseline ? "" : "+\(summary.entered.count)", isBaseline ? "" : "-\(summary.left.count)",
            ]
            table.add([
                scenario.name, "\(summary.scoredCount)", number(summary.meanScore, content.decimals),
                isBaseline ? "" : number(summary.meanAbsoluteChange, content.decimals), isBaseline ? "" : number(summary.rankCorrelation, 3),
            ] + lowest)
        }
        let more = content.scenarios.count - shown.count
        return "\(content.title), \(content.year)\n" + table.lines.map { $0 + "\n" }.joined()
            + (content.lowest.map { "Into and out of \($0); changes without signs.\n" } ?? "")
            + (more > 0 ? "… and \(more) more scenarios.\n" : "")
    }

    private func number(_ value: Double?, _ decimals: Int) -> String { value.map { DecimalText.text($0, decimals) } ?? "–" }
}
