internal import Model

extension PageSection {
    /// The growth of schools, sorted and as a distribution.
    static func effects(_ effects: [GrowthEffect]) -> PageSection {
        let grades = Graded.groups(effects, of: \.of)
        let plot = EffectPlot(grades.map { $0.elements.filter(\.isDrawable) })
        return PageSection(
            id: "effects", title: "Effects of schools", shortTitle: "Effects",
            notes: [
                """
                Each school's growth in student standard deviations, shrunken by its weight, with the interval that holds the \
                true growth 95 times in 100: mean score − predicted − expected, in student standard deviations, is the estimate; \
                of that, the weight counts.
                """
            ],
            legend: [
                LegendLine(swatch: "dot", text: "the interval excludes 0"),
                LegendLine(swatch: "ring", text: "the interval includes 0"),
            ],
            parts: PagePart.bySubject(grades, of: \.of) { title, grades in
                PagePart(
                    title: title, table: summary(title, grades.map(\.element)),
                    figures: grades.map { plot.figure($1, id: "effects-\($0)") })
            })
    }

    private static func summary(_ title: String, _ grades: [Graded<GrowthEffect>]) -> DataTable {
        DataTable(
            "growth of schools by grade", of: title,
            columns: [.words("Grade"), "Schools", "Interval excludes 0", "Above 0", "Below 0", "Lowest", "Median", "Highest"],
            rows: grades.map { grade in
                let spread = EffectSpread(grade.elements)
                return [
                    grade.of.grade, Phrases.count(grade.elements.count), Phrases.count(spread.above + spread.below),
                    Phrases.count(spread.above), Phrases.count(spread.below), DecimalText.text(spread.lowest, 3),
                    DecimalText.text(spread.median, 3), DecimalText.text(spread.highest, 3),
                ]
            })
    }
}

extension GrowthEffect {
    var isDrawable: Bool { growth.isFinite && interval.lowerBound.isFinite && interval.upperBound.isFinite }
}

/// How the growth of schools is spread.
struct EffectSpread {
    /// Schools whose interval lies above 0, and below.
    let above: Int
    let below: Int
    /// From the lowest to the highest; none that is no number.
    let inOrder: [Double]

    init(_ effects: [GrowthEffect]) {
        above = effects.filter { $0.isDrawable && $0.interval.lowerBound > 0 }.count
        below = effects.filter { $0.isDrawable && $0.interval.upperBound < 0 }.count
        inOrder = effects.map(\.growth).filter(\.isFinite).sorted()
    }

    var lowest: Double { inOrder.first ?? .nan }
    var highest: Double { inOrder.last ?? .nan }
    var median: Double {
        inOrder.isEmpty ? .nan : (inOrder[(inOrder.count - 1) / 2] + inOrder[inOrder.count / 2]) / 2
    }
}
