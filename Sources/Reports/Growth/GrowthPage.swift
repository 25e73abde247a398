package import Model

/// What the page of growth diagnostics shows; an empty list leaves its section out.
package struct GrowthPageContent: Sendable {
    /// The pipeline's title.
    package var title: String
    package var year: String
    /// Of the stages that compute growth and the metrics that are compared.
    package var rules: [ReportWords.Rule]
    package var percentileCohorts: [PercentileCohort] = []
    package var percentileFit: [PercentileFit] = []
    package var percentileExtremes: [PercentileExtreme] = []
    package var regressions: [GrowthRegression] = []
    package var effects: [GrowthEffect] = []
    package var residuals: [GrowthResiduals] = []
    package var comparisons: [SchoolComparison] = []

    package init(title: String, year: String, rules: [ReportWords.Rule]) {
        self.title = title
        self.year = year
        self.rules = rules
    }
}

/// The page by which a statistician checks the growth models.
package struct GrowthPage: Sendable {
    private let page = FiguresPage()

    package init() {}

    package func html(_ content: GrowthPageContent) -> [UInt8] {
        page.html(
            FiguresPageContent(
                heading: "Growth diagnostics", about: "How the growth models of this run fit, for those who check them.",
                title: content.title, year: content.year, sections: sections(content), rules: content.rules))
    }

    private func sections(_ content: GrowthPageContent) -> [PageSection] {
        [
            .overview(content), .goodnessOfFit(content.percentileFit), .extremes(content.percentileExtremes),
            .cohorts(content.percentileCohorts), .regressions(content.regressions), .residuals(content.residuals),
            .effects(content.effects), .comparisons(content.comparisons),
        ]
    }
}
