package import Parallel

/// Student growth percentiles of one subject and grade: where a student's score lies among those of students with the same
/// prior scores.
///
/// Source: D. W. Betebenner, Norm- and Criterion-Referenced Student Growth (Educational Measurement: Issues and Practice 28,
/// 2009); numerically as the R package SGP 2.2-0.0, `studentGrowthPercentiles`.
package struct GrowthPercentiles: Sendable {
    /// What became of the regression on so many prior scores.
    package struct Order: Sendable {
        /// How many prior scores.
        package let order: Int
        /// Students whose grades follow the progression and who have all scores.
        package let studentCount: Int
        /// By prior, the most recent first, its knots.
        package let knots: [SplineKnots]
        /// Nil where the cohort is smaller than the minimum.
        let process: QuantileProcess?

        package var isFitted: Bool { process != nil }
        /// Columns of the regression, without those that others make up.
        package var columnCount: Int { process?.design.independentColumns.count ?? 0 }
        /// By quantile the weighted sum of absolute deviations.
        package var objectives: [Double] { process?.objectives ?? [] }
        /// Quantiles that needed the slow way, by number.
        package var slow: [Int] { process?.slow ?? [] }
        /// Quantiles whose fit could not be certified, by number.
        package var uncertified: [Int] { process?.uncertified ?? [] }
    }

    /// Why a student has no percentile.
    package enum Absence: Sendable, Hashable {
        case otherGrade
        case noScore
        case noPriorScore
        case smallCohort
        case notInBaseline
    }

    /// A student's percentile.
    package enum Outcome: Sendable, Equatable {
        /// From 1 to 99, by the regression of an order.
        case percentile(Int, order: Int)
        case absent(Absence)
    }

    /// From order 1 up.
    package let orders: [Order]
    /// By student the percentile of the highest order that the student qualifies for.
    package let outcomes: [Outcome]
    /// By order and student the percentile; 0 where there is none.
    package let byOrder: [[UInt8]]
    /// By order the students it was fitted on.
    let members: [[Int32]]
    private let obtainable: ClosedRange<Double>?

    /// - Complexity: about O(students * 100) for each order.
    package init(_ histories: ScoreHistories, rule: PercentileRule, workers: Workers) {
        let cohorts = (1..<rule.progression.count).map { order -> [Int32] in
            let grades = rule.progression.suffix(order + 1)
            return (0..<Int32(histories.studentCount)).filter { histories.follows(grades, student: Int($0)) }
        }
        let fits =
            rule.baseline.map { Self.stored(histories, cohorts, $0, workers) } ?? Self.fitted(histories, cohorts, rule, workers)
        let current = histories.scores[histories.yearCount - 1]
        byOrder = zip(fits, cohorts).map { fit, students in
            var percentiles = [UInt8](repeating: 0, count: histories.studentCount)
            guard let process = fit.process else { return percentiles }
            for (place, student) in students.enumerated() {
                percentiles[Int(student)] = Self.percentile(
                    count: Int(process.counts[place]), of: current[Int(student)], within: rule.obtainable)
            }
            return percentiles
        }
        outcomes = (0..<histories.studentCount).map { [byOrder] student in
            if let order = byOrder.indices.last(where: { byOrder[$0][student] > 0 }) {
                return .percentile(Int(byOrder[order][student]), order: order + 1)
            }
            if histories.grades[histories.yearCount - 1][student] != rule.progression.last { return .absent(.otherGrade) }
            if current[student].isNaN { return .absent(.noScore) }
            let hasPrior = histories.follows(rule.progression.suffix(2), student: student)
            return .absent(!hasPrior ? .noPriorScore : rule.baseline == nil ? .smallCohort : .notInBaseline)
        }
        orders = fits
        members = cohorts
        obtainable = rule.obtainable
    }

    /// A cohort's scores: the current ones, and those of as many priors as its order says.
    static func cells(_ histories: ScoreHistories, _ students: [Int32], order: Int) -> ScoreCells {
        let last = histories.yearCount - 1
        func scores(_ year: Int) -> [Double] { students.map { histories.scores[year][Int($0)] } }
        return ScoreCells(current: scores(last), priors: (1...order).map { scores(last - $0) })
    }

    /// The knots of the prior grades, the most recent first: those that are set, or those that the grade's scores give; nil for a
    /// grade without either.
    static func knots(_ histories: ScoreHistories, _ rule: PercentileRule) -> [SplineKnots?] {
        rule.progression.dropLast().reversed().map { rule.knots[$0] ?? SplineKnots(scores: histories.priorScores(ofGrade: $0)) }
    }

    /// The regressions of all orders whose cohorts are large enough.
    private static func fitted(
        _ histories: ScoreHistories, _ cohorts: [[Int32]], _ rule: PercentileRule, _ workers: Workers
    ) -> [Order] {
        let knots = knots(histories, rule)
        let large = cohorts.indices.filter { place in
            !cohorts[place].isEmpty && cohorts[place].count >= rule.minimumCohort && knots[...place].allSatisfy { $0 != nil }
        }
        let designs = workers.map(large.count) { number in
            let place = large[number]
            return SplineDesign(cells(histories, cohorts[place], order: place + 1), knots: knots[...place].map { $0! })
        }
        let processes = QuantileProcess.fits(designs, quantiles: PercentileRule.quantiles, workers: workers)
        return cohorts.indices.map { place in
            Order(
                order: place + 1, studentCount: cohorts[place].count, knots: knots[...place].compactMap { $0 },
                process: large.firstIndex(of: place).map { processes[$0] })
        }
    }

    /// The baseline's regressions, of the orders that it has.
    private static func stored(
        _ histories: ScoreHistories, _ cohorts: [[Int32]], _ baseline: StoredRegressions, _ workers: Workers
    ) -> [Order] {
        workers.map(cohorts.count) { place in
            guard let own = baseline.orders.first(where: { $0.order == place + 1 }), !cohorts[place].isEmpty else {
                return Order(order: place + 1, studentCount: cohorts[place].count, knots: [], process: nil)
            }
            let knots = own.knots.map { SplineKnots($0) }
            let design = SplineDesign(cells(histories, cohorts[place], order: place + 1), knotsOfBaseline: knots)
            return Order(
                order: place + 1, studentCount: cohorts[place].count, knots: knots,
                process: QuantileProcess(design, quantiles: baseline.quantiles, stored: own.coefficients))
        }
    }

    /// A student above no fitted value has 1, one above all 99. With obtainable scores, fitted values are held within them:
    /// the lowest score is then above none, and the highest at or above all.
    static func percentile(count: Int, of score: Double, within obtainable: ClosedRange<Double>?) -> UInt8 {
        if let obtainable {
            if score >= obtainable.upperBound { return 99 }
            if score <= obtainable.lowerBound { return 1 }
        }
        return UInt8(min(99, max(1, count)))
    }

    /// For each student with a percentile the scores at which they would have had others, to whole score points.
    ///
    /// - Parameter percentiles: from 0 to 99.
    /// - Returns: by student as many scores as percentiles asked for; empty for a student without a percentile.
    package func cuts(_ percentiles: [Int]) -> [[Double]] {
        var cuts = [[Double]](repeating: [], count: outcomes.count)
        forEachFitted { student, fitted in
            cuts[student] = percentiles.map { obtainable.holding(fitted[$0]).rounded(.toNearestOrEven) }
        }
        return cuts
    }

    /// Calls `body` for each student with a percentile, with the fitted values of the regression that it comes from, ascending.
    func forEachFitted(_ body: (_ student: Int, _ fitted: [Double]) -> Void) {
        for (place, order) in orders.enumerated() {
            guard let process = order.process else { continue }
            let scores = FittedScores(process), cells = process.design.cells
            var byCell: [Int: [Double]] = [:]
            for (member, student) in members[place].enumerated() {
                guard case .percentile(_, place + 1) = outcomes[Int(student)] else { continue }
                let cell = cells.cell(ofPlace: Int(cells.places[member]))
                let fitted = byCell[cell] ?? scores.sorted(ofCell: cell)
                byCell[cell] = fitted
                body(Int(student), fitted)
            }
        }
    }
}
