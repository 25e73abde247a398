internal import Model

/// Coefficients as dots with their intervals as whiskers, a line of text above each.
struct WhiskerPlot {
    /// Of comparable size; all have an interval.
    let terms: [GrowthRegression.Term]

    private static let rowHeight = 34.0, left = 8.0, right = PlotFrame.width - 8
    /// Terms that reach less than this share of the farthest one are drawn apart.
    private static let leastShare = 0.05

    /// Terms by size, so that a prior score's coefficient can be read beside that of a characteristic; in the order of the terms.
    static func plots(of terms: [GrowthRegression.Term]) -> [WhiskerPlot] {
        var rest = terms.filter { $0.interval != nil }
        var plots: [[GrowthRegression.Term]] = []
        while let reach = rest.map(\.reach).max() {
            let least = reach * leastShare
            plots.append(rest.filter { $0.reach >= least })
            rest.removeAll { $0.reach >= least }
        }
        return plots.map(WhiskerPlot.init)
    }

    var axis: PlotAxis {
        PlotAxis(
            [0] + terms.compactMap(\.interval).flatMap { [$0.lowerBound, $0.upperBound] }, places: (Self.left + 6, Self.right - 6),
            mostSteps: 5)
    }

    func drawing(id: String, title: String) -> Drawing {
        let axis = axis, bottom = Self.rowHeight * Double(terms.count) + 2
        var drawing = Drawing(
            id: id, width: PlotFrame.width, height: bottom + 34, title: title,
            description: terms.map { "\($0.name) \(text(of: $0))" }.joined(separator: "; ") + ".")
        drawing.add("grid", lines: axis.ticks.map { ((axis.place($0), 0), (axis.place($0), bottom)) })
        drawing.add("zero", lines: [((axis.place(0), 0), (axis.place(0), bottom))])
        drawing.add("axis", lines: [((Self.left, bottom), (Self.right, bottom))])
        for tick in axis.ticks { drawing.add(axis.text(tick), at: (axis.place(tick), bottom + 14), .middle) }
        drawing.add("Score points", at: (Self.right, bottom + 29), .end, style: "name")
        for (row, term) in terms.enumerated() {
            guard let interval = term.interval else { continue }
            let top = Self.rowHeight * Double(row), y = top + 24
            drawing.add(
                "whisker", lines: [((axis.place(interval.lowerBound), y), (axis.place(interval.upperBound), y))])
            drawing.add(interval.contains(0) ? "ring" : "dot", dotAt: (axis.place(term.coefficient), y), radius: 4)
            drawing.add(Self.short(term.name), at: (0, top + 13), style: "halo")
            drawing.add(text(of: term), at: (PlotFrame.width, top + 13), .end, style: "halo")
        }
        return drawing
    }

    private var decimals: Int { DecimalText.decimals(reaching: terms.map(\.reach).max() ?? 0) }

    private func text(of term: GrowthRegression.Term) -> String {
        "\(DecimalText.text(term.coefficient, decimals)) ± \(DecimalText.text(1.96 * term.standardError, decimals))"
    }

    /// The picture has room for so much of a name; the table has all of it.
    private static func short(_ name: String) -> String { name.count <= 36 ? name : name.prefix(35) + "…" }
}
