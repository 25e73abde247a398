import Model
import Testing
import TestSupport

@testable import Reports

/// Values stand in the drawings where their axes say.
@Suite struct GrowthDrawingTests {
    // MARK: Numbers

    @Test(arguments: [
        (0.125, 2, "0.13"), (-0.125, 2, "\u{2212}0.13"), (2.5, 0, "3"), (-2.5, 0, "\u{2212}3"), (-0.04, 1, "0.0"),
        (-0.0, 1, "0.0"), (0.5, 1, "0.5"), (1_234.5, 1, "1234.5"), (.nan, 2, "–"), (.infinity, 2, "–"), (1e300, 2, "–"),
    ] as [(Double, Int, String)])
    func `Halves are rounded away from zero, and nothing is -0.0`(value: Double, decimals: Int, text: String) {
        #expect(DecimalText.text(value, decimals) == text)
    }

    @Test func `Coordinates have at most one decimal and a plain minus`() {
        #expect([12, 12.34, -3.25, 0.04, -0.04].map(DecimalText.coordinate) == ["12", "12.3", "-3.3", "0", "0"])
    }

    // MARK: Axes

    @Test func `The ends of an axis are drawn at its ends`() {
        let axis = PlotAxis([3, 97], places: (start: 44, end: 328))
        #expect(axis.ends == 0...100)
        #expect(axis.ticks == [0, 20, 40, 60, 80, 100])
        #expect([0, 50, 100].map(axis.place) == [44, 186, 328])
        let upright = PlotAxis([-0.31, 0.38], places: (start: 190, end: 22))
        #expect(upright.place(upright.ends.lowerBound) == 190 && upright.place(upright.ends.upperBound) == 22)
        #expect(upright.ticks.map(upright.text) == ["\u{2212}0.4", "\u{2212}0.2", "0.0", "0.2", "0.4"])
    }

    @Test func `An axis of ranks begins with the first, and has the last at its end`() {
        let axis = PlotAxis(ranksTo: 1999, places: (start: 190, end: 22))
        #expect(axis.ticks == [1, 500, 1000, 1500] && axis.ends == 1...1999)
        #expect(axis.place(1) == 190 && axis.place(1999) == 22)
        #expect(PlotAxis(ranksTo: 2, places: (start: 0, end: 100)).ticks == [1, 2])
        #expect(PlotAxis(ranksTo: 40, places: (start: 0, end: 100)).ticks == [1, 10, 20, 30, 40])
    }

    @Test func `Every axis holds its values between ends that are ticks`() {
        var random = SeededNumbers(seed: 3)
        for _ in 0..<2_000 {
            var scale = 1.0
            for _ in 0..<random.whole(0...9) { scale *= random.happens(1, in: 2) ? 10 : 0.1 }
            let values = (0..<random.whole(1...5)).map { _ in Double(random.whole(-9_999...9_999)) / 1_000 * scale }
            let axis = PlotAxis(values, places: (start: 0, end: 100))
            #expect((2...8).contains(axis.ticks.count))
            #expect(axis.ticks.first == axis.ends.lowerBound && axis.ticks.last == axis.ends.upperBound)
            for value in values { #expect((-0.001...100.001).contains(axis.place(value))) }
        }
    }

    @Test(arguments: [[], [0], [5, 5], [-1e9, -1e9], [1e-12, 2e-12]] as [[Double]])
    func `Values without spread have an axis around them`(values: [Double]) {
        let axis = PlotAxis(values, places: (start: 0, end: 100))
        #expect(axis.ticks.count >= 2)
        for value in values { #expect((0...100).contains(axis.place(value))) }
    }

    // MARK: Plots

    private static let grade = GrowthGrade(subject: "ela", grade: "5")
    private static func school(_ number: Int) -> School {
        School(id: "\(number)", districtID: "0", name: "School \(number)", districtName: "D", level: "high")
    }

    @Test func `A school stands where both of its figures say`() {
        let points = [(0.0, 0.0), (100.0, 50.0), (50.0, 25.0)].enumerated().map { place, point in
            SchoolComparison.Point(school: Self.school(place), x: point.0, y: point.1)
        }
        let plot = ScatterPlot(comparison: .init(title: "t", xTitle: "x", yTitle: "y", points: points))
        let dots = plot.figure(id: "c").drawings[0].dots
        #expect(dots.map(\.x) == [44, 328, 186] && dots.map(\.y) == [190, 22, 106])
    }

    @Test func `Of many schools each is in one hexagon near it`() {
        var random = SeededNumbers(seed: 11)
        let points = (0..<3_000).map { _ in
            (x: Double(random.whole(440...3_280)) / 10, y: Double(random.whole(220...1_900)) / 10)
        }
        let hexagons = Hexagons(points)
        #expect(hexagons.counts.values.reduce(0, +) == 3_000)
        for point in points {
            let centre = Hexagons.centre(of: Hexagons.cell(at: point))
            let (fromX, fromY) = (centre.x - point.x, centre.y - point.y)
            #expect((fromX * fromX + fromY * fromY).squareRoot() <= Hexagons.radius + 1e-9)
        }
        let most = hexagons.counts.values.max()!
        #expect(hexagons.shade(most) == 5 && hexagons.shade(1) == 1)
        let comparison = SchoolComparison(
            title: "t", xTitle: "x", yTitle: "y", points: points.map { .init(school: Self.school(0), x: $0.x, y: $0.y) })
        let drawing = ScatterPlot(comparison: comparison).figure(id: "c").drawings[0]
        #expect(drawing.dots.isEmpty && drawing.shapes.contains { $0.style == "h5" })
    }

    @Test func `A cell is coloured by how far it is from 10`() {
        let styles = [-9.9, -5, -2.5, -1, -0.99, 0, 0.99, 1, 2.5, 5, 30].map(HeatMap.style)
        #expect(styles == ["b3", "b3", "b2", "b1", "f0", "f0", "f0", "o1", "o2", "o3", "o3"])
    }

    @Test func `The largest departure is found, above or below`() throws {
        func row(_ tenth: Int, _ counts: [Int]) -> PercentileFit {
            PercentileFit(of: Self.grade, tenth: tenth, lowestPrior: 1, highestPrior: 2, counts: counts)
        }
        let even = row(1, .init(repeating: 10, count: 10)), odd = row(2, [12, 10, 10, 10, 10, 10, 10, 10, 13, 5])
        let map = HeatMap(of: Self.grade, rows: [even, odd], scoreDecimals: 0)
        let largest = try #require(map.largest)
        #expect(largest.row.tenth == 2 && largest.band == 9 && largest.percent == 5)
        #expect(map.figure(id: "f").captions[0].contains("5.0 in tenth 2 of prior scores, percentiles 90–99"))
        #expect(HeatMap(of: Self.grade, rows: [even], scoreDecimals: 0).largest == nil)
    }

    @Test func `Coefficients of other sizes are drawn apart, those of all grades on one axis`() {
        func term(_ name: String, _ coefficient: Double) -> GrowthRegression.Term {
            .init(name: name, coefficient: coefficient, standardError: 0, mean: 0)
        }
        let terms = [term("prior", 0.5), term("group", -10), term("other", 4)]
        let plots = WhiskerPlot.plots(of: terms, among: terms + [term("group", -20)])
        #expect(plots.map { $0.terms.map(\.name) } == [["group", "other"], ["prior"]])
        #expect(plots[0].axis.ends.lowerBound == -20)
        let dots = plots[0].drawing(id: "w", title: "t").dots
        #expect(dots[0].x == plots[0].axis.place(-10) && dots.map(\.style) == ["dot", "dot"])
    }

    @Test func `Of many schools an even part is drawn, with the first and the last`() {
        #expect(EffectPlot.drawnPlaces(of: 3) == [0, 1, 2])
        #expect(EffectPlot.drawnPlaces(of: 150).count == 150)
        for count in [151, 152, 299, 300, 1_000, 4_321] {
            let places = EffectPlot.drawnPlaces(of: count)
            #expect(places.count == 150 && places.first == 0 && places.last == count - 1)
            #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    @Test func `Values stand in the class they begin or lie in`() {
        let histogram = Histogram([-0.05, 0, 0.05, 0.1, 0.3, 0.3], step: .init(dividing: 1, into: 10))
        #expect(histogram.width == 0.1 && histogram.start == -0.1)
        #expect(histogram.counts == [1, 2, 1, 0, 2])
        let frame = PlotFrame(
            x: PlotAxis([0, 4], places: PlotFrame.xPlaces), y: PlotAxis([0, 100], places: PlotFrame.yPlaces), xTitle: "",
            yTitle: "")
        var drawing = Drawing(id: "h", width: 340, height: 232, title: "", description: "")
        Histogram(start: 0, width: 4, counts: [1]).addBars(to: &drawing, in: frame) { _ in 100 }
        #expect(drawing.shapes.map(\.path) == ["M44.5 22h283v168H44.5z"])
    }
}
