/// The regressions of a baseline, as they are stored in a file and used again in later years.
///
/// Source: D. W. Betebenner, A. Van Iwaarden, B. Domingue and Y. Shang, SGP (R package, 2.2), baseline-referenced percentiles.
package struct StoredRegressions: Codable, Sendable, Equatable {
    /// The file's version: 1.
    package let format: Int
    /// The grades that students went through, oldest first.
    package let progression: [String]
    package let quantiles: [Double]
    /// From order 1 up; an order whose cohort was too small is left out.
    package let orders: [Order]

    package struct Order: Codable, Sendable, Equatable {
        /// How many prior scores.
        package let order: Int
        /// Students it was fitted on.
        package let students: Int
        /// By prior, the most recent first.
        package let knots: [Knots]
        /// By quantile the coefficients of 1 and of each prior's basis.
        package let coefficients: [[Double]]

        package init(order: Int, students: Int, knots: [Knots], coefficients: [[Double]]) {
            self.order = order
            self.students = students
            self.knots = knots
            self.coefficients = coefficients
        }
    }

    package struct Knots: Codable, Sendable, Equatable {
        package let grade: String
        package let interior: [Double]
        package let boundaries: [Double]

        package init(grade: String, _ knots: SplineKnots) {
            self.grade = grade
            interior = knots.interior
            boundaries = [knots.lowerBoundary, knots.upperBoundary]
        }
    }

    package static let format = 1

    /// - Parameter orders: from order 1 up.
    package init(progression: [String], orders: [Order]) {
        format = Self.format
        self.progression = progression
        quantiles = PercentileRule.quantiles
        self.orders = orders
    }

    /// What keeps it from being used for students of a progression; nil where nothing does.
    package func mistake(for progression: [String]) -> String? {
        if format == Self.format, self.progression != progression { return "it is of the progression \(ownProgression)" }
        return mistake
    }

    /// What keeps it from predicting scores of a path's last grade from those before; nil where nothing does.
    ///
    /// Where the path begins later, regressions on so many prior scores are just not used.
    package func mistake(onPath path: [String]) -> String? {
        if format == Self.format, !zip(progression.reversed(), path.reversed()).allSatisfy(==) {
            return "it is of the progression \(ownProgression), and students go through \(path.joined(separator: ","))"
        }
        return mistake
    }

    private var ownProgression: String { progression.joined(separator: ",") }

    /// What is wrong with it; nil where nothing is.
    package var mistake: String? {
        if format != Self.format { return "its format is \(format), and this tool reads \(Self.format)" }
        if quantiles != PercentileRule.quantiles { return "its quantiles are not those of the percentiles 1 to 99" }
        let isWhole = orders.allSatisfy { order in
            (1..<max(1, progression.count)).contains(order.order)
                && order.knots.map(\.grade) == progression.dropLast().suffix(order.order).reversed()
                && order.knots.allSatisfy { $0.interior.count == 4 && $0.boundaries.count == 2 && SplineKnots($0).isOrdered }
                && order.coefficients.count == quantiles.count
                && order.coefficients.allSatisfy { $0.count == 1 + 7 * order.order && $0.allSatisfy(\.isFinite) }
        }
        return isWhole && Set(orders.map(\.order)).count == orders.count ? nil : "it is not whole"
    }
}

extension StoredRegressions {
    /// The regressions that were fitted.
    package init(_ growth: GrowthPercentiles, progression: [String]) {
        let priorGrades = Array(progression.dropLast().reversed())
        self.init(
            progression: progression,
            orders: growth.orders.compactMap { order in
                guard let fit = order.process else { return nil }
                return Order(
                    order: order.order, students: order.studentCount,
                    knots: zip(priorGrades, order.knots).map { Knots(grade: $0, $1) },
                    coefficients: fit.coefficients.map { Array($0[..<fit.design.columnCount]) })
            })
    }
}

extension SplineKnots {
    init(_ stored: StoredRegressions.Knots) {
        self.init(interior: stored.interior, lowerBoundary: stored.boundaries[0], upperBoundary: stored.boundaries[1])
    }
}
