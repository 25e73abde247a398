internal import Disaggregation
internal import Ingestion
internal import Model
internal import Tables

/// What a stage made of rows, before anything of held-back districts is left out.
struct RowsOutcome: Sendable, Codable {
    enum Content: Sendable, Codable {
        /// By school, group and school level, as in `Population`.
        case population([Int32])
        case counts(Counts)
        /// Rows for metrics to count; nil where they are of students and were not kept. And port → what the stage tells of its work.
        case growth(rows: Table?, tables: [GrowthOutput])
    }

    struct GrowthOutput: Sendable, Codable {
        let port: String
        let content: GrowthTable.Content
    }

    let content: Content
    /// What was wrong with the rows.
    let findings: [Finding]
}

extension RowsOutcome {
    /// The same without a row of any student, since what is kept tells of schools alone; nil where a table of it is of students.
    var withoutStudents: RowsOutcome? {
        guard case .growth(let rows, let tables) = content else { return self }
        let areOfStudents = tables.contains { table in
            switch table.content {
            case .percentileStudents, .predictions: true
            default: false
            }
        }
        if areOfStudents { return nil }
        let haveStudents = rows?.columns.values.contains { $0.type == .key } ?? false
        return RowsOutcome(content: .growth(rows: haveStudents ? nil : rows, tables: tables), findings: findings)
    }
}
