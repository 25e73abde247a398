internal import Model
internal import Tables

/// What a stage of growth makes.
struct GrowthOutcome {
    /// Rows for metrics to count.
    let rows: Table
    /// Port → what the stage tells of its work.
    let tables: [(port: String, content: GrowthTable.Content)]
    /// The table of students, made only where it is published.
    let students: () -> GrowthTable.Content
}
