internal import Model

/// One metric's visibility for some groups: lines of the schools and of the students seen, by the minimum number of students.
struct VisibilityPlot {
    let content: VisibilityPageContent
    let metric: MetricWords
    let family: String
    /// All groups of the family, whose signs do not change from metric to metric.
    let members: [Int]
    let groups: [GroupVisibility]

    /// Names stand behind the ends of the lines.
    private static let end = PlotFrame.xPlaces.end - 52
    private static let lineHeight = 11.0

    private var frame: PlotFrame {
        PlotFrame(
            x: PlotAxis([0, Double(content.minimums.max() ?? 1)], places: (PlotFrame.xPlaces.start, Self.end)),
            y: PlotAxis([0, 100], places: PlotFrame.yPlaces), xTitle: "Minimum number of students", yTitle: "")
    }

    func figure(id: String) -> PageFigure {
        let drawings = [
            drawing(id: id + "-schools", "Schools seen, percent") { $0.shareOfSchools($1).approximation },
            drawing(id: id + "-students", "Students seen, percent") { $0.shareOfStudents($1).approximation },
        ]
        return PageFigure(
            id: id, title: family, drawings: drawings, captions: [],
            legend: groups.map { group in
                LegendLine(swatch: sign(group).style, shape: sign(group).text, text: "\(words(group).title) (\(words(group).key))")
            },
            tables: [table("schools seen", \.schools) { $0.schoolsSeen[$1] }, table("students seen", \.students) { $0.studentsSeen[$1] }],
            heading: "h3")
    }

    private func words(_ group: GroupVisibility) -> GroupWords { content.measures.groups[group.group] }

    private func sign(_ group: GroupVisibility) -> GroupSign { GroupSign(members.firstIndex(of: group.group) ?? 0) }

    private func drawing(id: String, _ title: String, share: (_ group: GroupVisibility, _ place: Int) -> Double) -> Drawing {
        let frame = PlotFrame(x: frame.x, y: frame.y, xTitle: frame.xTitle, yTitle: title)
        var drawing = frame.drawing(id: id, title: "\(metric.title), \(family): \(title)", description: description(share))
        let minimum = frame.x.place(Double(content.minimumN))
        if Double(content.minimumN) <= frame.x.ends.upperBound {
            drawing.add("minimum", lines: [((minimum, PlotFrame.yPlaces.start), (minimum, PlotFrame.yPlaces.end))])
        }
        let ends = groups.map { frame.y.place(share($0, content.minimums.count - 1)) }
        for (group, labelPlace) in zip(groups, Self.spread(ends)) {
            let sign = sign(group), points = content.minimums.indices.map { frame.place(Double(content.minimums[$0]), share(group, $0)) }
            drawing.add("line \(sign.style)", through: points)
            drawing.add("mark \(sign.style)", path: points.enumerated().filter { ($0.offset + 1).isMultiple(of: 4) || $0.offset == 0 }.map { sign.path(at: $0.element) }.joined())
            let last = points[points.count - 1]
            drawing.add("leader", lines: [(last, (Self.end + 8, labelPlace))])
            drawing.add(words(group).key, at: (Self.end + 10, labelPlace + 3.5), style: "end \(sign.style)")
        }
        return drawing
    }

    /// Heights for names beside the ends of lines, apart by a line of text, each as near to its end as that allows.
    static func spread(_ ends: [Double]) -> [Double] {
        let inOrder = ends.indices.sorted { (ends[$0], $0) < (ends[$1], $1) }
        var places = ends
        for (number, end) in inOrder.enumerated() {
            let least = number == 0 ? PlotFrame.yPlaces.end : places[inOrder[number - 1]] + lineHeight
            places[end] = max(places[end], least)
        }
        for (number, end) in inOrder.enumerated().reversed() {
            let most = number == inOrder.count - 1 ? PlotFrame.yPlaces.start - 6 : places[inOrder[number + 1]] - lineHeight
            places[end] = min(places[end], most)
        }
        return places
    }

    private func description(_ share: (_ group: GroupVisibility, _ place: Int) -> Double) -> String {
        guard let place = content.minimums.firstIndex(of: content.minimumN) else { return "Lines fall as the minimum rises." }
        let shares = groups.map { "\(words($0).title) \(DecimalText.text(share($0, place), 1))%" }
        return "At a minimum of \(content.minimumN): \(shares.joined(separator: ", "))."
    }

    private func table(_ name: String, _ all: (GroupVisibility) -> Int, count: (_ group: GroupVisibility, _ place: Int) -> Int) -> DataTable {
        DataTable(
            name, of: "\(metric.title), \(family)", columns: ["Minimum"] + groups.map { .init(title: words($0).key) },
            rows: content.minimums.enumerated().map { place, minimum in
                ["\(minimum)"] + groups.map { group in
                    let own = count(group, place)
                    return "\(Phrases.count(own)) (\(DecimalText.text(100 * Double(own) / Double(max(1, all(group))), 1))%)"
                }
            })
    }
}

/// A colour and a shape for a line of a picture; a picture has room for eight.
struct GroupSign {
    let style: String
    /// As a legend shows it.
    let text: String
    private let number: Int

    private static let signs = ["●", "■", "▲", "▼", "◆", "✚", "✖", "▬"]

    init(_ number: Int) {
        self.number = number % Self.signs.count
        style = "g\(self.number + 1)"
        text = Self.signs[self.number]
    }

    /// The shape around a point, as a path.
    func path(at point: (x: Double, y: Double)) -> String {
        let corners: [(Double, Double)] =
            switch number {
            case 0: [(-1.2, -3), (1.2, -3), (3, -1.2), (3, 1.2), (1.2, 3), (-1.2, 3), (-3, 1.2), (-3, -1.2)]
            case 1: [(-2.7, -2.7), (2.7, -2.7), (2.7, 2.7), (-2.7, 2.7)]
            case 2: [(0, -3.4), (3.4, 2.8), (-3.4, 2.8)]
            case 3: [(0, 3.4), (3.4, -2.8), (-3.4, -2.8)]
            case 4: [(0, -3.8), (3.8, 0), (0, 3.8), (-3.8, 0)]
            case 5: Self.cross
            case 6: Self.cross.map { (($0.0 - $0.1) * 0.7, ($0.0 + $0.1) * 0.7) }
            default: [(-3.6, -1.3), (3.6, -1.3), (3.6, 1.3), (-3.6, 1.3)]
            }
        let texts = corners.map { "\(DecimalText.coordinate(point.x + $0.0)) \(DecimalText.coordinate(point.y + $0.1))" }
        return "M" + texts.joined(separator: "L") + "z"
    }

    private static let cross: [(Double, Double)] = [
        (-1.1, -3.4), (1.1, -3.4), (1.1, -1.1), (3.4, -1.1), (3.4, 1.1), (1.1, 1.1), (1.1, 3.4), (-1.1, 3.4), (-1.1, 1.1), (-3.4, 1.1),
        (-3.4, -1.1), (-1.1, -1.1),
    ]
}
