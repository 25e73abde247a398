internal import Model

extension PageSection {
    /// The regressions behind value added, term by term.
    static func regressions(_ regressions: [GrowthRegression]) -> PageSection {
        PageSection(
            id: "regressions", title: "Value-added regressions", shortTitle: "Regressions",
            notes: [
                """
                By how many score points one more of a term raises the prediction, with its interval of 95% (the coefficient \
                ± 1.96 standard errors). Terms that are much smaller than others are drawn apart, on an axis of their own; a \
                subject's grades share their axes.
                """
            ],
            legend: [
                LegendLine(swatch: "dot", text: "the interval excludes 0"),
                LegendLine(swatch: "ring", text: "the interval includes 0"),
            ],
            parts: PagePart.bySubject(regressions, of: \.of) { title, regressions in
                let terms = regressions.flatMap { $0.element.fit?.terms ?? [] }
                return PagePart(
                    title: title, table: summary(title, regressions.map(\.element)),
                    figures: regressions.compactMap { $1.figure(id: "regression-\($0)", among: terms) })
            })
    }

    private static func summary(_ title: String, _ regressions: [GrowthRegression]) -> DataTable {
        DataTable(
            "regressions by grade", of: title,
            columns: [
                .words("Grade"), "Students", "Left out", "Schools", "Averages compared by", "Student deviation (score points)",
                "School deviation (student deviations)",
            ],
            rows: regressions.map { regression in
                [
                    regression.of.grade, Phrases.count(regression.studentCount), Phrases.count(regression.leftOutCount),
                    Phrases.count(regression.schoolCount),
                ]
                    + (regression.fit.map { fit in
                        [
                            Phrases.count(fit.averageCount), DecimalText.text(fit.studentDeviation, 2),
                            DecimalText.text(fit.schoolDeviation, 3),
                        ]
                    } ?? ["no fit", Phrases.none, Phrases.none])
            })
    }
}

extension GrowthRegression.Term {
    var interval: ClosedRange<Double>? {
        let half = 1.96 * standardError
        return coefficient.isFinite && half.isFinite && half >= 0 ? coefficient - half...coefficient + half : nil
    }

    /// How far its interval reaches from zero.
    var reach: Double { interval.map { max(abs($0.lowerBound), abs($0.upperBound)) } ?? 0 }
}

extension GrowthRegression {
    /// Nil where there is no fit.
    fileprivate func figure(id: String, among all: [Term]) -> PageFigure? {
        guard let fit, !fit.terms.isEmpty else { return nil }
        let plots = WhiskerPlot.plots(of: fit.terms, among: all)
        let excluding = fit.terms.filter { $0.interval?.contains(0) == false }.count
        return PageFigure(
            id: id, title: of.gradeTitle,
            drawings: plots.enumerated().map { place, plot in
                let suffix = plots.count == 1 ? "" : ", picture \(place + 1) of \(plots.count)"
                return plot.drawing(id: "\(id)-\(place + 1)", title: "\(of.title): coefficients with intervals of 95%\(suffix)")
            },
            captions: ["\(excluding) of \(fit.terms.count) intervals exclude 0."],
            tables: [
                DataTable(
                    "terms of the regression, in score points", of: of.title,
                    columns: [.words("Term"), "Coefficient", "Standard error", "95% from", "95% to", "Mean of the term"],
                    rows: fit.terms.map { term in
                        [term.name] + [
                            term.coefficient, term.standardError, term.interval?.lowerBound ?? .nan,
                            term.interval?.upperBound ?? .nan, term.mean,
                        ].map { DecimalText.text($0, 4) }
                    })
            ])
    }
}
