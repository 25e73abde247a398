package import Model
internal import Mustache

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

/// The page by which a statistician checks the growth models: one file that needs nothing else, with the figures behind every
/// picture.
package struct GrowthPage: Sendable {
    private let library: MustacheLibrary
    private let style: String
    private let rules: MustacheTemplate

    package init() {
        library = MustacheLibrary(templates: [
            "page": MustacheTemplate(page: PackageResources.growth_mustache),
            "part": MustacheTemplate(page: PackageResources.growth_part_mustache),
            "figure": MustacheTemplate(page: PackageResources.figure_mustache),
            "drawing": MustacheTemplate(page: PackageResources.drawing_mustache),
            "table": MustacheTemplate(page: PackageResources.data_table_mustache),
        ])
        style = String(decoding: PackageResources.page_css + PackageResources.growth_css, as: UTF8.self)
        rules = MustacheTemplate(page: PackageResources.rules_mustache)
    }

    package func html(_ content: GrowthPageContent) -> [UInt8] {
        let rules = content.rules.isEmpty ? nil : text(of: content.rules)
        let page = library.render(GrowthPageView(content: content, style: style, rules: rules), withTemplate: "page")
        guard let page else { preconditionFailure("the page's template is registered") }
        return Array(page.utf8)
    }

    private func text(of rules: [ReportWords.Rule]) -> String {
        self.rules.render(["rules": RuleView.views(of: rules), "bases": BasisCount.counts(of: rules)])
    }
}
