/// What a table holds; a stage's port takes tables of one kind only.
package enum TableKind: String, Sendable {
    case records = "records"
    case population = "population"
    case measures = "measures"
    case lowest = "lowest-performing groups"
    case ledger = "ledger"
    case cutPoints = "cut points"
    case results = "results"
    case points = "points"
    case scores = "scores"
    case reports = "school reports"
}

/// One input or output of a stage.
package struct Port: Sendable, Equatable {
    package let name: String
    package let kind: TableKind
    package let isRequired: Bool

    init(_ name: String, _ kind: TableKind, required: Bool = true) {
        self.name = name
        self.kind = kind
        isRequired = required
    }
}

/// The kinds of stages, with their ports.
package enum StageKind: String, Sendable, CaseIterable {
    case population
    case growthPercentiles = "growth_percentiles"
    case valueAdded = "value_added"
    case disaggregate, calibrate, band, aggregate, report

    package var reads: [Port] {
        switch self {
        case .population: [Port("rows", .records)]
        case .growthPercentiles, .valueAdded: [Port("scores", .records)]
        case .disaggregate: []
        case .calibrate: [Port("measures", .measures), Port("population", .population, required: false)]
        case .band:
            [Port("measures", .measures), Port("cut_points", .cutPoints), Port("population", .population, required: false)]
        case .aggregate: [Port("results", .results), Port("population", .population, required: false)]
        case .report:
            [
                Port("results", .results), Port("scores", .scores, required: false),
                Port("population", .population, required: false),
            ]
        }
    }

    package var makes: [Port] {
        switch self {
        case .population: [Port("population", .population)]
        case .growthPercentiles: [Port("percentiles", .records)]
        case .valueAdded: [Port("growth", .records)]
        case .disaggregate: [Port("measures", .measures), Port("lowest", .lowest), Port("ledger", .ledger)]
        case .calibrate: [Port("cut_points", .cutPoints)]
        case .band: [Port("results", .results)]
        case .aggregate: [Port("scores", .scores), Port("points", .points)]
        case .report: [Port("school_reports", .reports)]
        }
    }
}
