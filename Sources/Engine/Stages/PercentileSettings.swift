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
    init(_ declaration: PercentileDeclaration, knots: Table?, coefficients: Table?) {
        self.declaration = declaration
        self.knots = knots.map(Self.knots) ?? [:]
        self.coefficients = coefficients.map(Self.coefficients)
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

    /// The regressions to compare with; nil for those of the students themselves. A grade that the baseline does not have, or not
    /// whole, has none to compare with, and no percentiles.
    func baseline(_ of: GrowthGrade, _ progression: GrowthDeclaration.Progression) -> StoredRegressions? {
        guard let coefficients else { return nil }
        let grades = progression.priors.map(\.grade), own = knots[of] ?? [:]
        let orders = (coefficients[of] ?? []).compactMap { stored -> StoredRegressions.Order? in
            let knots = (1...stored.order).compactMap { prior in
                own[prior].flatMap { prior <= grades.count ? StoredRegressions.Knots(grade: grades[prior - 1], $0) : nil }
            }
            let rows = PercentileRule.quantiles.indices.compactMap { stored.rows[$0 + 1] }
            let isWhole = knots.count == stored.order && rows.count == PercentileRule.quantiles.count
                && rows.allSatisfy { $0.allSatisfy(\.isFinite) }
            return isWhole ? .init(order: stored.order, students: stored.students, knots: knots, coefficients: rows) : nil
        }
        return StoredRegressions(progression: grades.reversed() + [progression.grade], orders: orders)
    }
}

extension Table {
    fileprivate func growthGrade(_ row: Int) -> GrowthGrade { GrowthGrade(subject: text("subject", row), grade: text("grade", row)) }

    /// A number column's values; NaN where there is none.
    fileprivate func numbers(_ name: String) -> [Double] {
        columns[name]?.doubles ?? [Double](repeating: .nan, count: rowCount)
    }
}
