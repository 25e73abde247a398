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
        let rows = ([content.baseline] + shown).map { scenario -> [String] in
            let summary = ScenarioSummary(scenario, in: content, schools: all)
            let isBaseline = scenario.name == content.baseline.name
            let lowest = content.lowest == nil ? [] : [
                isBaseline ? "" : "+\(summary.entered.count)", isBaseline ? "" : "-\(summary.left.count)",
            ]
            return [
                scenario.name, "\(summary.scoredCount)", number(summary.meanScore, content.decimals),
                isBaseline ? "" : number(summary.meanAbsoluteChange, content.decimals), isBaseline ? "" : number(summary.rankCorrelation, 3),
            ] + lowest
        }
        let head = ["scenario", "schools", "mean", "mean change", "rank corr."] + (content.lowest == nil ? [] : ["into", "out of lowest"])
        let more = content.scenarios.count - shown.count
        return "\(content.title), \(content.year)\n" + TextTable(head: head, rows: rows).text
            + (content.lowest.map { "Into and out of \($0); changes without signs.\n" } ?? "")
            + (more > 0 ? "… and \(more) more scenarios.\n" : "")
    }

    private func number(_ value: Double?, _ decimals: Int) -> String { value.map { DecimalText.text($0, decimals) } ?? "–" }
}

/// Columns of a fixed width, the first one to the left and all others to the right.
struct TextTable {
    let head: [String]
    let rows: [[String]]

    var text: String {
        let lines = [head] + rows
        let widths = head.indices.map { column in lines.map { $0[column].count }.max()! }
        return lines.map { cells in
            let padded = cells.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + blanks : blanks + cell
            }
            return padded.joined(separator: "  ").replacing(/\ +$/, with: "") + "\n"
        }.joined()
    }
}
