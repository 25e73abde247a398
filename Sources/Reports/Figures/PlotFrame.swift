/// What a plot is drawn in: two axes with their ticks and titles.
///
/// All plots have the width of a phone, so that labels are as large there as the text around them.
struct PlotFrame {
    let x: PlotAxis
    let y: PlotAxis
    let xTitle: String
    let yTitle: String

    static let width = 340.0, height = 232.0
    static let xPlaces = (start: 44.0, end: 328.0), yPlaces = (start: 190.0, end: 22.0)

    /// - Parameter hasXTicks: false where only the order along the axis counts.
    func drawing(id: String, title: String, description: String, hasXTicks: Bool = true) -> Drawing {
        let height = hasXTicks ? Self.height : Self.height - 17
        var drawing = Drawing(id: id, width: Self.width, height: height, title: title, description: description)
        let (left, right) = Self.xPlaces, (bottom, top) = Self.yPlaces
        drawing.add("grid", lines: y.ticks.map { ((left, y.place($0)), (right, y.place($0))) })
        if hasXTicks { drawing.add("grid", lines: x.ticks.map { ((x.place($0), bottom), (x.place($0), top)) }) }
        drawing.add("axis", lines: [((left, bottom), (right, bottom))])
        for tick in y.ticks { drawing.add(y.text(tick), at: (left - 6, y.place(tick) + 4), .end) }
        if hasXTicks {
            for tick in x.ticks { drawing.add(x.text(tick), at: (x.place(tick), bottom + 15), .middle) }
        }
        drawing.add(yTitle, at: (2, 11), style: "name")
        drawing.add(xTitle, at: (right, height - 6), .end, style: "name")
        return drawing
    }

    func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) { (self.x.place(x), self.y.place(y)) }

    /// The line where a value is 0, where the axis has it between its ends.
    func addZero(on axis: PlotAxis, to drawing: inout Drawing) {
        guard axis.ends.lowerBound < 0, axis.ends.upperBound > 0 else { return }
        let isAcross = axis.places == y.places
        let line = isAcross
            ? ((Self.xPlaces.start, axis.place(0)), (Self.xPlaces.end, axis.place(0)))
            : ((axis.place(0), Self.yPlaces.start), (axis.place(0), Self.yPlaces.end))
        drawing.add("zero", lines: [(from: line.0, to: line.1)])
    }
}

extension PlotFrame {
    private static let lineHeight = 11.0

    /// Heights for names beside the ends of lines, apart by a line of text, each as near to its end as that allows.
    static func spread(_ ends: [Double]) -> [Double] {
        let inOrder = ends.indices.sorted { (ends[$0], $0) < (ends[$1], $1) }
        var places = ends
        for (number, end) in inOrder.enumerated() {
            let least = number == 0 ? yPlaces.end : places[inOrder[number - 1]] + lineHeight
            places[end] = max(places[end], least)
        }
        for (number, end) in inOrder.enumerated().reversed() {
            let most = number == inOrder.count - 1 ? yPlaces.start - 6 : places[inOrder[number + 1]] - lineHeight
            places[end] = min(places[end], most)
        }
        return places
    }
}
