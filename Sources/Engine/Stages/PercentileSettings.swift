internal import Growth
internal import Ingestion
internal import Model
internal import Pipeline
internal import Tables

/// How a stage computes growth percentiles: as declared, with knots and regressions that hold between years.
struct PercentileSettings: Sendable {
    let declaration: PercentileDeclaration
    /// Subject and grade → prior score, 1 the most recent → its knots.
    let knots: [GrowthGrade: [Int: SplineKnots]]
    /// Subject and grade → the regressions of a baseline, from order 1 up; nil where there is no baseline.
    private let coefficients: [GrowthGrade: [Coefficients]]?

    private struct Coefficients: Sendable {
        let order: Int
        let students: Int
        /// By quantile.
        var rows: [Int: [Double]]
    }

    /// - Parameters:
    ///   - knots: a source of kind `growth_knots`; nil for knots that scores give.
    ///   - coefficients: a source of kind `growth_coefficients`; nil for regressions of the students themselves.
    ///   - names: the sources' names.
    /// - Throws: what is not whole in them.
    init(
        _ declaration: PercentileDeclaration, knots: Table?, coefficients: Table?, names: (knots: String, coefficients: String)
    ) throws(InputProblems) {
        self.declaration = declaration
        self.knots = knots.map(Self.knots) ?? [:]
        self.coefficients = coefficients.map(Self.coefficients)
        var problems: [InputProblem] = []
        for (of, own) in self.knots {
            for (prior, knots) in own where !knots.isOrdered {
                problems.append(InputProblem(
                    source: names.knots,
                    problem: "\(of.inWords), prior \(prior) needs four ascending knots between two boundaries. Correct its row."))
            }
        }
        for (of, own) in self.coefficients ?? [:] {
            for stored in own where stored.rows.count < PercentileRule.quantiles.count || !stored.rows.values.allSatisfy({ $0.allSatisfy(\.isFinite) }) {
                problems.append(InputProblem(
                    source: names.coefficients,
                    problem: "\(of.inWords), \(stored.order) prior scores: not all 100 quantiles have all coefficients. Publish "
                        + "percentile_coefficients anew, or copy the whole file."))
            }
            for stored in own where !(1...stored.order).allSatisfy({ self.knots[of]?[$0] != nil }) {
                problems.append(InputProblem(
                    source: names.knots,
                    problem: "\(of.inWords): there are no knots for \(stored.order) prior scores, and `\(names.coefficients)` has regressions on "
                        + "so many. Publish percentile_knots of the same run."))
            }
        }
        if !problems.isEmpty { throw InputProblems(problems: problems.sorted { $0.problem < $1.problem }) }
    }

    private static func knots(_ table: Table) -> [GrowthGrade: [Int: SplineKnots]] {
        var knots: [GrowthGrade: [Int: SplineKnots]] = [:]
        let columns = (1...4).map { table.numbers("knot\($0)") }, ends = ["boundary_lo", "boundary_hi"].map(table.numbers)
        for row in 0..<table.rowCount {
            guard let prior = table.whole("prior", row) else { continue }
            knots[table.growthGrade(row), default: [:]][prior] = SplineKnots(
                interior: columns.map { $0[row] }, lowerBoundary: ends[0][row], upperBoundary: ends[1][row])
        }
        return knots
    }

    private static func coefficients(_ table: Table) -> [GrowthGrade: [Coefficients]] {
        var found: [GrowthGrade: [Int: Coefficients]] = [:]
        let columns = (0...7 * PercentileRule.mostPriors).map { table.numbers("c\($0)") }
        for row in 0..<table.rowCount {
            guard let order = table.whole("prior_scores", row), let quantile = table.whole("quantile", row) else { continue }
            let own = columns[...(7 * order)].map { $0[row] }
            found[table.growthGrade(row), default: [:]][
                order, default: Coefficients(order: order, students: table.whole("students", row) ?? 0, rows: [:])
            ].rows[quantile] = own
        }
        return found.mapValues { $0.values.sorted { $0.order < $1.order } }
    }

    /// The regressions to compare with; nil for those of the students themselves.
    func baseline(_ of: GrowthGrade, _ progression: GrowthDeclaration.Progression) -> StoredRegressions? {
        guard let coefficients else { return nil }
        let grades = progression.priors.map(\.grade), own = knots[of] ?? [:]
        let orders = (coefficients[of] ?? []).filter { $0.order <= grades.count }.map { stored in
            StoredRegressions.Order(
                order: stored.order, students: stored.students,
                knots: (1...stored.order).map { StoredRegressions.Knots(grade: grades[$0 - 1], own[$0]!) },
                coefficients: PercentileRule.quantiles.indices.map { stored.rows[$0 + 1]! })
        }
        return StoredRegressions(progression: grades.reversed() + [progression.grade], orders: orders)
    }
}

extension GrowthGrade {
    fileprivate var inWords: String { "\(subject), grade \(grade)" }
}

extension Table {
    fileprivate func growthGrade(_ row: Int) -> GrowthGrade { GrowthGrade(subject: text("subject", row), grade: text("grade", row)) }

    /// A number column's values; NaN where there is none.
    fileprivate func numbers(_ name: String) -> [Double] {
        columns[name]?.doubles ?? [Double](repeating: .nan, count: rowCount)
    }
}
