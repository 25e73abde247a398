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
            ["scenario", "schools", "mean", "mean |change|", "rank corr."] + (content.lowest == nil ? [] : ["into", "out of lowest"]))
        let told = ([content.baseline] + shown).map { ($0, ScenarioSummary($0, in: content, schools: all)) }
        for (scenario, summary) in told {
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
            + notes(Array(told.dropFirst())).map { $0 + "\n" }.joined() + (more > 0 ? "… and \(more) more scenarios.\n" : "")
    }

    /// What the columns mean, and what they do not show.
    private func notes(_ told: [(scenario: ScenarioContent.Scenario, summary: ScenarioSummary)]) -> [String] {
        let shown = told.map(\.scenario)
        let others = shown.filter { $0.lowest != nil && $0.lowest != content.lowest }.map { "; in \($0.name) \($0.lowest ?? "")" }.joined()
        let unscored = told.filter { !$0.summary.unscoredLowest.isEmpty }.map { "\($0.summary.unscoredLowest.count) in \($0.scenario.name)" }
        let same = shown.filter(content.changesNothing).map(\.name)
        return [
            content.lowest.map { "Into and out of \($0)\(others)." },
            unscored.isEmpty ? nil : "Neither in nor out, for want of a score there: \(unscored.joined(separator: ", ")).",
            same.isEmpty ? nil : "Nothing differs from the baseline: \(same.joined(separator: ", ")).",
        ].compactMap(\.self)
    }

    private func number(_ value: Double?, _ decimals: Int) -> String { value.map { DecimalText.text($0, decimals) } ?? "–" }
}
