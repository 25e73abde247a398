/// Regressions at all quantiles, to be evaluated at any prior scores.
struct RegressionPlanes: Sendable {
    private let bases: [SplineBasis]
    /// By quantile and column the coefficients, `width` apart.
    private let coefficients: [Double]
    private let width: Int

    /// How many prior scores.
    var priorCount: Int { bases.count }

    /// - Parameters:
    ///   - knots: by prior, the most recent first.
    ///   - coefficients: by quantile those of 1 and of each prior's basis; more than these are left alone.
    init(knots: [SplineKnots], coefficients: [[Double]]) {
        bases = knots.map { SplineBasis($0) }
        let columnCount = 1 + bases.reduce(0) { $0 + $1.columnCount }
        // Four numbers can be read from every column on.
        let width = columnCount + 3
        self.width = width
        self.coefficients = coefficients.flatMap { $0[..<columnCount] + [0, 0, 0] }
    }

    init(_ stored: StoredRegressions.Order) {
        self.init(knots: stored.knots.map { SplineKnots($0) }, coefficients: stored.coefficients)
    }

    /// What prior scores weigh a plane's coefficients with.
    struct Point {
        fileprivate var rows: [(column: Int, values: SIMD4<Double>)]
    }

    /// - Parameter priors: the most recent first, as many as the regression takes.
    func point(_ priors: some Sequence<Double>) -> Point {
        var column = 1
        return Point(rows: zip(bases, priors).map { basis, score in
            var row = basis.row(at: score)
            if row.first < 0 { row.values[0] = 0 }
            defer { column += basis.columnCount }
            return (column + row.first, row.values)
        })
    }

    /// The fitted value of a quantile, by its number.
    func height(_ quantile: Int, at point: Point) -> Double {
        coefficients.withUnsafeBufferPointer { coefficients in
            let own = coefficients.baseAddress! + quantile * width
            var height = own[0]
            for row in point.rows {
                height += (UnsafeRawPointer(own + row.column).loadUnaligned(as: SIMD4<Double>.self) * row.values).sum()
            }
            return height
        }
    }

    /// Writes all quantiles' fitted values, ascending, as whole numbers of hundred-thousandths of a score point.
    func writeSortedUnits(at point: Point, into fitted: inout [Double]) {
        for quantile in fitted.indices {
            let unit = FiveDecimals.units(height(quantile, at: point))
            // Planes cross rarely, and neighbours first.
            var place = quantile
            while place > 0, fitted[place - 1] > unit {
                fitted[place] = fitted[place - 1]
                place -= 1
            }
            fitted[place] = unit
        }
    }
}
