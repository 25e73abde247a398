internal import Glibc
internal import Model

extension PageSection {
    /// How students are spread around the prediction.
    static func residuals(_ residuals: [GrowthResiduals]) -> PageSection {
        let histograms = residuals.map { Histogram(start: $0.start, width: $0.width, counts: $0.counts) }.filter(\.isDrawable)
        let plot = ResidualPlot(
            ends: histograms.flatMap { [$0.bounds[0], $0.bounds[$0.counts.count]] },
            heights: histograms.flatMap { histogram in
                histogram.counts.indices.map(histogram.percent) + [ResidualPlot.percent(at: 0, width: histogram.width)]
            })
        return PageSection(
            id: "residuals", title: "Residuals of students", shortTitle: "Residuals",
            notes: [
                """
                How far students' scores are from the prediction, in student standard deviations. Where students are spread as \
                the regression takes them to be, bars follow the normal curve. The outer classes hold all beyond them.
                """
            ],
            legend: [
                LegendLine(swatch: "bar", text: "students, in percent"), LegendLine(swatch: "curve", text: "normal curve"),
            ],
            parts: PagePart.bySubject(residuals, of: \.of) { title, residuals in
                PagePart(title: title, figures: residuals.map { plot.figure($1, id: "residuals-\($0)") })
            })
    }
}

/// Histograms of residuals, all on the same axes.
struct ResidualPlot {
    let frame: PlotFrame

    init(ends: [Double], heights: [Double]) {
        frame = PlotFrame(
            x: PlotAxis(ends, places: PlotFrame.xPlaces, mostSteps: 10),
            y: PlotAxis([0] + heights, places: PlotFrame.yPlaces, mostSteps: 5),
            xTitle: "Residual, in student standard deviations", yTitle: "Percent of students")
    }

    /// The height of the normal curve over a class of some width.
    static func percent(at residual: Double, width: Double) -> Double {
        100 * width * exp(-residual * residual / 2) / (2 * Double.pi).squareRoot()
    }

    /// The share of a class under the normal curve; the outer classes have the curve's tails.
    private static func normal(_ histogram: Histogram, _ place: Int) -> Double {
        func below(_ bound: Double) -> Double { 50 * erfc(-bound / 2.0.squareRoot()) }
        let from = place == 0 ? 0 : below(histogram.bound(place))
        let to = place == histogram.counts.count - 1 ? 100 : below(histogram.bound(place + 1))
        return to - from
    }

    func figure(_ residuals: GrowthResiduals, id: String) -> PageFigure {
        let histogram = Histogram(start: residuals.start, width: residuals.width, counts: residuals.counts)
        let farthest = histogram.counts.indices.reduce(nil as Int?) { farthest, place in
            func distance(_ place: Int) -> Double { abs(histogram.percent(place) - Self.normal(histogram, place)) }
            return farthest.map { distance(place) > distance($0) } ?? true ? place : farthest
        }
        let students = CountText.students(histogram.total)
        let caption = farthest.map { place in
            """
            \(students). Farthest from the curve: \(DecimalText.text(histogram.percent(place), 1))% \
            \(text(ofClass: place, histogram)), normal \(DecimalText.text(Self.normal(histogram, place), 1))%.
            """
        }
        return PageFigure(
            id: id, title: residuals.of.gradeTitle,
            drawings: histogram.isDrawable ? [drawing(histogram, of: residuals.of, id: id + "-drawing", caption ?? "")] : [],
            captions: [histogram.isDrawable ? caption ?? "" : "No students."],
            tables: [
                DataTable(
                    "students by residual", of: residuals.of.title,
                    columns: ["From", "To", "Students", "Percent", "Normal, percent"],
                    rows: histogram.counts.indices.map { place in
                        [
                            DecimalText.text(histogram.bound(place), 2), DecimalText.text(histogram.bound(place + 1), 2),
                            Phrases.count(histogram.counts[place]), DecimalText.text(histogram.percent(place), 2),
                            DecimalText.text(Self.normal(histogram, place), 2),
                        ]
                    })
            ])
    }

    private func text(ofClass place: Int, _ histogram: Histogram) -> String {
        let (from, to) = (DecimalText.text(histogram.bound(place), 2), DecimalText.text(histogram.bound(place + 1), 2))
        if place == 0 { return "below \(to)" }
        return place == histogram.counts.count - 1 ? "above \(from)" : "from \(from) to \(to)"
    }

    private func drawing(_ histogram: Histogram, of grade: GrowthGrade, id: String, _ caption: String) -> Drawing {
        var drawing = frame.drawing(
            id: id, title: "\(grade.title): residuals of students with the normal curve",
            description: "A histogram of \(histogram.counts.count) classes. \(caption)")
        histogram.addBars(to: &drawing, in: frame, height: histogram.percent)
        let (start, end) = (frame.x.ends.lowerBound, frame.x.ends.upperBound)
        drawing.add(
            "curve",
            through: (0...80).map { step in
                let residual = start + (end - start) * Double(step) / 80
                return frame.place(residual, Self.percent(at: residual, width: histogram.width))
            })
        return drawing
    }
}
