/// The knots of a prior score's cubic spline: where it may bend, and the range it is made for.
///
/// Source: D. W. Betebenner, Norm- and Criterion-Referenced Student Growth (Educational Measurement: Issues and Practice
/// 28, 2009), p. 45; knots at the quintiles and boundaries beyond the range as the R package SGP 2.2 has them.
package struct SplineKnots: Sendable, Equatable {
    /// Four interior knots, ascending, in score points.
    package let interior: [Double]
    package let lowerBoundary: Double
    package let upperBoundary: Double

    package init(interior: [Double], lowerBoundary: Double, upperBoundary: Double) {
        self.interior = interior
        self.lowerBoundary = lowerBoundary
        self.upperBoundary = upperBoundary
    }

    /// Whether they are finite and ascend between the boundaries.
    package var isOrdered: Bool {
        let all = [lowerBoundary] + interior + [upperBoundary]
        return all.allSatisfy(\.isFinite) && zip(all, all.dropFirst()).allSatisfy(<=)
    }

    /// The knots that scores give: their quintiles, and their range extended by a tenth on each side, both to three decimals.
    ///
    /// - Parameter scores: all scores of one subject, grade and year that are there, in any order.
    /// - Returns: nil without a score.
    package init?(scores: [Double]) {
        let sorted = scores.sorted()
        guard let least = sorted.first, let greatest = sorted.last else { return nil }
        interior = [0.2, 0.4, 0.6, 0.8].map { Self.thousandths(Self.quantile($0, ofSorted: sorted)) }
        let margin = (greatest - least) * 0.1
        lowerBoundary = Self.thousandths(least - margin)
        upperBoundary = Self.thousandths(greatest + margin)
    }

    /// The quantile of sorted values by linear interpolation.
    ///
    /// Source: R. J. Hyndman and Y. Fan, Sample Quantiles in Statistical Packages (The American Statistician 50, 1996), type 7.
    static func quantile(_ share: Double, ofSorted values: [Double]) -> Double {
        // Guards against a place that is a whole number but for rounding, as R does.
        let place = Double(values.count - 1) * share
        let low = (place + 4 * Double.ulpOfOne).rounded(.down)
        let fraction = abs(place - low) < 4 * Double.ulpOfOne ? 0 : place - low
        let first = values[Int(low)]
        if fraction == 0 { return first }
        return first + fraction * (values[min(Int(low) + 1, values.count - 1)] - first)
    }

    private static func thousandths(_ value: Double) -> Double { Decimals.rounded(value, scale: 1000) }
}
