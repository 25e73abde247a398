internal import Model

/// Coefficients as dots with their intervals as whiskers, a line of text above each.
struct WhiskerPlot {
    /// Of comparable size; all have an interval.
    let terms: [GrowthRegression.Term]
    let axis: PlotAxis
    private let decimals: Int

    private static let rowHeight = 34.0, left = 8.0, right = PlotFrame.width - 8
    /// Terms that reach less than this share of the farthest one are drawn apart.
    private static let leastShare = 0.05

    /// - Parameter comparable: the terms that share the axis, with those of other grades.
    init(terms: [GrowthRegression.Term], among comparable: [GrowthRegression.Term]) {
        self.terms = terms
        axis = PlotAxis(
            [0] + comparable.compactMap(\.interval).flatMap { [$0.lowerBound, $0.upperBound] },
            places: (Self.left + 6, Self.right - 6), mostSteps: 5)
        decimals = DecimalText.decimals(reaching: comparable.map(\.reach).max() ?? 0)
    }

    /// Terms by size, so that a prior score's coefficient can be read beside that of a characteristic; in the order of the terms.
    ///
    /// - Parameter all: the terms of all grades, by which a term is drawn in the same picture, on the same axis, in each.
    static func plots(of terms: [GrowthRegression.Term], among all: [GrowthRegression.Term]) -> [WhiskerPlot] {
        let drawn = all.filter { $0.interval != nil }
        var reaches = Dictionary(drawn.map { ($0.name, $0.reach) }, uniquingKeysWith: max)
        var plots: [WhiskerPlot] = []
        while let reach = reaches.values.max() {
            let names = reaches.filter { $0.value >= reach * leastShare }
            let own = terms.filter { $0.interval != nil && names[$0.name] != nil }
            if !own.isEmpty { plots.append(WhiskerPlot(terms: own, among: drawn.filter { names[$0.name] != nil })) }
            reaches = reaches.filter { names[$0.key] == nil }
        }
        return plots
    }

    func drawing(id: String, title: String) -> Drawing {
        let axis = axis, bottom = Self.rowHeight * Double(terms.count) + 2
        var drawing = Drawing(
            id: id, width: PlotFrame.width, height: bottom + 34, title: title,
            description: terms.map { "\($0.name) \(text(of: $0))" }.joined(separator: "; ") + ".")
        let rows = terms.indices.map { Self.rowHeight * Double($0) }
        drawing.add("grid", lines: axis.ticks.map(axis.place).flatMap { x in rows.map { ((x, $0 + 18), (x, $0 + 31)) } })
        drawing.add("axis", lines: rows.map { ((axis.place(0), $0 + 18), (axis.place(0), $0 + 31)) })
        drawing.add("axis", lines: [((Self.left, bottom), (Self.right, bottom))])
        for tick in axis.ticks { drawing.add(axis.text(tick), at: (axis.place(tick), bottom + 14), .middle) }
        drawing.add("Score points", at: (Self.right, bottom + 29), .end, style: "name")
        for (row, term) in terms.enumerated() {
            guard let interval = term.interval else { continue }
            let top = Self.rowHeight * Double(row), y = top + 24
            drawing.add(
                "whisker", lines: [((axis.place(interval.lowerBound), y), (axis.place(interval.upperBound), y))])
            drawing.add(interval.contains(0) ? "ring" : "dot", dotAt: (axis.place(term.coefficient), y), radius: 4)
            drawing.add(Self.short(term.name), at: (0, top + 13))
            drawing.add(text(of: term), at: (PlotFrame.width, top + 13), .end)
        }
        return drawing
    }

    private func text(of term: GrowthRegression.Term) -> String {
        "\(DecimalText.text(term.coefficient, decimals)) ± \(DecimalText.text(1.96 * term.standardError, decimals))"
    }

    /// The picture has room for so much of a name; the table has all of it.
    private static func short(_ name: String) -> String { name.count <= 41 ? name : name.prefix(40) + "…" }
}
