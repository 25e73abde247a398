package import Model

/// What the page of visibility shows.
package struct VisibilityPageContent: Sendable {
    /// The pipeline's title.
    package let title: String
    package let measures: Measures
    package let visibility: [GroupVisibility]
    /// The sizes that were tried.
    package let minimums: [Int]
    /// The run's own minimum.
    package let minimumN: Int
    /// Groups that are drawn together, by their places, each with a title; a picture has room for eight.
    package let families: [(title: String, groups: [Int])]
    /// Of the minimum number of students.
    package let rules: [ReportWords.Rule]

    package init(
        title: String, measures: Measures, visibility: [GroupVisibility], minimums: [Int], minimumN: Int,
        families: [(title: String, groups: [Int])], rules: [ReportWords.Rule]
    ) {
        self.title = title
        self.measures = measures
        self.visibility = visibility
        self.minimums = minimums
        self.minimumN = minimumN
        self.families = families
        self.rules = rules
    }
}

/// How many schools and students a minimum number of students hides, metric by metric.
package struct VisibilityPage: Sendable {
    private let page = FiguresPage()

    package init() {}

    package func html(_ content: VisibilityPageContent) -> [UInt8] {
        page.html(
            FiguresPageContent(
                heading: "Who is seen",
                about: "How many schools and students of each group have a result, by the number of students that a result takes.",
                title: content.title, year: content.measures.year, sections: sections(content), rules: content.rules))
    }

    private func sections(_ content: VisibilityPageContent) -> [PageSection] {
        content.measures.metrics.enumerated().map { metric, words in
            let figures = content.families.enumerated().compactMap { number, family -> PageFigure? in
                let groups = family.groups.compactMap { group in content.visibility.first { $0.metric == metric && $0.group == group } }
                if groups.isEmpty { return nil }
                let plot = VisibilityPlot(content: content, metric: words, family: family.title, members: family.groups, groups: groups)
                return plot.figure(id: "\(words.key)-\(number + 1)")
            }
            return PageSection(
                id: words.key, title: words.title, shortTitle: words.title,
                notes: metric == 0 ? [Self.reading(content.minimumN)] : [],
                parts: figures.isEmpty ? [] : [PagePart(figures: figures)])
        }
    }

    private static func reading(_ minimumN: Int) -> String {
        """
        A line falls where a larger minimum hides schools: a group's result is seen at a school where at least so many of its \
        students are in the metric's denominator. 100% are the schools that have any, or all of the group's students there. The \
        dashed line is the minimum of this run, \(minimumN).
        """
    }
}
