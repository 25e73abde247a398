/// What a stage of growth tells of its work, for those who check it: one table of a year.
package struct GrowthTable: Sendable, Codable {
    package enum Content: Sendable, Codable {
        case percentileCohorts([PercentileCohort])
        case percentileFit([PercentileFit])
        case percentileExtremes([PercentileExtreme])
        case percentileKnots([PercentileKnots])
        case percentileCoefficients([PercentileCoefficients])
        case regressions([GrowthRegression])
        case effects([GrowthEffect])
        case schools([SchoolGrowthResult])
        case residuals([GrowthResiduals])
        case ledger([GrowthLedgerLine])
        case percentileStudents([PercentileStudent])
        case predictions([GrowthPrediction])
    }

    package let year: String
    package let content: Content

    package init(year: String, content: Content) {
        self.year = year
        self.content = content
    }
}

/// A subject in a grade: what growth is computed for at a time.
package struct GrowthGrade: Sendable, Codable, Hashable {
    package let subject: String
    package let grade: String

    package init(subject: String, grade: String) {
        self.subject = subject
        self.grade = grade
    }
}

// MARK: Percentiles

/// The regressions of percentiles on so many prior scores.
package struct PercentileCohort: Sendable, Codable {
    package let of: GrowthGrade
    package let priorScores: Int
    package let studentCount: Int
    /// Nil where the cohort was too small.
    package let fit: Fit?

    package struct Fit: Sendable, Codable {
        /// Columns of the regressions, without those that others make up.
        package let columnCount: Int
        /// Of 100 quantiles, how many needed the slow way.
        package let slowCount: Int
        /// Of 100 quantiles, how many could not be certified.
        package let uncertifiedCount: Int

        package init(columnCount: Int, slowCount: Int, uncertifiedCount: Int) {
            self.columnCount = columnCount
            self.slowCount = slowCount
            self.uncertifiedCount = uncertifiedCount
        }
    }

    package init(of: GrowthGrade, priorScores: Int, studentCount: Int, fit: Fit?) {
        self.of = of
        self.priorScores = priorScores
        self.studentCount = studentCount
        self.fit = fit
    }
}

/// How percentiles are spread among students whose most recent prior scores are neighbours: where the model fits, a tenth in each.
package struct PercentileFit: Sendable, Codable {
    package let of: GrowthGrade
    /// The tenth of the prior scores, from 1.
    package let tenth: Int
    package let lowestPrior: Double
    package let highestPrior: Double
    /// Students with percentiles 1 to 9, 10 to 19 … 90 to 99.
    package let counts: [Int]

    package init(of: GrowthGrade, tenth: Int, lowestPrior: Double, highestPrior: Double, counts: [Int]) {
        self.of = of
        self.tenth = tenth
        self.lowestPrior = lowestPrior
        self.highestPrior = highestPrior
        self.counts = counts
    }

    package var studentCount: Int { counts.reduce(0, +) }
}

/// The percentiles of the students at an end of the scale: whether the test's floor or ceiling holds growth down.
package struct PercentileExtreme: Sendable, Codable {
    package enum End: String, Sendable, Codable, CaseIterable {
        case lowestPrior = "lowest prior score", highestPrior = "highest prior score"
        case lowestScore = "lowest score", highestScore = "highest score"
    }

    package let of: GrowthGrade
    package let end: End
    package let score: Double
    package let studentCount: Int
    package let lowest: Int
    package let median: Double
    package let highest: Int

    package init(of: GrowthGrade, end: End, score: Double, studentCount: Int, lowest: Int, median: Double, highest: Int) {
        self.of = of
        self.end = end
        self.score = score
        self.studentCount = studentCount
        self.lowest = lowest
        self.median = median
        self.highest = highest
    }
}

/// Where the spline of a prior score may bend, and the range it is made for, in score points.
package struct PercentileKnots: Sendable, Codable {
    package let of: GrowthGrade
    /// Which prior score, 1 is the most recent.
    package let prior: Int
    package let interior: [Double]
    package let boundaries: ClosedRange<Double>

    package init(of: GrowthGrade, prior: Int, interior: [Double], boundaries: ClosedRange<Double>) {
        self.of = of
        self.prior = prior
        self.interior = interior
        self.boundaries = boundaries
    }
}

/// The regressions on so many prior scores.
package struct PercentileCoefficients: Sendable, Codable {
    package let of: GrowthGrade
    package let priorScores: Int
    package let studentCount: Int
    /// By quantile those of 1 and of each prior score's basis functions.
    package let byQuantile: [[Double]]

    /// The most coefficients there can be: 1, and seven basis functions for each of five prior scores.
    package static let mostColumns = 36

    package init(of: GrowthGrade, priorScores: Int, studentCount: Int, byQuantile: [[Double]]) {
        self.of = of
        self.priorScores = priorScores
        self.studentCount = studentCount
        self.byQuantile = byQuantile
    }
}

/// A student's percentile and what it comes from, or why there is none.
package struct PercentileStudent: Sendable, Codable {
    package let of: GrowthGrade
    package let studentID: String
    package let schoolID: String
    package let score: Double?
    /// The most recent first, as many as the percentile comes from.
    package let priorScores: [Double]
    package let percentile: Int?
    /// For errors of the prior scores.
    package let corrected: Int?
    package let standardError: Double?
    package let absence: String?

    package init(
        of: GrowthGrade, studentID: String, schoolID: String, score: Double?, priorScores: [Double], percentile: Int?, corrected: Int?,
        standardError: Double?, absence: String?
    ) {
        self.of = of
        self.studentID = studentID
        self.schoolID = schoolID
        self.score = score
        self.priorScores = priorScores
        self.percentile = percentile
        self.corrected = corrected
        self.standardError = standardError
        self.absence = absence
    }
}

extension GrowthTable {
    /// The same without anything of some districts' schools.
    package func without(districts: Set<String>, schools: Set<String>) -> GrowthTable {
        let rest: Content =
            switch content {
            case .effects(let rows): .effects(rows.filter { !districts.contains($0.school.districtID) })
            case .schools(let rows): .schools(rows.filter { !districts.contains($0.school.districtID) })
            case .ledger(let rows): .ledger(rows.filter { !districts.contains($0.school.districtID) })
            case .percentileStudents(let rows): .percentileStudents(rows.filter { !schools.contains($0.schoolID) })
            case .predictions(let rows): .predictions(rows.filter { !schools.contains($0.schoolID) })
            case .percentileCohorts, .percentileFit, .percentileExtremes, .percentileKnots, .percentileCoefficients, .regressions, .residuals:
                content
            }
        return GrowthTable(year: year, content: rest)
    }
}
