internal import Model
internal import Mustache

/// A school's report as an HTML page, by the templates compiled into the tool.
///
/// What is the same for every school (levels as drawn, legend, rules) is rendered once; the page template puts it in.
struct SchoolPage: Sendable {
    private let words: ReportWords
    private let template: MustacheTemplate
    private let marks: LevelMarks
    private let style: String
    private let legend: String
    private let rules: String
    private let explanation = ExplanationSection()

    init(words: ReportWords, levelCount: Int) {
        self.words = words
        template = MustacheTemplate(page: PackageResources.page_mustache)
        style = String(decoding: PackageResources.page_css, as: UTF8.self)
        marks = LevelMarks(words: words, levelCount: levelCount)
        legend = MustacheTemplate(page: PackageResources.legend_mustache)
            .render(["levelCount": levelCount, "bands": words.bands.map(LegendView.init)])
        rules = MustacheTemplate(page: PackageResources.rules_mustache)
            .render(["rules": RuleView.views(of: words.rules), "bases": BasisCount.counts(of: words.rules)])
    }

    func bytes(_ content: SchoolContent) -> [UInt8] {
        let view = PageView(
            content: content, words: words, marks: marks,
            fixed: ["style": style, "shapes": marks.shapes, "legend": legend, "rules": rules],
            explanation: content.explanation.map(explanation.markup))
        return Array(template.render(view).utf8)
    }
}

/// Every level as it is drawn: a bar, the number, and the band's shape and word.
struct LevelMarks: Sendable {
    /// The bars' shapes, defined once in a page.
    let shapes: String
    private let full: [String]
    private let short: [String]

    init(words: ReportWords, levelCount: Int) {
        let levels = (1...levelCount).map { LevelView(level: $0, levelCount: levelCount, band: words.band(ofLevel: $0)) }
        let (fullTemplate, shortTemplate) = (
            MustacheTemplate(page: PackageResources.level_mustache),
            MustacheTemplate(page: PackageResources.level_short_mustache)
        )
        shapes = MustacheTemplate(page: PackageResources.level_shapes_mustache).render(["levels": levels])
        full = levels.map { fullTemplate.render($0) }
        short = levels.map { shortTemplate.render($0) }
    }

    /// Bar, number, shape and word; nil for no level.
    func full(_ level: Int?) -> String? { level.map { full[$0 - 1] } }

    /// Number and shape, the word for those who listen.
    func short(_ level: Int?) -> String? { level.map { short[$0 - 1] } }
}

/// A level for its template; a bar has one cell per level.
private struct LevelView: MustacheParent {
    let level: Int
    let levelCount: Int
    let band: LevelBand?

    /// A cell's width and the gap after it, in the drawing's units.
    private static let cell = (width: 5, step: 6)

    func child(named name: String) -> Any? {
        switch name {
        case "level": level
        case "tone": band?.tone.rawValue ?? LevelBand.Tone.average.rawValue
        case "shape": band?.shape
        case "word": band?.title
        case "width": levelCount * Self.cell.step - 1
        case "filled": path(1...level)
        case "empty": level < levelCount ? path(level + 1...levelCount) : nil
        default: nil
        }
    }

    private func path(_ cells: ClosedRange<Int>) -> String {
        cells.map { "M\(($0 - 1) * Self.cell.step) 0h\(Self.cell.width)v10h-\(Self.cell.width)z" }.joined()
    }
}

extension LevelBand {
    /// The shape that tells a band without colour.
    var shape: String {
        switch tone {
        case .above: "▲"
        case .average: "●"
        case .below: "▼"
        }
    }
}
