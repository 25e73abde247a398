internal import Model
internal import Mustache

/// What the page's template asks for, by name.
struct GrowthPageView: MustacheParent {
    let content: GrowthPageContent
    let style: String
    /// The rules as markup; nil for none.
    let rules: String?

    func child(named name: String) -> Any? {
        switch name {
        case "title": content.title
        case "year": content.year
        case "style": style
        case "rules": rules
        case "sections": sections
        default: nil
        }
    }

    private var sections: [DiagnosticSection] {
        [
            .overview(content), .goodnessOfFit(content.percentileFit), .extremes(content.percentileExtremes),
            .cohorts(content.percentileCohorts), .regressions(content.regressions), .residuals(content.residuals),
            .effects(content.effects), .comparisons(content.comparisons),
        ].filter { !$0.parts.isEmpty }
    }
}

/// One kind of diagnostics: what it shows, how to read it, and its parts.
struct DiagnosticSection: MustacheParent {
    let id: String
    let title: String
    /// As the navigation names it.
    let shortTitle: String
    let notes: [String]
    var legend: [LegendLine] = []
    let parts: [DiagnosticPart]

    func child(named name: String) -> Any? {
        switch name {
        case "id": id
        case "title": title
        case "shortTitle": shortTitle
        case "notes": notes
        case "hasLegend": !legend.isEmpty
        case "legend": legend
        case "parts": parts
        default: nil
        }
    }
}

/// A colour or shape and what it stands for.
struct LegendLine: MustacheParent {
    /// A class of the style sheet.
    let swatch: String
    let text: String

    func child(named name: String) -> Any? {
        switch name {
        case "swatch": swatch
        case "text": text
        default: nil
        }
    }
}

/// A subject's part of a section, or the only part: a table over all grades, then a figure per grade.
struct DiagnosticPart: MustacheParent {
    /// Nil where the section has no parts.
    var title: String?
    var table: DataTable?
    var figures: [DiagnosticFigure] = []

    func child(named name: String) -> Any? {
        switch name {
        case "title": title
        case "table": table
        case "hasFigures": !figures.isEmpty
        case "figures": figures
        default: nil
        }
    }
}

/// Pictures of one thing, what to see in them, and the figures they are drawn from.
struct DiagnosticFigure: MustacheParent {
    let id: String
    let title: String
    let drawings: [Drawing]
    let captions: [String]
    let tables: [DataTable]
    /// One below that of the part it stands in.
    var heading = "h4"

    func child(named name: String) -> Any? {
        switch name {
        case "id": id
        case "title": title
        case "drawings": drawings
        case "captions": captions
        case "tables": tables
        case "heading": heading
        default: nil
        }
    }
}
