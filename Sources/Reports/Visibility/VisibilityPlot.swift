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
        for (group, labelPlace) in zip(groups, PlotFrame.spread(ends)) {
            let sign = sign(group), points = content.minimums.indices.map { frame.place(Double(content.minimums[$0]), share(group, $0)) }
            drawing.add("line \(sign.style)", through: points)
            drawing.add("mark \(sign.style)", path: points.enumerated().filter { ($0.offset + 1).isMultiple(of: 4) || $0.offset == 0 }.map { sign.path(at: $0.element) }.joined())
            let last = points[points.count - 1]
            drawing.add("leader", lines: [(last, (Self.end + 8, labelPlace))])
            drawing.add(words(group).key, at: (Self.end + 10, labelPlace + 3.5), style: "end \(sign.style)")
        }
        return drawing
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
