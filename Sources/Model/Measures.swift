/// Which end of a metric's scale is the good one.
package enum Better: String, Sendable, CaseIterable {
    case higher, lower

    /// Whether `first` is a worse result than `second`.
    package func isWorse(_ first: Rational, than second: Rational) -> Bool {
        self == .higher ? first < second : first > second
    }
}

/// Why there is no result, with the codes that the tables print.
package enum Absence: String, Sendable, CaseIterable {
    /// Fewer students than the minimum n.
    case belowMinimum = "u"
    /// Nothing was reported, or not enough to count.
    case notAvailable = "x"
    /// The metric does not apply to the school or the group.
    case notApplicable = "z"
}

/// A metric as the stages after disaggregation know it.
package struct MetricWords: Sendable, Equatable {
    package let key: String
    package let title: String
    package let better: Better
    /// Decimals of the published value.
    package let decimals: Int
    /// The levels of the schools that it is for; nil for all.
    package let schoolLevels: [String]?

    package init(key: String, title: String, better: Better, decimals: Int, schoolLevels: [String]? = nil) {
        self.key = key
        self.title = title
        self.better = better
        self.decimals = decimals
        self.schoolLevels = schoolLevels
    }
}

/// A student group as the stages after disaggregation know it.
package struct GroupWords: Sendable, Equatable {
    package let key: String
    package let title: String

    package init(key: String, title: String) {
        self.key = key
        self.title = title
    }
}

/// One school's result on one metric for one group.
package struct Measure: Sendable, Equatable {
    /// Students in the denominator.
    package let n: Int
    /// Students who meet the rule; nil where a result is not a share of students.
    package let met: Int?
    package let outcome: Outcome

    package enum Outcome: Sendable, Equatable {
        case value(Rational)
        case absent(Absence)
    }

    package init(n: Int, met: Int?, outcome: Outcome) {
        self.n = n
        self.met = met
        self.outcome = outcome
    }

    package var value: Rational? {
        if case .value(let value) = outcome { value } else { nil }
    }

    package var absence: Absence? {
        if case .absent(let absence) = outcome { absence } else { nil }
    }
}

/// A result in 24 bytes, since a consortium has millions of them.
package struct Cell: Sendable, Equatable, BitwiseCopyable, Codable {
    private let numerator: Int64
    /// Positive for a value; otherwise what stands in its place.
    private let denominator: Int64
    private let n: Int32
    private let met: Int32

    private static let absences: [Absence] = [.belowMinimum, .notAvailable, .notApplicable]

    /// The cell of a metric that is not computed for the school or the group.
    package static let none = Cell(numerator: 0, denominator: 0, n: 0, met: -1)

    private init(numerator: Int64, denominator: Int64, n: Int32, met: Int32) {
        self.numerator = numerator
        self.denominator = denominator
        self.n = n
        self.met = met
    }

    /// A value whose fraction is longer than 18 digits is carried to nine decimals.
    package init(_ measure: Measure) {
        n = Int32(clamping: measure.n)
        met = measure.met.map { Int32(clamping: $0) } ?? -1
        switch measure.outcome {
        case .value(let value):
            if let top = Int64(exactly: value.numerator), let bottom = Int64(exactly: value.denominator) {
                (numerator, denominator) = (top, bottom)
            } else {
                let carried = Rational(value.scaledAndRounded(decimals: 9), over: Rational.power(of10: 9))
                (numerator, denominator) = (Int64(clamping: carried.numerator), Int64(clamping: carried.denominator))
            }
        case .absent(let absence):
            numerator = 0
            denominator = -1 - Int64(Self.absences.firstIndex(of: absence)!)
        }
    }

    /// The same without a result where it rests on fewer students than a minimum, but on some.
    package func counting(from minimum: Int) -> Cell {
        if denominator == 0 || n == 0 || n >= minimum { return self }
        return Cell(numerator: 0, denominator: -1 - Int64(Self.absences.firstIndex(of: .belowMinimum)!), n: n, met: -1)
    }

    package var measure: Measure? {
        if denominator == 0 { return nil }
        let outcome: Measure.Outcome =
            denominator > 0
            ? .value(Rational(inLowestTerms: Int128(numerator), over: Int128(denominator)))
            : .absent(Self.absences[Int(-1 - denominator)])
        return Measure(n: Int(n), met: met < 0 ? nil : Int(met), outcome: outcome)
    }
}

/// The standard errors that come with given results; most metrics have none, so that cells have no place for them.
package struct StandardErrors: Sendable, Codable {
    package static let none = StandardErrors([:])

    /// Places of the metrics that have some, in order.
    private let metrics: [Int]
    /// By these one number per school and group, at `school * groups.count + group`; NaN where there is none.
    private let errors: [[Double]]

    package init(_ byMetric: [Int: [Double]]) {
        metrics = byMetric.keys.sorted()
        errors = metrics.map { byMetric[$0]! }
    }

    package var byMetric: [Int: [Double]] { Dictionary(uniqueKeysWithValues: zip(metrics, errors)) }

    package func of(metric: Int) -> [Double]? { metrics.firstIndex(of: metric).map { errors[$0] } }
}

/// How far students' outcomes on metrics go together within schools.
package struct OutcomeCorrelations: Sendable, Codable {
    /// Metrics over the same records of students, by their places, with the sums over all students of the products of two metrics'
    /// deviations from their school's share, at `first * metrics.count + second`.
    package struct Block: Sendable, Codable {
        package let metrics: [Int]
        package let products: [Double]

        package init(metrics: [Int], products: [Double]) {
            precondition(products.count == metrics.count * metrics.count, "a product for each pair")
            self.metrics = metrics
            self.products = products
        }

        /// The correlation of two of them, by their places in the block; of the sums over students, so that those whom one of the
        /// metrics does not count make it smaller.
        package func correlation(_ first: Int, _ second: Int) -> Double {
            if first == second { return 1 }
            let spread = (products[first * metrics.count + first] * products[second * metrics.count + second]).squareRoot()
            return spread > 0 ? min(1, max(-1, products[first * metrics.count + second] / spread)) : 0
        }
    }

    package static let none = OutcomeCorrelations([])

    package let blocks: [Block]

    package init(_ blocks: [Block]) { self.blocks = blocks }
}

/// Every result of a year: schools × metrics × groups, absent ones included.
///
/// The cell of (school, metric, group) stands at `(school * metrics.count + metric) * groups.count + group`; it is
/// `Cell.none` where the metric does not apply to the school or is not computed for the group. `choices` has for each
/// chosen group (such as the lowest-performing race/ethnicity) one entry per school and metric, at
/// `school * metrics.count + metric`: the chosen group's place in `groups`, or -1 where none qualifies.
package struct Measures: Sendable {
    package let year: String
    package let schools: [School]
    package let metrics: [MetricWords]
    package let groups: [GroupWords]
    package let chosenGroups: [GroupWords]
    package let cells: [Cell]
    package let choices: [[Int16]]
    package let standardErrors: StandardErrors
    package let correlations: OutcomeCorrelations

    package init(
        year: String, schools: [School], metrics: [MetricWords], groups: [GroupWords], chosenGroups: [GroupWords],
        cells: [Cell], choices: [[Int16]], standardErrors: StandardErrors = .none,
        correlations: OutcomeCorrelations = .none
    ) {
        precondition(cells.count == schools.count * metrics.count * groups.count, "one cell per school, metric and group")
        precondition(choices.count == chosenGroups.count, "one list of choices per chosen group")
        self.year = year
        self.schools = schools
        self.metrics = metrics
        self.groups = groups
        self.chosenGroups = chosenGroups
        self.cells = cells
        self.choices = choices
        self.standardErrors = standardErrors
        self.correlations = correlations
    }

    package func index(school: Int, metric: Int, group: Int) -> Int {
        (school * metrics.count + metric) * groups.count + group
    }

    package subscript(school school: Int, metric metric: Int, group group: Int) -> Measure? {
        cells[index(school: school, metric: metric, group: group)].measure
    }

    /// How far a given result may be from the true one; nil where that is not known.
    package func standardError(school: Int, metric: Int, group: Int) -> Double? {
        guard let error = standardErrors.of(metric: metric)?[school * groups.count + group] else { return nil }
        return error.isNaN ? nil : error
    }

    /// Whether a school has a value on a metric, for any group.
    package func hasValue(school: Int, metric: Int) -> Bool {
        groups.indices.contains { self[school: school, metric: metric, group: $0]?.value != nil }
    }

    /// The group chosen for a school on a metric; nil where none qualifies.
    package func choice(_ chosen: Int, school: Int, metric: Int) -> Int? {
        let group = choices[chosen][school * metrics.count + metric]
        return group < 0 ? nil : Int(group)
    }
}
