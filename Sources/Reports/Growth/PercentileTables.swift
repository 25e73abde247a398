internal import Model

extension PageSection {
    /// Whether the test's floor or ceiling holds growth down.
    static func extremes(_ extremes: [PercentileExtreme]) -> PageSection {
        let decimals = DecimalText.decimals(ofScores: extremes.map(\.score))
        return PageSection(
            id: "extremes", title: "Ceiling and floor", shortTitle: "Ceiling and floor",
            notes: [
                """
                The percentiles of the students at the ends of the scale. A test that cannot measure beyond its highest score \
                holds down the growth of students who began there; one that cannot measure below its lowest holds it up.
                """
            ],
            parts: PagePart.bySubject(extremes, of: \.of) { title, extremes in
                PagePart(
                    title: title,
                    table: DataTable(
                        "growth percentiles of the students at each end", of: title,
                        columns: [
                            .words("Grade"), .words("Students with the"), "Score", "Students", "Lowest percentile",
                            "Median percentile", "Highest percentile",
                        ],
                        rows: extremes.map(\.element).map { extreme in
                            [
                                extreme.of.grade, extreme.end.rawValue, DecimalText.text(extreme.score, decimals),
                                Phrases.count(extreme.studentCount), "\(extreme.lowest)", DecimalText.text(extreme.median, 1),
                                "\(extreme.highest)",
                            ]
                        }))
            })
    }

    /// The regressions behind percentiles, and whether each is certified.
    static func cohorts(_ cohorts: [PercentileCohort]) -> PageSection {
        PageSection(
            id: "cohorts", title: "Cohorts and fits of percentiles", shortTitle: "Cohorts",
            notes: [
                """
                100 quantiles are fitted for the students of a grade with so many prior scores. A quantile is certified where \
                its regression is proven to be the best there is.
                """
            ],
            parts: PagePart.bySubject(cohorts, of: \.of) { title, cohorts in
                PagePart(
                    title: title,
                    table: DataTable(
                        "cohorts by grade and number of prior scores", of: title,
                        columns: [
                            .words("Grade"), "Prior scores", "Students", .words("Fit"), "Not certified", "Fitted the slow way",
                            "Columns",
                        ],
                        rows: cohorts.map(\.element).map { cohort in
                            let counts = [cohort.fit?.uncertifiedCount, cohort.fit?.slowCount, cohort.fit?.columnCount]
                            return [cohort.of.grade, "\(cohort.priorScores)", Phrases.count(cohort.studentCount), cohort.standing]
                                + counts.map { $0.map(Phrases.count) ?? Phrases.none }
                        }))
            })
    }
}

extension PercentileCohort {
    /// In words and shape, so that it does not take colour to see what is amiss.
    fileprivate var standing: String {
        guard let fit else { return "○ too small, no fit" }
        return fit.uncertifiedCount == 0 ? "● certified" : "▲ \(Phrases.count(fit.uncertifiedCount)) not certified"
    }
}
