/// Two figures of schools that a page of growth shows side by side, as a pipeline file declares them.
package struct ComparisonDeclaration: Sendable {
    package enum Figure: Sendable, Equatable {
        /// A metric's result for all students.
        case metric(String)
        /// The percent of a school's students who are in a group.
        case share(ofGroup: String)
    }

    package let title: String
    package let metric: String
    package let against: Figure
}

/// Reads the parameters of the stage `growth_report`.
struct GrowthReportReading {
    let names: DeclaredNames
    let problems: ProblemList

    func read(_ with: MappingReader) -> [ComparisonDeclaration] {
        (with.sequence("comparisons") ?? []).compactMap(comparison)
    }

    private func comparison(_ node: Node) -> ComparisonDeclaration? {
        guard let reader = MappingReader(node, subject: "a comparison", problems: problems) else { return nil }
        defer { reader.finish() }
        let title = reader.requiredText("title", "Say what the picture shows")
        let metric = reader.requiredName("metric", "Name the metric whose results are compared")
        let against = reader.name("against"), group = reader.name("against_share_of")
        check(metric, "metric", among: names.metrics)
        check(against, "metric", among: names.metrics)
        check(group, "group", among: names.groups)
        if (against == nil) == (group == nil) { problems.addUnclearComparison(reader) }
        guard let title, let metric else { return nil }
        if let against { return ComparisonDeclaration(title: title, metric: metric.text, against: .metric(against.text)) }
        return group.map { ComparisonDeclaration(title: title, metric: metric.text, against: .share(ofGroup: $0.text)) }
    }

    private func check(_ name: Name?, _ kind: String, among names: [String]) {
        if let name, !names.contains(name.text) { problems.addUnknown(name, kind, among: names, subject: "a comparison") }
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addUnclearComparison(_ comparison: MappingReader) {
        add(
            comparison.place, "a comparison needs one thing to compare with",
            "Name another metric under `against`, or a group under `against_share_of`")
    }
}
