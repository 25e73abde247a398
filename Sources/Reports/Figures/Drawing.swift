internal import Mustache

/// A picture as SVG: shapes, then dots, then labels on top of them; classes of the style sheet give colours.
struct Drawing: MustacheParent {
    let id: String
    let width: Double
    let height: Double
    /// For those who do not see it: what is drawn, and what it shows.
    let title: String
    let description: String
    private(set) var shapes: [Shape] = []
    private(set) var dots: [Dot] = []
    private(set) var labels: [Label] = []

    struct Shape {
        let style: String
        let path: String
    }

    struct Dot {
        let style: String
        let x: Double
        let y: Double
        let radius: Double
    }

    struct Label {
        enum Anchor: String {
            case start = "", middle = "m", end = "e"
        }

        let text: String
        let style: String
        let anchor: Anchor
        let x: Double
        let y: Double
    }

    init(id: String, width: Double, height: Double, title: String, description: String) {
        self.id = id
        self.width = width
        self.height = height
        self.title = title
        self.description = description
    }

    func child(named name: String) -> Any? {
        switch name {
        case "id": id
        case "width": DecimalText.coordinate(width)
        case "height": DecimalText.coordinate(height)
        case "title": title
        case "description": description
        case "shapes": shapes
        case "dots": dots
        case "labels": labels
        default: nil
        }
    }
}

extension Drawing {
    /// Lines, each from one point to another, in one shape; none for no line.
    mutating func add(_ style: String, lines: [(from: (x: Double, y: Double), to: (x: Double, y: Double))]) {
        add(style, path: lines.map { "M\(Self.text($0.from))L\(Self.text($0.to))" }.joined())
    }

    /// Rectangles of at least no extent, in one shape.
    mutating func add(_ style: String, rectangles: [(x: Double, y: Double, width: Double, height: Double)]) {
        add(
            style,
            path: rectangles.map { box in
                let (width, height) = (DecimalText.coordinate(box.width), DecimalText.coordinate(box.height))
                return "M\(Self.text((box.x, box.y)))h\(width)v\(height)H\(DecimalText.coordinate(box.x))z"
            }.joined())
    }

    /// A line through points, or the area in it.
    mutating func add(_ style: String, through points: [(x: Double, y: Double)], isClosed: Bool = false) {
        if points.count < 2 { return }
        add(style, path: "M" + points.map(Self.text).joined(separator: "L") + (isClosed ? "z" : ""))
    }

    mutating func add(_ style: String, path: String) {
        if !path.isEmpty { shapes.append(Shape(style: style, path: path)) }
    }

    mutating func add(_ style: String, dotAt point: (x: Double, y: Double), radius: Double) {
        dots.append(Dot(style: style, x: point.x, y: point.y, radius: radius))
    }

    mutating func add(_ text: String, at point: (x: Double, y: Double), _ anchor: Label.Anchor = .start, style: String = "") {
        labels.append(Label(text: text, style: style, anchor: anchor, x: point.x, y: point.y))
    }

    private static func text(_ point: (x: Double, y: Double)) -> String {
        "\(DecimalText.coordinate(point.x)) \(DecimalText.coordinate(point.y))"
    }
}

extension Drawing.Shape: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "style": style
        case "path": path
        default: nil
        }
    }
}

extension Drawing.Dot: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "style": style
        case "x": DecimalText.coordinate(x)
        case "y": DecimalText.coordinate(y)
        case "radius": DecimalText.coordinate(radius)
        default: nil
        }
    }
}

extension Drawing.Label: MustacheParent {
    func child(named name: String) -> Any? {
        switch name {
        case "text": text
        case "class": [anchor.rawValue, style].filter { !$0.isEmpty }.joined(separator: " ")
        case "x": DecimalText.coordinate(x)
        case "y": DecimalText.coordinate(y)
        default: nil
        }
    }
}
