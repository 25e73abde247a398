internal import Mustache

/// A section of a page of figures: what it shows, how to read it, and its parts.
struct PageSection: MustacheParent {
    let id: String
    let title: String
    /// As the navigation names it.
    let shortTitle: String
    let notes: [String]
    var legend: [LegendLine] = []
    let parts: [PagePart]

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
    /// A sign in its colour, in place of a patch of it.
    var shape: String?
    let text: String

    func child(named name: String) -> Any? {
        switch name {
        case "swatch": swatch
        case "shape": shape.map { LegendSign(swatch: swatch, text: $0) }
        case "text": text
        default: nil
        }
    }
}

/// A sign of a legend, with the class that colours it.
private struct LegendSign: MustacheParent {
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
struct PagePart: MustacheParent {
    /// Nil where the section has no parts.
    var title: String?
    var table: DataTable?
    var figures: [PageFigure] = []

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
struct PageFigure: MustacheParent {
    let id: String
    let title: String
    let drawings: [Drawing]
    let captions: [String]
    var legend: [LegendLine] = []
    let tables: [DataTable]
    /// One below that of the part it stands in.
    var heading = "h4"

    func child(named name: String) -> Any? {
        switch name {
        case "id": id
        case "title": title
        case "drawings": drawings
        case "captions": captions
        case "hasLegend": !legend.isEmpty
        case "legend": legend
        case "tables": tables
        case "heading": heading
        default: nil
        }
    }
}
