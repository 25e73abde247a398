/// A regression within schools whose prior scores are measured with error.
///
/// Source: W. A. Fuller, Measurement Error Models (1987), section 2.2: the moments are reduced by the known error variances
/// before solving. School effects are taken out by the means within schools (R. Frisch and F. V. Waugh, Econometrica 1, 1933).
struct ErrorsInVariables {
    /// By column.
    let coefficients: [Double]
    /// Of the coefficients. Source: Fuller (1987), theorem 2.2.1.
    let covariance: SquareMatrix
    /// The variance of what the regression leaves, errors of the prior scores included.
    let residualVariance: Double
    /// By school the number of students.
    let counts: [Int]
    /// By school the means of the columns; empty where nobody is.
    let means: [[Double]]
    /// By school the mean score, and over all students.
    let meanScores: [Double]
    /// The means of the columns over all students.
    let grandMeans: [Double]

    /// - Parameter isCorrected: whether error variances are taken out; otherwise plain least squares.
    /// - Returns: nil where the columns do not tell the coefficients: too few students, columns that others make up, or errors
    ///   as large as the differences between students. A column that is the same for all students of every school tells nothing;
    ///   its coefficient is 0.
    init?(_ cohort: ValueAddedCohort, isCorrected: Bool = true) {
        let columns = cohort.columns, width = columns.count
        var counts = [Int](repeating: 0, count: cohort.schoolCount)
        for school in cohort.schools { counts[school] += 1 }
        let own = counts.count { $0 > 0 }, freedom = cohort.studentCount - own - width
        guard freedom > 0 else { return nil }
        func schoolMeans(_ values: [Double]) -> [Double] {
            var sums = [Double](repeating: 0, count: cohort.schoolCount)
            for (student, value) in values.enumerated() { sums[cohort.schools[student]] += value }
            return zip(sums, counts).map { $1 == 0 ? 0 : $0 / Double($1) }
        }
        let columnMeans = columns.map(schoolMeans), scoreMeans = schoolMeans(cohort.scores)
        let within = zip(columns, columnMeans).map { values, means in
            values.indices.map { values[$0] - means[cohort.schools[$0]] }
        }
        let scoresWithin = cohort.scores.indices.map { cohort.scores[$0] - scoreMeans[cohort.schools[$0]] }
        func product(_ one: [Double], _ other: [Double]) -> Double {
            var sum = 0.0
            for student in one.indices { sum += one[student] * other[student] }
            return sum
        }
        let scale = Double(cohort.studentCount - own)
        let errors = (0..<width).map { column -> Double in
            guard isCorrected, column < cohort.priors.count else { return 0 }
            return product(cohort.standardErrors[column], cohort.standardErrors[column]) / Double(cohort.studentCount)
        }
        var moments = SquareMatrix(size: width), isStill = [Bool](repeating: false, count: width)
        for row in 0..<width {
            for column in 0..<width {
                moments[row, column] = product(within[row], within[column]) - (row == column ? scale * errors[row] : 0)
            }
            isStill[row] = product(within[row], within[row]) <= 1e-12 * product(columns[row], columns[row])
        }
        for row in 0..<width {
            for column in 0..<width where isStill[row] || isStill[column] { moments[row, column] = row == column ? 1 : 0 }
        }
        guard moments.isPositiveDefinite, var inverse = moments.inverse() else { return nil }
        for row in 0..<width where isStill[row] { inverse[row, row] = 0 }
        let products = within.map { product($0, scoresWithin) }
        let coefficients = (0..<width).map { row in (0..<width).reduce(0) { $0 + inverse[row, $1] * products[$1] } }
        var squares = 0.0
        for student in scoresWithin.indices {
            var rest = scoresWithin[student]
            for column in 0..<width { rest -= coefficients[column] * within[column][student] }
            squares += rest * rest
        }
        let variance = squares / Double(freedom + isStill.count { $0 })
        var middle = SquareMatrix(size: width)
        for row in 0..<width {
            for column in 0..<width {
                let own = row == column ? errors[row] * variance : 0
                let shared = errors[row] * coefficients[row] * errors[column] * coefficients[column]
                middle[row, column] = scale * (own + shared)
            }
        }
        let spread = inverse.times(middle).times(inverse)
        var covariance = SquareMatrix(size: width)
        for place in covariance.values.indices { covariance.values[place] = variance * inverse.values[place] + spread.values[place] }
        self.coefficients = coefficients
        self.covariance = covariance
        residualVariance = variance
        self.counts = counts
        means = (0..<cohort.schoolCount).map { school in counts[school] == 0 ? [] : columnMeans.map { $0[school] } }
        meanScores = scoreMeans
        grandMeans = columns.map { $0.reduce(0, +) / Double(cohort.studentCount) }
    }
}
