/// School growth of one grade: how much more students score than others with the same prior scores and characteristics, at
/// schools with the same averages of them.
///
/// Source: R. H. Meyer and M. S. Christian, Value-Added and Other Methods for Measuring School Performance (Wisconsin Center for
/// Education Research, 2008); CORE growth model slides, October 2016. The specification is assumed; see `growth` in the decisions.
package struct ValueAdded: Sendable {
    /// A school's growth, in student standard deviations.
    package struct Effect: Sendable, Equatable {
        package let studentCount: Int
        /// In score points.
        package let meanScore: Double
        /// What its students' prior scores and characteristics predict, on the mean, in score points.
        package let predicted: Double
        /// What its averages of these let expect beyond that, in score points.
        package let expected: Double
        /// What the school's students score above both, on the mean.
        package let estimate: Double
        /// Of the estimate's error.
        let errorVariance: Double
        /// Of schools' true effects.
        fileprivate(set) var schoolVariance: Double

        package var standardError: Double { errorVariance.squareRoot() }
        /// How much of the estimate is taken for true, from 0 to 1.
        package var weight: Double { schoolVariance / (schoolVariance + errorVariance) }
        /// The estimate, drawn towards the mean of all schools by as much as its error makes it doubtful.
        package var shrunken: Double { weight * estimate }
        /// Of the shrunken effect: how far the true one may be from it.
        package var uncertainty: Double { (weight * errorVariance).squareRoot() }

        /// The interval that holds the true effect 95 times in 100.
        package var interval: ClosedRange<Double> { ClosedRange(holding95Around: shrunken, deviation: uncertainty) }
    }

    /// By prior and characteristic by how many score points one more of it raises the prediction.
    package let coefficients: [Double]
    package let standardErrors: [Double]
    /// By prior and characteristic its mean over all students.
    package let means: [Double]
    /// The standard deviation of students' scores around the prediction, in score points.
    package let studentDeviation: Double
    /// Of schools' true effects: what estimates spread beyond their errors, and how much there is to tell it from.
    private let excess: (sum: Double, weight: Double)
    /// How many averages of priors and characteristics schools are compared by.
    package let averageCount: Int
    /// By school; nil where nobody is.
    package private(set) var effects: [Effect?]
    /// By student how many score points the score is above the prediction, school averages taken into account.
    package let residuals: [Double]

    /// - Parameters:
    ///   - isCorrected: whether the errors of the prior scores are taken into account.
    ///   - usesSchoolAverages: whether schools are compared with those of the same averages.
    ///   - schoolsPerAverage: so many schools have to be there for each average that is taken into account, or the averages would
    ///     explain what is the schools' own.
    /// - Returns: nil where the students do not tell the coefficients.
    package init?(_ cohort: ValueAddedCohort, isCorrected: Bool = true, usesSchoolAverages: Bool = true, schoolsPerAverage: Int = 10) {
        guard let regression = ErrorsInVariables(cohort, isCorrected: isCorrected),
            regression.residualVariance > Self.leastVariance(cohort.scores)
        else { return nil }
        let schools = regression.counts.indices.filter { regression.counts[$0] > 0 }
        let weights = schools.map { Double(regression.counts[$0]) }
        let means = schools.map { regression.means[$0] }
        let predicted = means.map { zip($0, regression.coefficients).reduce(0) { $0 + $1.0 * $1.1 } }
        let raw = zip(schools, predicted).map { regression.meanScores[$0] - $1 }
        let averages = WeightedMeans(
            raw, on: usesSchoolAverages ? means : means.map { _ in [] }, weights: weights, rowsPerColumn: schoolsPerAverage)
        let expected = averages.fitted
        let deviation = regression.residualVariance.squareRoot()
        let estimates = zip(raw, expected).map { ($0 - $1) / deviation }
        let errors = schools.indices.map { place -> Double in
            let distance = zip(means[place], regression.grandMeans).map { $0 - $1 }
            var variance = regression.residualVariance / weights[place]
            for row in distance.indices {
                for column in distance.indices { variance += distance[row] * regression.covariance[row, column] * distance[column] }
            }
            return variance / regression.residualVariance
        }
        // The variance of true effects is what the estimates' errors leave of theirs, of which the averages took their part.
        let shares = zip(weights, averages.leverages).map { $0 * (1 - $1) }, total = shares.reduce(0, +)
        let squares = zip(weights, estimates).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
        let spread = squares - zip(shares, errors).reduce(0) { $0 + $1.0 * $1.1 }
        excess = (spread, total)
        let variance = Self.variance([excess])
        var effects = [Effect?](repeating: nil, count: cohort.schoolCount)
        for (place, school) in schools.enumerated() {
            effects[school] = Effect(
                studentCount: regression.counts[school], meanScore: regression.meanScores[school], predicted: predicted[place],
                expected: expected[place], estimate: estimates[place], errorVariance: errors[place], schoolVariance: variance)
        }
        var expectation = [Double](repeating: 0, count: cohort.schoolCount)
        for (place, school) in schools.enumerated() { expectation[school] = expected[place] }
        let columns = cohort.columns
        residuals = cohort.scores.indices.map { student in
            var rest = cohort.scores[student] - expectation[cohort.schools[student]]
            for (column, values) in columns.enumerated() { rest -= regression.coefficients[column] * values[student] }
            return rest
        }
        coefficients = regression.coefficients
        standardErrors = coefficients.indices.map { regression.covariance[$0, $0].squareRoot() }
        self.means = regression.grandMeans
        studentDeviation = deviation
        averageCount = averages.columnCount
        self.effects = effects
    }

    /// What the regression leaves below this is rounding.
    private static func leastVariance(_ scores: [Double]) -> Double {
        1e-12 * scores.reduce(0) { max($0, $1 * $1) }
    }

    // MARK: Schools' true effects

    /// The standard deviation of schools' true effects, in student standard deviations.
    package var schoolDeviation: Double { (effects.lazy.compactMap { $0?.schoolVariance }.first ?? 0).squareRoot() }

    private static func variance(_ excesses: [(sum: Double, weight: Double)]) -> Double {
        let weight = excesses.reduce(0) { $0 + $1.weight }
        return weight > 0 ? max(0, excesses.reduce(0) { $0 + $1.sum } / weight) : 0
    }

    /// The same, with the spread of schools' true effects told from all grades together: in one grade of few schools, chance alone
    /// can leave nothing of it.
    package static func pooled(_ grades: [ValueAdded?]) -> [ValueAdded?] {
        let variance = variance(grades.compactMap { $0?.excess })
        return grades.map { grade in
            guard var own = grade else { return nil }
            for school in own.effects.indices { own.effects[school]?.schoolVariance = variance }
            return own
        }
    }
}

extension ClosedRange<Double> {
    /// Where a normal value lies 95 times in 100.
    init(holding95Around mean: Double, deviation: Double) { self = mean - 1.96 * deviation...mean + 1.96 * deviation }
}

/// A weighted least-squares fit of schools' means on columns of theirs, and 1.
struct WeightedMeans {
    let fitted: [Double]
    /// By school how much of its fitted value is its own value.
    let leverages: [Double]
    /// How many columns there was room for.
    let columnCount: Int

    /// - Parameters:
    ///   - columns: by school the columns; those that others make up are left out.
    ///   - rowsPerColumn: the least number of schools for each column that is used.
    init(_ values: [Double], on columns: [[Double]], weights: [Double], rowsPerColumn: Int) {
        let total = weights.reduce(0, +)
        func centred(_ own: [Double]) -> [Double] {
            let mean = zip(own, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
            return own.map { $0 - mean }
        }
        func product(_ one: [Double], _ other: [Double]) -> Double {
            weights.indices.reduce(0) { $0 + weights[$1] * one[$1] * other[$1] }
        }
        let own = centred(values), mean = values.isEmpty ? 0 : values[0] - own[0]
        // Gram and Schmidt's way, one column after the other: what is left of one that others make up is nothing.
        var fitted = [Double](repeating: mean, count: values.count), basis: [[Double]] = []
        var leverages = weights.map { $0 / total }
        for column in columns.first?.indices ?? 0..<0 where (basis.count + 1) * rowsPerColumn <= values.count {
            let start = centred(columns.map { $0[column] })
            var rest = start
            for other in basis + basis {
                let share = product(rest, other) / product(other, other)
                for place in rest.indices { rest[place] -= share * other[place] }
            }
            let square = product(rest, rest)
            if square <= 1e-12 * product(start, start) || square == 0 { continue }
            basis.append(rest)
            let share = product(own, rest) / square
            for place in fitted.indices {
                fitted[place] += share * rest[place]
                leverages[place] += weights[place] * rest[place] * rest[place] / square
            }
        }
        self.fitted = fitted
        self.leverages = leverages
        columnCount = basis.count
    }
}
