internal import Model

/// One scenario's pictures: scores against the baseline's, and the ranks of the schools that move most.
struct ScenarioPlot {
    let content: ScenarioContent
    let scenario: ScenarioContent.Scenario

    /// Lines that a drawing has room for.
    private static let mostLines = 10
    private static let end = PlotFrame.xPlaces.end - 84

    func figure(id: String) -> PageFigure {
        let all = Array(content.schools.indices), summary = ScenarioSummary(scenario, in: content, schools: all)
        let names = { (schools: [Int]) in schools.prefix(4).map { content.name($0) }.joined(separator: ", ") + (schools.count > 4 ? " …" : "") }
        let moved = [
            summary.entered.isEmpty ? nil : "Into the lowest: \(names(summary.entered)).",
            summary.left.isEmpty ? nil : "Out of the lowest: \(names(summary.left)).",
        ].compactMap(\.self)
        let correlation = summary.rankCorrelation.map { "Rank correlation \(DecimalText.text($0, 3)), \(CountText.schools(summary.scoredCount))." }
        return PageFigure(
            id: id, title: scenario.title, drawings: [scatter(id: id + "-scores"), slopes(id: id + "-ranks")],
            captions: [about, correlation].compactMap(\.self) + moved, tables: [table(movers(most: 40), of: scenario.title)], heading: "h3")
    }

    /// What the scenario is, in its author's words.
    private var about: String? {
        let words = [scenario.description, scenario.author.isEmpty ? "" : "(\(scenario.author))"].filter { !$0.isEmpty }
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private var compared: [Int] {
        content.schools.indices.filter { content.baseline.standings.ranks[$0] > 0 && scenario.standings.ranks[$0] > 0 }
    }

    /// The schools whose ranks change most, those first; of equal changes the better ranked ones.
    private func movers(most: Int) -> [Int] {
        let old = content.baseline.standings.ranks, new = scenario.standings.ranks
        let moving = compared.filter { new[$0] != old[$0] }
        return Array(moving.sorted { (-abs(new[$0] - old[$0]), old[$0], $0) < (-abs(new[$1] - old[$1]), old[$1], $1) }.prefix(most))
    }

    // MARK: Scores

    private func scatter(id: String) -> Drawing {
        let points = compared.map { (x: content.baseline.standings.scores[$0]!.approximation, y: scenario.standings.scores[$0]!.approximation) }
        let values = points.flatMap { [$0.x, $0.y] }
        let frame = PlotFrame(
            x: PlotAxis(values, places: PlotFrame.xPlaces), y: PlotAxis(values, places: PlotFrame.yPlaces), xTitle: "Score now",
            yTitle: "Score in the scenario")
        var drawing = frame.drawing(
            id: id, title: "\(scenario.title): scores", description: "A scatter plot of \(CountText.schools(points.count)); on the dashed line nothing changes.")
        let (low, high) = (frame.x.ends.lowerBound, frame.x.ends.upperBound)
        drawing.add("zero", lines: [(frame.place(low, low), frame.place(high, high))])
        let hexagons = points.count > ScatterPlot.mostDots ? Hexagons(points.map { frame.place($0.x, $0.y) }) : nil
        if let hexagons {
            hexagons.add(to: &drawing)
        } else {
            for point in points { drawing.add("point", dotAt: frame.place(point.x, point.y), radius: points.count > 500 ? 1.8 : 2.5) }
        }
        return drawing
    }

    // MARK: Ranks

    private func slopes(id: String) -> Drawing {
        let old = content.baseline.standings.ranks, new = scenario.standings.ranks
        let count = max(2, Int(compared.map { max(old[$0], new[$0]) }.max() ?? 2))
        let ranks = PlotAxis(ranksTo: count, places: (PlotFrame.yPlaces.end, PlotFrame.yPlaces.start))
        let frame = PlotFrame(
            x: PlotAxis([0, 1], places: (PlotFrame.xPlaces.start, Self.end)), y: ranks, xTitle: "Now, and in the scenario", yTitle: "Rank")
        let shown = movers(most: Self.mostLines)
        let words = shown.map { "\(content.name($0)) from \(old[$0]) to \(new[$0])" }.joined(separator: ", ")
        var drawing = frame.drawing(
            id: id, title: "\(scenario.title): ranks", description: shown.isEmpty ? "No school's rank changes." : "Most moved: \(words).",
            hasXTicks: false)
        let places = PlotFrame.spread(shown.map { ranks.place(Double(new[$0])) })
        for (school, labelPlace) in zip(shown, places) {
            let style = new[school] < old[school] ? "g1" : "g2", sign = GroupSign(new[school] < old[school] ? 0 : 1)
            let start = frame.place(0, Double(old[school])), end = frame.place(1, Double(new[school]))
            drawing.add("line \(style)", lines: [(start, end)])
            drawing.add("mark \(style)", path: sign.path(at: start) + sign.path(at: end))
            drawing.add("leader", lines: [(end, (Self.end + 8, labelPlace))])
            drawing.add(short(content.name(school)), at: (Self.end + 10, labelPlace + 3.5), style: "end \(style)")
        }
        return drawing
    }

    /// A name that fits beside the picture.
    private func short(_ name: String) -> String { name.count <= 13 ? name : name.prefix(12) + "…" }

    private func table(_ schools: [Int], of subject: String) -> DataTable {
        DataTable(
            "schools that move most", of: subject,
            columns: [.words("School"), .words("Code"), "Score now", "In the scenario", "Rank now", "In the scenario"],
            rows: schools.map { school in
                let scores = [content.baseline, scenario].map { $0.standings.scores[school]!.text(decimals: content.decimals) }
                let ranks = [content.baseline, scenario].map { Phrases.count(Int($0.standings.ranks[school])) }
                return [content.name(school), content.schools[school].id] + scores + ranks
            })
    }
}
