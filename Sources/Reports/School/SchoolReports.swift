package import Model

/// The reports of all schools of a year, one JSON document and one self-contained HTML page each, with the same content.
///
/// Both are pure functions of the results and may be called from several threads at once.
package struct SchoolReports: Sendable {
    private let builder: ContentBuilder
    private let json: SchoolJSON
    private let page: SchoolPage

    /// - Parameters:
    ///   - scores: nil where the pipeline computes no index.
    ///   - population: nil where it counts no population.
    ///   - explanation: how a school's score comes about, by the school's place; nil for reports that do not say so.
    package init(
        results: Results, scores: Scores?, population: Population?, words: ReportWords,
        explanation: (@Sendable (Int) -> Explanation)? = nil
    ) {
        let count = results.measures.schools.count
        precondition(scores?.schools.count ?? count == count, "scores of the same schools as the results")
        precondition(population?.schools.count ?? count == count, "population of the same schools as the results")
        builder = ContentBuilder(results: results, scores: scores, population: population, words: words, explanation: explanation)
        json = SchoolJSON(words: words, groups: results.measures.groups + results.measures.chosenGroups)
        page = SchoolPage(words: words, levelCount: results.levelCount)
    }

    /// Both, of one school.
    package func documents(school: Int) -> (json: [UInt8], html: [UInt8]) {
        let content = builder.content(school: school)
        return (json.bytes(content), page.bytes(content))
    }

    /// A school's report as JSON.
    package func json(school: Int) -> [UInt8] { json.bytes(builder.content(school: school)) }

    /// A school's report as an HTML page.
    package func html(school: Int) -> [UInt8] { page.bytes(builder.content(school: school)) }
}
