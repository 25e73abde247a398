internal import Model
internal import Tables

/// What a stage of growth makes.
struct GrowthOutcome {
    /// Rows for metrics to count.
    let rows: Table
    /// Port → what the stage tells of its work, made only where it is used.
    let tables: [(port: String, content: () -> GrowthTable.Content)]
}
