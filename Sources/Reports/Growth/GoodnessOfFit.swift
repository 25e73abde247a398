internal import Model

extension PageSection {
    /// How percentiles are spread in each tenth of prior scores.
    static func goodnessOfFit(_ fits: [PercentileFit]) -> PageSection {
        let grades = Graded.groups(fits, of: \.of)
        let decimals = DecimalText.decimals(ofScores: fits.flatMap { [$0.lowestPrior, $0.highestPrior] })
        let parts = PagePart.bySubject(grades, of: \.of) { title, grades in
            PagePart(
                title: title,
                figures: grades.map { number, grade in
                    HeatMap(of: grade.of, rows: grade.elements, scoreDecimals: decimals).figure(id: "fit-\(number)")
                })
        }
        return PageSection(
            id: "fit", title: "Goodness of fit of percentiles", shortTitle: "Goodness of fit",
            notes: [
                """
                Students are sorted into tenths by their most recent prior score; each row shows how their percentiles are \
                spread, in percent of the row's students. Where the model fits, growth does not depend on where students began, \
                and every cell is near 10.
                """
            ],
            legend: HeatMap.legend, parts: parts)
    }
}

/// Tenths of prior scores by bands of percentiles, a cell for each with the percent of the tenth's students.
struct HeatMap {
    let of: GrowthGrade
    let rows: [PercentileFit]
    let scoreDecimals: Int

    struct Cell {
        let row: PercentileFit
        let band: Int
        let percent: Double
        /// From what is expected, in points of percent.
        let departure: Double
    }

    static let legend = [
        LegendLine(swatch: "b3", text: "5 or more below 10"), LegendLine(swatch: "b2", text: "2.5 to 5 below"),
        LegendLine(swatch: "b1", text: "1 to 2.5 below"), LegendLine(swatch: "f0", text: "within 1 of 10"),
        LegendLine(swatch: "o1", text: "1 to 2.5 above"), LegendLine(swatch: "o2", text: "2.5 to 5 above"),
        LegendLine(swatch: "o3", text: "5 or more above"), LegendLine(swatch: "largest", text: "the largest departure"),
    ]

    /// In the order of the rows; none for tenths without students.
    var cells: [Cell] {
        rows.filter { $0.studentCount > 0 }.flatMap { row in
            row.counts.indices.map { band in
                let percent = 100 * Double(row.counts[band]) / Double(row.studentCount)
                return Cell(row: row, band: band, percent: percent, departure: percent - 100 / Double(row.counts.count))
            }
        }
    }

    /// The first of the cells that are farthest from what is expected.
    var largest: Cell? {
        cells.reduce(nil) { largest, cell in abs(cell.departure) > abs(largest?.departure ?? 0) ? cell : largest }
    }

    /// Percentiles from 1 to 99: 1–9, 10–19 … 90–99.
    static func title(ofBand band: Int) -> String { band == 0 ? "1–9" : "\(10 * band)–\(10 * band + 9)" }

    static func style(of departure: Double) -> String {
        let strength = abs(departure) < 1 ? 0 : abs(departure) < 2.5 ? 1 : abs(departure) < 5 ? 2 : 3
        return strength == 0 ? "f0" : (departure < 0 ? "b" : "o") + "\(strength)"
    }

    private var bandCount: Int { rows.map(\.counts.count).max() ?? 0 }

    private func range(of row: PercentileFit) -> String {
        DecimalText.text(row.lowestPrior, scoreDecimals) + "–" + DecimalText.text(row.highestPrior, scoreDecimals)
    }
}

extension HeatMap {
    func figure(id: String) -> PageFigure {
        PageFigure(
            id: id, title: of.gradeTitle, drawings: [drawing(id: id + "-map")], captions: [reading, chance].compactMap(\.self),
            tables: [table])
    }

    private var reading: String {
        guard let largest else { return "No cell departs from what is expected." }
        return """
            The largest departure is \(DecimalText.text(largest.percent, 1)) in tenth \(largest.row.tenth) of prior scores, \
            percentiles \(Self.title(ofBand: largest.band)).
            """
    }

    /// How far chance alone moves a cell: a share's standard error.
    private var chance: String? {
        let counts = rows.map(\.studentCount).filter { $0 > 0 }
        guard let fewest = counts.min(), bandCount > 0 else { return nil }
        let share = 1 / Double(bandCount)
        let error = 100 * (share * (1 - share) / Double(fewest)).squareRoot()
        return """
            \(CountText.students(counts.reduce(0, +))), at least \(Phrases.count(fewest)) in a tenth: chance alone may \
            move a cell by \(DecimalText.text(1.96 * error, 1)).
            """
    }

    private var table: DataTable {
        DataTable(
            "students by tenth of prior scores and band of percentiles", of: of.title,
            columns: ["Tenth", "Prior scores", "Students"] + (0..<bandCount).map { .init(title: Self.title(ofBand: $0)) },
            rows: rows.map { row in
                ["\(row.tenth)", range(of: row), Phrases.count(row.studentCount)]
                    + (0..<bandCount).map { band in
                        guard band < row.counts.count, row.studentCount > 0 else { return Phrases.none }
                        let percent = 100 * Double(row.counts[band]) / Double(row.studentCount)
                        return "\(Phrases.count(row.counts[band])) (\(DecimalText.text(percent, 1))%)"
                    }
            })
    }

    /// The tenths' names have the left of the width, the cells the rest.
    private func drawing(id: String) -> Drawing {
        let (left, top, height) = (86.0, 36.0, 21.0)
        let width = (PlotFrame.width - left) / Double(max(1, bandCount))
        var drawing = Drawing(
            id: id, width: PlotFrame.width, height: top + height * Double(rows.count) + 2,
            title: "\(of.title): percent of students by tenth of prior scores and band of percentiles",
            description: "A heat map of \(rows.count) rows and \(bandCount) columns. " + reading)
        drawing.add("Tenth, scores", at: (0, 11), style: "name")
        drawing.add("Growth percentile, from", at: (left, 11), style: "name")
        for band in 0..<bandCount {
            drawing.add("\(max(1, 10 * band))", at: (left + width * (Double(band) + 0.5), top - 6), .middle)
        }
        func corner(_ row: Int, _ band: Int) -> (x: Double, y: Double) {
            (left + width * Double(band), top + height * Double(row))
        }
        for (place, row) in rows.enumerated() {
            let y = top + height * Double(place) + 15
            drawing.add("\(row.tenth)", at: (14, y), .end)
            if scoreDecimals == 0 { drawing.add(range(of: row), at: (left - 6, y), .end, style: "soft") }
        }
        let cells = cells
        for style in Set(cells.map { Self.style(of: $0.departure) }).sorted() {
            drawing.add(
                style,
                rectangles: cells.filter { Self.style(of: $0.departure) == style }.map { cell in
                    let at = corner(place(of: cell), cell.band)
                    return (at.x, at.y, width - 1, height - 1)
                })
        }
        for cell in cells {
            let at = corner(place(of: cell), cell.band)
            drawing.add(Self.short(cell.percent), at: (at.x + width / 2, at.y + 14.5), .middle, style: "cell")
        }
        if let largest {
            let at = corner(place(of: largest), largest.band)
            drawing.add("largest", rectangles: [(at.x, at.y, width - 1, height - 1)])
        }
        return drawing
    }

    private func place(of cell: Cell) -> Int { rows.firstIndex { $0.tenth == cell.row.tenth } ?? 0 }

    /// A cell holds four characters.
    private static func short(_ percent: Double) -> String { DecimalText.text(percent, percent < 99.95 ? 1 : 0) }
}
