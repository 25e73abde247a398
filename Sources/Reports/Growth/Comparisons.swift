internal import Model

extension PageSection {
    /// Two figures of schools side by side.
    static func comparisons(_ comparisons: [SchoolComparison]) -> PageSection {
        PageSection(
            id: "comparisons", title: "Comparisons", shortTitle: "Comparisons",
            notes: [
                """
                Two figures of the same schools. Pearson's correlation tells how close the points lie to a line, Spearman's (of \
                ranks) how much the order of schools agrees.
                """
            ],
            parts: comparisons.isEmpty ? [] : [
                PagePart(
                    title: nil, table: summary(comparisons),
                    figures: comparisons.enumerated().map { ScatterPlot(comparison: $1).figure(id: "comparison-\($0 + 1)") })
            ])
    }

    private static func summary(_ comparisons: [SchoolComparison]) -> DataTable {
        DataTable(
            "Correlations of the figures that are compared",
            columns: [.words("Comparison"), "Schools", "Pearson", "Spearman"],
            rows: comparisons.map { comparison in
                let plot = ScatterPlot(comparison: comparison)
                return [comparison.title, Phrases.count(plot.points.count), plot.pearson, plot.spearman]
            })
    }
}

/// Schools as dots, or many of them as hexagons that are darker the more schools they hold.
struct ScatterPlot {
    let comparison: SchoolComparison
    /// Those with both figures.
    let points: [SchoolComparison.Point]
    let frame: PlotFrame

    /// More dots than this hide each other.
    static let mostDots = 2_000

    init(comparison: SchoolComparison) {
        self.comparison = comparison
        points = comparison.points.filter { $0.x.isFinite && $0.y.isFinite }
        frame = PlotFrame(
            x: PlotAxis(points.map(\.x), places: PlotFrame.xPlaces), y: PlotAxis(points.map(\.y), places: PlotFrame.yPlaces),
            xTitle: comparison.xTitle, yTitle: comparison.yTitle)
    }

    var pearson: String { DecimalText.text(Correlation.pearson(points.map(\.x), points.map(\.y)) ?? .nan, 3) }

    var spearman: String { DecimalText.text(Correlation.spearman(points.map(\.x), points.map(\.y)) ?? .nan, 3) }

    func figure(id: String) -> PageFigure {
        let caption = "Pearson \(pearson), Spearman \(spearman), n = \(CountText.schools(points.count))."
        let hexagons = points.count > Self.mostDots ? Hexagons(points.map { frame.place($0.x, $0.y) }) : nil
        return PageFigure(
            id: id, title: comparison.title, drawings: points.isEmpty ? [] : [drawing(id: id + "-schools", caption, hexagons)],
            captions: [caption, hexagons?.reading].compactMap(\.self), tables: [table],
            heading: "h3")
    }

    private func drawing(id: String, _ caption: String, _ hexagons: Hexagons?) -> Drawing {
        var drawing = frame.drawing(
            id: id, title: "\(comparison.title): \(comparison.yTitle) by \(comparison.xTitle)",
            description: "A scatter plot of \(CountText.schools(points.count)). \(caption)")
        frame.addZero(on: frame.x, to: &drawing)
        frame.addZero(on: frame.y, to: &drawing)
        if let hexagons {
            hexagons.add(to: &drawing)
        } else {
            let radius = points.count > 500 ? 1.8 : 2.5
            for point in points { drawing.add("point", dotAt: frame.place(point.x, point.y), radius: radius) }
        }
        return drawing
    }

    private var table: DataTable {
        func decimals(_ values: [Double]) -> Int { DecimalText.decimals(reaching: values.map(abs).max() ?? 0) }
        let (xDecimals, yDecimals) = (decimals(points.map(\.x)), decimals(points.map(\.y)))
        return DataTable(
            "schools", of: comparison.title,
            columns: [.words("School"), .words("Code"), .init(title: comparison.xTitle), .init(title: comparison.yTitle)],
            rows: comparison.points.map { point in
                let figures = [DecimalText.text(point.x, xDecimals), DecimalText.text(point.y, yDecimals)]
                return [point.school.name, point.school.id] + figures
            })
    }
}
