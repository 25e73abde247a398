internal import Mustache

/// A page of sections with pictures and the figures behind them: one file that needs nothing else.
struct FiguresPage: Sendable {
    private let library: MustacheLibrary
    private let style: String
    private let rules: MustacheTemplate

    init() {
        library = MustacheLibrary(templates: [
            "page": MustacheTemplate(page: PackageResources.figures_page_mustache),
            "part": MustacheTemplate(page: PackageResources.part_mustache),
            "figure": MustacheTemplate(page: PackageResources.figure_mustache),
            "legend": MustacheTemplate(page: PackageResources.legend_lines_mustache),
            "drawing": MustacheTemplate(page: PackageResources.drawing_mustache),
            "table": MustacheTemplate(page: PackageResources.data_table_mustache),
        ])
        style = String(decoding: PackageResources.page_css + PackageResources.figures_css, as: UTF8.self)
        rules = MustacheTemplate(page: PackageResources.rules_mustache)
    }

    func html(_ content: FiguresPageContent) -> [UInt8] {
        let rules = content.rules.isEmpty ? nil : text(of: content.rules)
        let page = library.render(FiguresPageView(content: content, style: style, rules: rules), withTemplate: "page")
        guard let page else { preconditionFailure("the page's template is registered") }
        return Array(page.utf8)
    }

    private func text(of rules: [ReportWords.Rule]) -> String {
        self.rules.render(["rules": RuleView.views(of: rules), "bases": BasisCount.counts(of: rules)])
    }
}

/// What a page of figures shows; a section without parts is left out.
struct FiguresPageContent {
    let heading: String
    /// What it is for, in one sentence.
    let about: String
    /// The pipeline's title.
    let title: String
    let year: String
    let sections: [PageSection]
    let rules: [ReportWords.Rule]
}

/// What the page's template asks for, by name.
private struct FiguresPageView: MustacheParent {
    let content: FiguresPageContent
    let style: String
    /// The rules as markup; nil for none.
    let rules: String?

    func child(named name: String) -> Any? {
        switch name {
        case "heading": content.heading
        case "about": content.about
        case "title": content.title
        case "year": content.year
        case "style": style
        case "rules": rules
        case "sections": content.sections.filter { !$0.parts.isEmpty }
        default: nil
        }
    }
}
