import Model
import Reports

/// The sample with other words.
extension SchoolSample {
    /// Reports of the sample where every school and district has one name.
    static func reports(naming name: String, district: String) -> SchoolReports {
        let renamed = schools.map { School(id: $0.id, districtID: $0.districtID, name: name, districtName: district, level: $0.level) }
        let measures = Measures(
            year: measures.year, schools: renamed, metrics: metrics, groups: groups, chosenGroups: [lowestRace], cells: measures.cells,
            choices: measures.choices)
        return SchoolReports(
            results: Results(measures: measures, levels: results.levels, levelCount: results.levelCount), scores: scores,
            population: population, words: words)
    }

    /// Reports of the sample whose index, domains and rules consist of the same words.
    static func reports(saying text: String) -> SchoolReports {
        SchoolReports(
            results: results, scores: scores, population: population,
            words: ReportWords(
                title: text,
                domains: words.domains.map { .init(key: $0.key, title: text, weight: $0.weight, metrics: $0.metrics) }, weights: weights,
                metrics: words.metrics.mapValues {
                    .init(provenance: Provenance(rule: text, source: text, basis: $0.provenance.basis), unit: $0.unit)
                }, levelTitles: words.levelTitles, scoredGroups: words.scoredGroups,
                rules: words.rules.enumerated().map { place, rule in
                    .init(subject: text + String(place / 2), part: rule.part, basis: rule.basis, sentence: text, source: text)
                }, minimumN: 20))
    }
}
