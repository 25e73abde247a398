internal import Model

extension PublishedTable {
    static func percentileCohorts(_ rows: [PercentileCohort], year: String, name: String) -> PublishedTable {
        table(
            name, "Cohorts of growth percentiles, and their regressions", of: rows, key: ["subject", "grade", "prior_scores"],
            fields: [
                .subject, .grade, Field("prior_scores", "integer", "How many prior scores the regressions are on"),
                Field("students", "integer", "Students with that many prior scores"),
                Field("columns", "integer", "Columns of the regressions, without those that others make up; empty where the cohort is too small"),
                Field("slow", "integer", "Of 100 quantiles, how many needed the slow way"),
                Field("uncertified", "integer", "Of 100 quantiles, how many could not be proved best"),
            ]
        ) { row, text in
            text.add(year, row.of)
            text.add(row.priorScores)
            text.add(row.studentCount)
            text.add(row.fit?.columnCount)
            text.add(row.fit?.slowCount)
            text.add(row.fit?.uncertifiedCount)
            text.endRow()
        }
    }

    static func percentileFit(_ rows: [PercentileFit], year: String, name: String) -> PublishedTable {
        let bands = ["sgp_1_9"] + (1...9).map { "sgp_\(10 * $0)_\(10 * $0 + 9)" }
        return table(
            name, "Goodness of fit: percent of students by percentile, for each tenth of the prior scores", of: rows,
            key: ["subject", "grade", "tenth"],
            fields: [
                .subject, .grade, Field("tenth", "integer", "Tenth of the most recent prior scores, 1 has the lowest"),
                Field("prior_from", "number", "Lowest prior score"), Field("prior_to", "number", "Highest prior score"),
                Field("n", "integer", "Students"),
            ] + bands.map { Field($0, "number", "Percent of them with such a percentile; where the model fits, about 10") }
        ) { row, text in
            text.add(year, row.of)
            text.add(row.tenth)
            text.add(plain: row.lowestPrior)
            text.add(plain: row.highestPrior)
            text.add(row.studentCount)
            for count in row.counts { text.add(Rational(Int128(100 * count), over: Int128(row.studentCount)), decimals: 1) }
            text.endRow()
        }
    }

    static func percentileExtremes(_ rows: [PercentileExtreme], year: String, name: String) -> PublishedTable {
        table(
            name, "Percentiles of students at the ends of the scale", of: rows, key: ["subject", "grade", "end"],
            fields: [
                .subject, .grade, Field("end", "string", "Which end of which scores"), Field("score", "number", "The score there"),
                Field("n", "integer", "Students with that score"), Field("lowest", "integer", "Their lowest percentile"),
                Field("median", "number", "Their median percentile"), Field("highest", "integer", "Their highest percentile"),
            ]
        ) { row, text in
            text.add(year, row.of)
            text.add(row.end.rawValue)
            text.add(plain: row.score)
            text.add(row.studentCount)
            text.add(row.lowest)
            text.add(row.median, decimals: 1)
            text.add(row.highest)
            text.endRow()
        }
    }

    static func percentileStudents(_ rows: [PercentileStudent], year: String, name: String) -> PublishedTable {
        let most = rows.map(\.priorScores.count).max() ?? 0
        return table(
            name, "Students' growth percentiles: for authorised use only", of: rows, key: ["student_id", "school_id", "subject"],
            fields: [
                .subject, .grade, .school, .student, Field("score", "number", "Current scale score"),
                Field("percentile", "integer", "Growth percentile"),
                Field("corrected_percentile", "integer", "The same, corrected for errors of the prior scores; empty without `simex`"),
                Field("percentile_error", "number", "Standard error of the percentile; empty without `standard_error`"), Field("reason", "string", "Why there is none"),
            ] + (1...max(1, most)).map { Field("prior_\($0)", "number", "Prior score \($0), the most recent first, where it counts") }
        ) { row, text in
            text.add(year, row.of)
            text.add(row.schoolID)
            text.add(row.studentID)
            text.add(plain: row.score)
            text.add(row.percentile)
            text.add(row.corrected)
            text.add(row.standardError, decimals: 2)
            text.add(row.absence ?? "")
            for place in 0..<max(1, most) { text.add(plain: place < row.priorScores.count ? row.priorScores[place] : nil) }
            text.endRow()
        }
    }

    // MARK: What later years are compared with

    static func percentileKnots(_ rows: [PercentileKnots], year: String, name: String) -> PublishedTable {
        table(
            name, "Where the splines of prior scores may bend; can be read as a source of kind growth_knots", of: rows,
            key: ["subject", "grade", "prior"],
            fields: [.subject, .grade, Field("prior", "integer", "Which prior score, 1 is the most recent")]
                + (1...4).map { Field("knot\($0)", "number", "Interior knot, in score points") }
                + ["boundary_lo", "boundary_hi"].map { Field($0, "number", "Boundary, in score points") }
        ) { row, text in
            text.add(year, row.of)
            text.add(row.prior)
            for value in row.interior + [row.boundaries.lowerBound, row.boundaries.upperBound] { text.add(plain: value) }
            text.endRow()
        }
    }

    static func percentileCoefficients(_ rows: [PercentileCoefficients], year: String, name: String) -> PublishedTable {
        // The same columns every year, whatever the number of prior scores.
        let width = PercentileCoefficients.mostColumns
        return table(
            name, "Regressions of growth percentiles; can be read as a source of kind growth_coefficients", of: rows,
            key: ["subject", "grade", "prior_scores", "quantile"],
            fields: [
                .subject, .grade, Field("prior_scores", "integer", "How many prior scores the regression is on"),
                Field("students", "integer", "Students it was fitted on"), Field("quantile", "integer", "Of 100 quantiles, 1 is 0.005"),
            ] + (0..<width).map { Field("c\($0)", "number", "Coefficient \($0); 0 is the intercept, then seven for each prior score") }
        ) { row, text in
            for (quantile, coefficients) in row.byQuantile.enumerated() {
                text.add(year, row.of)
                text.add(row.priorScores)
                text.add(row.studentCount)
                text.add(quantile + 1)
                // Nine decimals are what a number of a source has.
                for place in 0..<width { text.add(place < coefficients.count ? coefficients[place] : nil, decimals: 9) }
                text.endRow()
            }
        }
    }
}
