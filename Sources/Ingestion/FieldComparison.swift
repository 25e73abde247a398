internal import Tables

/// Two fields of a row of which one can't be greater than the other.
struct FieldComparison {
    let field: FieldRule
    let bound: FieldRule

    /// What the fields of a source declare.
    static func all(of rule: SourceRule) -> [FieldComparison] {
        rule.fields.compactMap { field in
            field.atMost.flatMap(rule.field).map { FieldComparison(field: field, bound: $0) }
        }
    }

    /// Rows where both are known and the field is greater; none where one of the two was not read.
    func breakingRows(in table: Table) -> [Int] {
        switch (table.columns[field.name], table.columns[bound.name]) {
        case (.short(let values)?, .short(let bounds)?): rows(values, above: bounds, missing: .min)
        case (.integer(let values)?, .integer(let bounds)?): rows(values, above: bounds, missing: .min)
        case (.number(let values)?, .number(let bounds)?): rows(values, above: bounds, missing: .min)
        default: []
        }
    }

    private func rows<Value: FixedWidthInteger>(_ values: [Value], above bounds: [Value], missing: Value) -> [Int] {
        var rows: [Int] = []
        for row in values.indices where values[row] > bounds[row] && bounds[row] != missing { rows.append(row) }
        return rows
    }
}

extension FieldRule {
    /// What the field is called in the file.
    var columnName: String {
        if case .column(let name) = origin { name } else { name }
    }
}
