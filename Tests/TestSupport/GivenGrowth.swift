/// The index's pipeline with growth computed elsewhere: what tests of everything else run, where data without scores of several
/// years are enough. What differs is the two metrics, their source and the stage.
package enum GivenGrowth {
    /// - Returns: the pipeline; what is replaced must be there.
    package static func pipeline(_ text: String) -> String {
        let without = replacing(
            text, from: "  assessments:\n    kind: assessments\n", upTo: "  discipline:\n", with: sources)
        let given = replacing(without, from: "  ela_value_added:", upTo: "  graduation_4yr:", with: metrics)
        let unpublished = replacing(given, from: ",\n  growth_regressions", upTo: "]", with: "")
        let counted = replacing(unpublished, from: "  - stage: value_added\n", upTo: "  - stage: disaggregate\n", with: "")
        guard let report = counted.firstRange(of: "  - stage: growth_report\n") else { preconditionFailure("growth has a page") }
        return String(counted[..<report.lowerBound])
    }

    private static func replacing(_ text: String, from start: String, upTo end: String, with new: String) -> String {
        guard let first = text.firstRange(of: start), let last = text[first.upperBound...].firstRange(of: end) else {
            preconditionFailure("the pipeline has `\(start)` before `\(end)`")
        }
        return text[..<first.lowerBound] + new + text[last.lowerBound...]
    }

    private static let sources = """
          assessments:
            kind: assessments
            file: "{district_id}/assessments.csv"
          school_results:
            kind: school_results
            file: "{district_id}/school_results.csv"

        """

    private static let metrics = """
          ela_growth: &given_growth
            title: English language arts growth
            rule: The school's growth percentile, 0 to 100, computed elsewhere.
            source: CORE growth model slides, October 2016
            basis: stated
            of: school_results
            where: metric == "ela_growth"
            given: {group: group, n: n, value: value}
            better: higher
          math_growth: {<<: *given_growth, title: Mathematics growth, where: metric == "math_growth"}

        """
}
