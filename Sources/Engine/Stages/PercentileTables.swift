internal import Disaggregation
internal import Growth
internal import Model
internal import Tables

/// What growth percentiles tell of their work: cohorts, goodness of fit, the ends of the scale.
struct PercentileTables {
    private let grades: [(of: GrowthGrade, cohort: GrowthCohort, growth: GrowthPercentiles)]
    private let scores: ScoreRows
    private let schools: [School]
    private let keys: StudentKeys
    /// The ends of the scale are told of from so many students.
    private static let fewestAtAnEnd = 10

    /// - Parameter fitted: by cohort its percentiles.
    init(cohorts: [GrowthCohort], fitted: [GrowthPercentiles], scores: ScoreRows, schools: [School], keys: StudentKeys) {
        self.scores = scores
        self.schools = schools
        self.keys = keys
        grades = zip(cohorts, fitted).map { ($0.of, $0, $1) }
            .sorted { ($0.0.subject, Int($0.0.grade) ?? 0, $0.0.grade) < ($1.0.subject, Int($1.0.grade) ?? 0, $1.0.grade) }
    }

    var cohortRows: [PercentileCohort] {
        grades.flatMap { of, _, growth in
            growth.orders.map { order in
                PercentileCohort(
                    of: of, priorScores: order.order, studentCount: order.studentCount,
                    fit: order.isFitted
                        ? .init(
                            columnCount: order.columnCount, slowCount: order.slow.count, uncertifiedCount: order.uncertified.count)
                        : nil)
            }
        }
    }

    var fitRows: [PercentileFit] {
        grades.flatMap { of, cohort, growth in
            GoodnessOfFit(growth, of: cohort.histories).rows.enumerated().map { number, row in
                PercentileFit(
                    of: of, tenth: number + 1, lowestPrior: row.lowestPrior, highestPrior: row.highestPrior, counts: row.counts)
            }
        }
    }

    var extremeRows: [PercentileExtreme] {
        grades.flatMap { of, cohort, growth in
            let years = cohort.histories.scores
            let students = growth.outcomes.indices.compactMap { student -> (prior: Double, score: Double, percentile: Int)? in
                guard case .percentile(let percentile, _) = growth.outcomes[student] else { return nil }
                return (years[years.count - 2][student], years[years.count - 1][student], percentile)
            }
            return PercentileExtreme.End.allCases.compactMap { end -> PercentileExtreme? in
                let values = students.map { end.isPrior ? $0.prior : $0.score }
                guard let score = end.isLowest ? values.min() : values.max() else { return nil }
                let own = zip(students, values).filter { $0.1 == score }.map(\.0.percentile).sorted()
                // A few students would be known by their score.
                if own.count < Self.fewestAtAnEnd { return nil }
                return PercentileExtreme(
                    of: of, end: end, score: score, studentCount: own.count, lowest: own[0],
                    median: Statistic.median.of(own.map(Int64.init)).approximation, highest: own[own.count - 1])
            }
        }
    }

    var knotRows: [PercentileKnots] {
        grades.flatMap { of, cohort, growth -> [PercentileKnots] in
            let knots = growth.orders.filter(\.isFitted).map(\.knots).max { $0.count < $1.count } ?? []
            return knots.enumerated().map { place, knots in
                PercentileKnots(
                    of: of, prior: place + 1, interior: knots.interior, boundaries: knots.lowerBoundary...knots.upperBoundary)
            }
        }
    }

    var coefficientRows: [PercentileCoefficients] {
        grades.flatMap { of, cohort, growth in
            StoredRegressions(growth, progression: cohort.rule.progression).orders.map { order in
                PercentileCoefficients(of: of, priorScores: order.order, studentCount: order.students, byQuantile: order.coefficients)
            }
        }
    }

    /// Every score of the year with its percentile, or why it has none, in the order of subject, school and identifier.
    func students(_ rows: [Int], _ results: [GrowthResult]) -> [PercentileStudent] {
        var priors: [Int: [Double]] = [:]
        for (_, cohort, growth) in grades {
            let years = cohort.histories.scores
            for (student, row) in cohort.rows.enumerated() {
                guard case .percentile(_, let order) = growth.outcomes[student] else { continue }
                priors[row] = (1...order).map { years[years.count - 1 - $0][student] }
            }
        }
        return zip(rows, results).map { row, result in
            let school = Int(scores.school(of: row)) - 1, score = scores.score(of: row)
            return PercentileStudent(
                of: GrowthGrade(subject: scores.subjectName(of: scores.subject(of: row)), grade: scores.grade(of: row)),
                studentID: keys.text(of: scores.student(of: row)), schoolID: school < 0 ? "" : schools[school].id,
                score: score.isNaN ? nil : score, priorScores: priors[row] ?? [], percentile: result.percentile,
                corrected: result.corrected, standardError: result.error, absence: result.reason?.rawValue)
        }.sorted { ($0.of.subject, $0.schoolID, $0.studentID) < ($1.of.subject, $1.schoolID, $1.studentID) }
    }
}

extension PercentileExtreme.End {
    fileprivate var isPrior: Bool { self == .lowestPrior || self == .highestPrior }
    fileprivate var isLowest: Bool { self == .lowestPrior || self == .lowestScore }
}
