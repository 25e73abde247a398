internal import Model
internal import Pipeline
package import Reports

extension ScenarioRuns {
    /// What tables and the page show.
    package var content: ScenarioContent {
        ScenarioContent(
            title: index.title, year: year, decimals: index.decimals, schools: schools, levelTitles: levelTitles, baseline: baseline,
            scenarios: scenarios)
    }

    /// Writes the tables and the page, each put in place once all are whole.
    ///
    /// - Parameter content: the scenarios' own.
    package func write(_ content: ScenarioContent, to directory: String) throws(RunFailure) {
        var tables: [PublishedTable] = [.scenarios(content), .scenarioClasses(content), .scenarioSchools(content), .scenarioLevels(content)]
        if content.scenarios.count <= Self.mostSideBySide { tables.append(.sideBySide(content)) }
        let workers = self.workers
        let files = tables.map { ($0.name + ".csv", $0.bytes(workers)) } + [("scenarios.html", ScenarioPage().html(content))]
        _ = try TableFiles.writeAll(files, to: directory)
    }

    /// More scenarios than this are no longer compared by looking along a row.
    private static let mostSideBySide = 50
}
