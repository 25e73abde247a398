/// The cubic B-spline basis of a prior score, without the first function, whose place the intercept takes: seven columns.
///
/// Source: C. de Boor, A Practical Guide to Splines (1978), chapter X, (5); the columns are those of R's
/// `splines::bs(x, knots =, Boundary.knots =)`.
struct SplineBasis: Sendable {
    /// Columns of the basis.
    let columnCount: Int
    /// The boundaries four times each, the interior knots between them.
    private let knots: [Double]

    private static let order = 4

    init(_ knots: SplineKnots) {
        self.knots = [Double](repeating: knots.lowerBoundary, count: Self.order) + knots.interior
            + [Double](repeating: knots.upperBoundary, count: Self.order)
        columnCount = knots.interior.count + Self.order - 1
    }

    /// The basis at one score: the functions that are not 0 there.
    struct Row: Sendable, Equatable {
        /// The column of the first value; -1 where that is the function left out.
        var first: Int
        var values: SIMD4<Double>
    }

    /// The basis at a score. Beyond the boundaries the outermost polynomials go on.
    func row(at score: Double) -> Row {
        let interval = interval(of: score)
        var values = SIMD4<Double>(1, 0, 0, 0)
        for degree in 1..<Self.order {
            var carried = 0.0
            for place in 0..<degree {
                let right = knots[interval + place + 1], left = knots[interval + 1 - degree + place]
                let share = right == left ? 0 : values[place] / (right - left)
                values[place] = carried + (right - score) * share
                carried = (score - left) * share
            }
            values[degree] = carried
        }
        return Row(first: interval - Self.order, values: values)
    }

    /// The last knot at or below a score that has width above it.
    private func interval(of score: Double) -> Int {
        let last = knots.count - Self.order - 1
        var interval = Self.order - 1
        while interval < last, score >= knots[interval + 1] { interval += 1 }
        // Where knots coincide at the upper end, the interval is the last one that has a width.
        while interval > Self.order - 1, knots[interval] == knots[interval + 1] { interval -= 1 }
        return interval
    }

    /// The columns at a score, dense: `columnCount` values.
    func dense(at score: Double) -> [Double] {
        let row = row(at: score)
        var dense = [Double](repeating: 0, count: columnCount)
        for place in 0..<Self.order where row.first + place >= 0 { dense[row.first + place] = row.values[place] }
        return dense
    }
}
