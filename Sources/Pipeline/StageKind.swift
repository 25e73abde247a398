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
    case growthKnots = "growth knots"
    case growthCoefficients = "growth coefficients"
    case percentileKnots = "knots of growth percentiles"
    case percentileCoefficients = "coefficients of growth percentiles"
    case percentileCohorts = "cohorts of growth percentiles"
    case percentileFit = "goodness of fit"
    case percentileExtremes = "growth at the ends of the scale"
    case growthRegressions = "regressions of growth"
    case growthEffects = "growth step by step"
    case growthSchools = "growth of schools"
    case growthResiduals = "residuals of growth"
    case growthLedger = "scores that growth is computed from"
    case students = "students"
    case growthPage = "growth page"
    case growthComparisons = "figures of schools side by side"
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
    case growthReport = "growth_report"

    /// Whether it works on the rows of sources; all others work on tables that stages made.
    package var readsRows: Bool {
        switch self {
        case .population, .growthPercentiles, .valueAdded, .disaggregate: true
        case .calibrate, .band, .aggregate, .report, .growthReport: false
        }
    }

    /// What a page calls it.
    package var title: String {
        switch self {
        case .growthPercentiles: "Growth percentiles"
        case .valueAdded: "Value-added"
        default: rawValue
        }
    }

    package var reads: [Port] {
        switch self {
        case .population: [Port("rows", .records)]
        case .growthPercentiles:
            [
                Port("scores", .records), Port("knots", .growthKnots, required: false),
                Port("coefficients", .growthCoefficients, required: false),
            ]
        case .valueAdded: [Port("scores", .records)]
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
        case .growthReport:
            [
                Port("percentile_cohorts", .percentileCohorts, required: false),
                Port("percentile_fit", .percentileFit, required: false),
                Port("percentile_extremes", .percentileExtremes, required: false),
                Port("growth_regressions", .growthRegressions, required: false),
                Port("growth_effects", .growthEffects, required: false),
                Port("growth_residuals", .growthResiduals, required: false),
                Port("measures", .measures, required: false), Port("population", .population, required: false),
            ]
        }
    }

    package var makes: [Port] {
        switch self {
        case .population: [Port("population", .population)]
        case .growthPercentiles:
            [
                Port("percentiles", .records), Port("percentile_cohorts", .percentileCohorts), Port("percentile_fit", .percentileFit),
                Port("percentile_extremes", .percentileExtremes), Port("percentile_knots", .percentileKnots),
                Port("percentile_coefficients", .percentileCoefficients), Port("percentile_students", .students),
            ]
        case .valueAdded:
            [
                Port("growth", .records), Port("growth_regressions", .growthRegressions), Port("growth_effects", .growthEffects),
                Port("growth_schools", .growthSchools), Port("growth_residuals", .growthResiduals),
                Port("growth_ledger", .growthLedger), Port("growth_students", .students),
            ]
        case .disaggregate: [Port("measures", .measures), Port("lowest", .lowest), Port("ledger", .ledger)]
        case .calibrate: [Port("cut_points", .cutPoints)]
        case .band: [Port("results", .results)]
        case .aggregate: [Port("scores", .scores), Port("points", .points)]
        case .report: [Port("school_reports", .reports)]
        case .growthReport: [Port("growth_page", .growthPage), Port("growth_comparisons", .growthComparisons)]
        }
    }
}
