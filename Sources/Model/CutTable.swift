/// The cut points of one metric at one school level: the bounds at which levels 2, 3, … begin.
package struct CutPoints: Sendable, Equatable {
    package let metric: String
    /// A school level's key, or `CutPoints.everyLevel`.
    package let schoolLevel: String
    /// In the order of the levels they open: rising for "higher is better", falling for "lower is better".
    package let bounds: [Rational]
    /// The levels that the bounds open, as the file names them; 2, 3, … where all is well.
    package let levels: [Int]
    package let origin: Origin

    package static let everyLevel = "all"

    /// What the cut points were derived from.
    package struct Origin: Sendable, Equatable {
        /// The baseline year.
        package let year: String
        /// How many schools' results they were derived from; nil where they were set by hand.
        package let schools: Int?
        package let method: String
        package let source: String

        package init(year: String, schools: Int?, method: String, source: String) {
            self.year = year
            self.schools = schools
            self.method = method
            self.source = source
        }
    }

    /// - Parameter levels: nil for 2, 3, ….
    package init(metric: String, schoolLevel: String, bounds: [Rational], levels: [Int]? = nil, origin: Origin) {
        self.levels = levels ?? bounds.indices.map { $0 + 2 }
        self.metric = metric
        self.schoolLevel = schoolLevel
        self.bounds = bounds
        self.origin = origin
    }
}

/// All cut points that a run bands with.
package struct CutTable: Sendable, Equatable {
    package let rows: [CutPoints]
    /// Metric → school level → the first row for them.
    private let places: [String: [String: Int]]

    package init(_ rows: [CutPoints]) {
        self.rows = rows
        var places: [String: [String: Int]] = [:]
        for (place, row) in rows.enumerated() where places[row.metric]?[row.schoolLevel] == nil {
            places[row.metric, default: [:]][row.schoolLevel] = place
        }
        self.places = places
    }

    /// The cut points for a metric at a school level; those for every level where it has none of its own.
    package func cutPoints(metric: String, schoolLevel: String) -> CutPoints? {
        guard let own = places[metric] else { return nil }
        return (own[schoolLevel] ?? own[CutPoints.everyLevel]).map { rows[$0] }
    }

    /// The cut points for a metric at the first of some school levels that has any.
    package func cutPoints(metric: String, schoolLevels: [String]) -> CutPoints? {
        for level in schoolLevels {
            if let found = cutPoints(metric: metric, schoolLevel: level) { return found }
        }
        return nil
    }
}
