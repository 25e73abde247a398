/// Classes of equal width as bars.
struct Histogram {
    /// The lower bound of the first class.
    let start: Double
    let width: Double
    let counts: [Int]

    var total: Int { counts.reduce(0, +) }

    func bound(_ place: Int) -> Double { start + Double(place) * width }

    var bounds: [Double] { (0...counts.count).map(bound) }

    func percent(_ place: Int) -> Double { total == 0 ? 0 : 100 * Double(counts[place]) / Double(total) }

    /// Values in classes as wide as a round step, from the class of the lowest value to that of the highest.
    init(_ values: [Double], step: PlotAxis.Step) {
        let places = values.map(step.steps(below:))
        let first = places.min() ?? 0
        start = step.multiple(first)
        width = step.value
        counts = places.reduce(into: [Int](repeating: 0, count: (places.max() ?? first) - first + 1)) { $0[$1 - first] += 1 }
    }

    init(start: Double, width: Double, counts: [Int]) {
        self.start = start
        self.width = width
        self.counts = counts
    }

    /// Whether it can be drawn.
    var isDrawable: Bool { start.isFinite && width.isFinite && width > 0 && total > 0 }

    /// - Parameter height: of a class's bar.
    func addBars(to drawing: inout Drawing, in frame: PlotFrame, height: (Int) -> Double) {
        drawing.add(
            "bar",
            rectangles: counts.indices.filter { counts[$0] > 0 }.map { place in
                let (left, bottom) = frame.place(bound(place), 0), (right, top) = frame.place(bound(place + 1), height(place))
                return (left + 0.5, top, max(0.5, right - left - 1), bottom - top)
            })
    }
}
