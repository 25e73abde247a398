internal import Model

/// Scenarios side by side on one page: what each changes, who moves most, and who comes to be among the lowest-performing schools.
package struct ScenarioPage {
    private let page = FiguresPage()
    /// Scenarios with pictures of their own, and lines of the page's tables; of more the files tell.
    private static let mostPictures = 24, mostLines = 50

    package init() {}

    package func html(_ content: ScenarioContent) -> [UInt8] {
        page.html(
            FiguresPageContent(
                heading: "Scenarios", about: "What other rules would make of every school's score and rank, beside the rules that hold.",
                title: content.title, year: content.year, sections: [overview(content), pictures(content), classes(content)], rules: []))
    }

    private func overview(_ content: ScenarioContent) -> PageSection {
        PageSection(
            id: "overview", title: "What each scenario changes", shortTitle: "Overview",
            notes: [
                """
                Changes are those of printed scores from the baseline, \(content.baseline.title), over the schools with a score in both. The \
                rank correlation (Spearman's) tells how much the order of schools agrees: 1 is the same order.
                """,
                content.scenarios.count > Self.mostLines ? "\(content.scenarios.count - Self.mostLines) more scenarios are in scenarios.csv." : "",
            ].filter { !$0.isEmpty },
            parts: [PagePart(table: summaryTable(content, Array(content.schools.indices), name: "What each scenario changes"))])
    }

    private func summaryTable(_ content: ScenarioContent, _ schools: [Int], name: String, of subject: String? = nil) -> DataTable {
        let decimals = content.decimals
        func number(_ value: Double?) -> String { value.map { DecimalText.text($0, decimals) } ?? "–" }
        let columns: [DataTable.Column] = [
            .words("Scenario"), "Schools", "Mean score", "Mean change", "Without signs", "Greatest rise", "Greatest fall", "Rank correlation",
        ]
        let lowest: [DataTable.Column] = content.lowest == nil ? [] : ["Into the lowest", "Out of them"]
        return DataTable(
            name, of: subject, columns: columns + lowest,
            rows: content.scenarios.prefix(Self.mostLines).map { scenario in
                let summary = ScenarioSummary(scenario, in: content, schools: schools)
                let figures = [summary.meanScore, summary.meanChange, summary.meanAbsoluteChange, summary.greatestRise, summary.greatestFall]
                return [scenario.title, Phrases.count(summary.scoredCount)] + figures.map(number)
                    + [summary.rankCorrelation.map { DecimalText.text($0, 3) } ?? "–"]
                    + (content.lowest == nil ? [] : [Phrases.count(summary.entered.count), Phrases.count(summary.left.count)])
            })
    }

    private func pictures(_ content: ScenarioContent) -> PageSection {
        let scored = content.scenarios.filter { scenario in content.schools.indices.contains { content.change(scenario, $0) != nil } }
        let shown = scored.prefix(Self.mostPictures)
        let more = scored.count - shown.count
        return PageSection(
            id: "schools", title: "Who moves", shortTitle: "Who moves",
            notes: [
                "Above: every school's score in the scenario by its score now. Below: the ranks of the schools that move most.",
                more > 0 ? "\(more) more scenarios are in scenario_schools.csv." : "",
            ].filter { !$0.isEmpty },
            legend: [
                LegendLine(swatch: "dot", text: "a school"), LegendLine(swatch: "g1", shape: "●", text: "rises, as the blue lines do"),
                LegendLine(swatch: "g2", shape: "■", text: "falls, as the brown lines do"),
            ],
            parts: [
                PagePart(figures: shown.enumerated().map { ScenarioPlot(content: content, scenario: $1).figure(id: "scenario-\($0 + 1)") })
            ])
    }

    private func classes(_ content: ScenarioContent) -> PageSection {
        let levels = Dictionary(grouping: content.schools.indices) { content.schools[$0].level }.sorted { $0.key < $1.key }
        let districts = Dictionary(grouping: content.schools.indices) { content.schools[$0].districtID }.sorted { $0.key < $1.key }
        let parts = levels.map { level, schools in
            let title = content.levelTitles[level] ?? Phrases.spanningSchool
            return PagePart(title: title, table: summaryTable(content, schools, name: "what each scenario changes", of: title))
        } + districts.map { district, schools in
            let title = content.schools[schools[0]].districtName.isEmpty ? district : content.schools[schools[0]].districtName
            return PagePart(title: title, table: summaryTable(content, schools, name: "what each scenario changes", of: title))
        }
        return PageSection(
            id: "classes", title: "By school level and district", shortTitle: "By level and district", notes: [], parts: parts)
    }
}
