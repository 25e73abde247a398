internal import Model

/// The growth of the schools of a grade: each with its interval in order, and how many have how much; all grades on the same
/// axes.
struct EffectPlot {
    /// Of growth, for the schools in order.
    private let order: PlotAxis
    /// Classes of growth, equally wide in all grades.
    private let step: PlotAxis.Step
    private let distribution: PlotFrame

    /// - Parameter grades: the effects of each grade; all can be drawn.
    init(_ grades: [[GrowthEffect]]) {
        let all = grades.flatMap(\.self), values = all.map(\.growth)
        order = PlotAxis([0] + all.flatMap { [$0.interval.lowerBound, $0.interval.upperBound] }, places: PlotFrame.yPlaces)
        let extent = (values.max() ?? 0) - (values.min() ?? 0)
        let step = PlotAxis.Step(dividing: extent > 1e-6 ? extent : 1, into: 20)
        let classes = Histogram(values, step: step)
        let most = grades.flatMap { Histogram($0.map(\.growth), step: step).counts }.max() ?? 0
        self.step = step
        distribution = PlotFrame(
            x: PlotAxis([classes.bound(0), classes.bound(classes.counts.count)], places: PlotFrame.xPlaces),
            y: PlotAxis([0, Double(max(5, most))], places: PlotFrame.yPlaces, mostSteps: 5),
            xTitle: "Growth, in student standard deviations", yTitle: "Schools")
    }

    /// As many schools as can be told apart in a picture.
    static let mostDrawn = 150

    /// Of so many in order, the places that are drawn: all, or evenly from the first to the last.
    static func drawnPlaces(of count: Int) -> [Int] {
        if count <= mostDrawn { return Array(0..<count) }
        return (0..<mostDrawn).map { ($0 * (count - 1) + (mostDrawn - 1) / 2) / (mostDrawn - 1) }
    }

    func figure(_ grade: Graded<GrowthEffect>, id: String) -> PageFigure {
        let schools = grade.elements.filter(\.isDrawable)
            .sorted { ($0.growth, $0.school.id) < ($1.growth, $1.school.id) }
        let spread = EffectSpread(schools), excluding = spread.above + spread.below
        let caption = """
            \(CountText.schools(schools.count)); for \(Phrases.count(excluding)) the interval excludes 0 \
            (\(Phrases.count(spread.above)) above, \(Phrases.count(spread.below)) below).
            """
        let thinned = schools.count > Self.mostDrawn
            ? "\(Self.mostDrawn) of \(Phrases.count(schools.count)) schools are drawn, evenly by order." : nil
        return PageFigure(
            id: id, title: grade.of.gradeTitle,
            drawings: schools.isEmpty
                ? []
                : [
                    caterpillar(schools, of: grade.of, id: id + "-schools", caption: caption),
                    histogram(schools, of: grade.of, id: id + "-histogram"),
                ],
            captions: [caption, thinned].compactMap(\.self), tables: [table(grade), classes(schools, of: grade.of)])
    }

    // MARK: Pictures

    private func caterpillar(_ schools: [GrowthEffect], of grade: GrowthGrade, id: String, caption: String) -> Drawing {
        let frame = PlotFrame(
            x: PlotAxis([0, Double(schools.count)], places: PlotFrame.xPlaces),
            y: order, xTitle: "Schools by growth, lowest first", yTitle: "Growth with its interval of 95%")
        var drawing = frame.drawing(
            id: id, title: "\(grade.title): growth of schools with intervals, in order", description: caption, hasXTicks: false)
        frame.addZero(on: frame.y, to: &drawing)
        let (left, right) = PlotFrame.xPlaces, drawn = Self.drawnPlaces(of: schools.count)
        let room = (right - left) / Double(drawn.count)
        let points = drawn.enumerated().map { (effect: schools[$1], x: left + room * (Double($0) + 0.5)) }
        for excludes in [false, true] {
            drawing.add(
                excludes ? "sure" : "unsure",
                lines: points.filter { $0.effect.interval.contains(0) != excludes }.map { effect, x in
                    ((x, frame.y.place(effect.interval.lowerBound)), (x, frame.y.place(effect.interval.upperBound)))
                })
        }
        let radius = min(3.5, max(0.9, room / 2.4))
        for (effect, x) in points {
            let style = effect.interval.contains(0) ? "ring" : "dot"
            drawing.add(style, dotAt: (x, frame.y.place(effect.growth)), radius: radius)
        }
        return drawing
    }

    private func histogram(_ schools: [GrowthEffect], of grade: GrowthGrade, id: String) -> Drawing {
        let histogram = Histogram(schools.map(\.growth), step: step)
        var drawing = distribution.drawing(
            id: id, title: "\(grade.title): number of schools by growth",
            description: "A histogram of \(histogram.counts.count) classes, each \(DecimalText.text(step.value, 3)) wide.")
        histogram.addBars(to: &drawing, in: distribution) { Double(histogram.counts[$0]) }
        distribution.addZero(on: distribution.x, to: &drawing)
        return drawing
    }

    // MARK: Tables

    private func classes(_ schools: [GrowthEffect], of grade: GrowthGrade) -> DataTable {
        let histogram = Histogram(schools.map(\.growth), step: step)
        return DataTable(
            "schools by growth", of: grade.title, columns: ["From", "To below", "Schools"],
            rows: schools.isEmpty
                ? []
                : histogram.counts.indices.map { place in
                    [
                        DecimalText.text(histogram.bound(place), 3), DecimalText.text(histogram.bound(place + 1), 3),
                        Phrases.count(histogram.counts[place]),
                    ]
                })
    }

    private func table(_ grade: Graded<GrowthEffect>) -> DataTable {
        DataTable(
            "all schools, highest growth first", of: grade.of.title,
            columns: [
                .words("School"), .words("Code"), "Students", "Mean score", "Predicted", "Expected", "Estimate",
                "Standard error", "Weight", "Growth", "Uncertainty", "95% from", "95% to",
            ],
            rows: grade.elements.sorted { ($1.growth, $0.school.id) < ($0.growth, $1.school.id) }.map { effect in
                [effect.school.name, effect.school.id, Phrases.count(effect.studentCount)]
                    + [effect.meanScore, effect.predicted, effect.expected].map { DecimalText.text($0, 2) }
                    + [
                        effect.estimate, effect.standardError, effect.weight, effect.growth, effect.uncertainty,
                        effect.interval.lowerBound, effect.interval.upperBound,
                    ].map { DecimalText.text($0, 3) }
            })
    }
}
