import TestSupport

/// Section 4: levels 1 to 10 by fixed cut points of metric and school level.
struct Levels {
    /// Metric and school level (or `all`) → the nine bounds of levels 2 to 10.
    private let bounds: [[String]: [Fraction]]

    /// - Parameter cutPoints: one row per metric, school level and level, in any order.
    init(_ cutPoints: CSVDocument) {
        var bounds: [[String]: [(level: Int, bound: Fraction)]] = [:]
        for row in cutPoints.dictionaries {
            bounds[[row["metric"]!, row["school_level"]!], default: []].append(
                (Int(row["level"]!)!, Fraction(decimal: row["cut_point"]!)!))
        }
        self.bounds = bounds.mapValues { rows in rows.sorted { $0.level < $1.level }.map(\.bound) }
    }

    /// The level of a result: one more than the bounds it reaches. A value on a bound gets the upper level; for metrics where
    /// less is better the mirror image. Nil without a value or cut points.
    func level(of value: Fraction?, on metric: String, at schoolLevel: String?) -> Int? {
        guard let value, let schoolLevel, let bounds = bounds[[metric, schoolLevel]] ?? bounds[[metric, "all"]]
        else { return nil }
        return 1 + bounds.count { SchoolResults.isLowerBetter(metric) ? value <= $0 : value >= $0 }
    }
}
