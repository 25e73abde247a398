package import Model

/// What a year's rows were counted to, whatever the minimum number of students: the only part of disaggregation that reads rows.
package struct Counts: Sendable, Codable {
    /// One for each school, metric and group, as in `Measures`.
    package let cells: [Cell]
    /// By metric.
    package let entries: [[Ledger.Entry]]
    package let standardErrors: StandardErrors
    package let correlations: OutcomeCorrelations

    package init(
        cells: [Cell], entries: [[Ledger.Entry]], standardErrors: StandardErrors = .none, correlations: OutcomeCorrelations = .none
    ) {
        self.cells = cells
        self.entries = entries
        self.standardErrors = standardErrors
        self.correlations = correlations
    }
}
