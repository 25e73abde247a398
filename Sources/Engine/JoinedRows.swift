internal import Conditions
internal import Ingestion
internal import Parallel
internal import Tables

/// A source's rows with the columns that its conditions read, joined ones included, each as long as the source.
struct JoinedRows: Sendable {
    let source: SourceRule
    let rowCount: Int
    let columns: [String: Column]
    /// What was found to be wrong while they were joined.
    let findings: [Finding]

    func predicate(_ condition: Condition) -> Predicate {
        condition.compiled(over: columns.mapValues { ColumnView($0) })
    }

    /// - Precondition: the column was among those that the run needs.
    func column(_ name: String) -> Column {
        guard let column = columns[name] else { preconditionFailure("`\(name)` was not read") }
        return column
    }

    /// Codes of schools by row, 0 for rows of another year than the one asked for.
    func schools(year: String, isOneYear: Bool) -> [UInt16] {
        guard let field = source.field(.school), case .text(let codes, _) = column(field.name) else {
            return [UInt16](repeating: 0, count: rowCount)
        }
        guard !isOneYear, let yearField = source.field(.year), case .text(let years, let words) = column(yearField.name) else {
            return codes
        }
        let wanted = words.code(of: year)
        return zip(codes, years).map { $1 == wanted ? $0 : 0 }
    }
}

/// Joins a source with others, one after the other, and lets each of them go before the next is read.
struct Joiner {
    let source: SourceRule
    /// The columns wanted, joined ones as `join.field`.
    let wanted: Set<String>
    let inputs: Inputs
    let workers: Workers

    func rows() throws(InputProblems) -> JoinedRows {
        let table = try inputs.table(source.name)
        var columns: [String: Column] = [:], findings: [Finding] = []
        let joins = source.joins.filter { join in wanted.contains { $0.hasPrefix(join.name + ".") } }
        for (place, join) in joins.enumerated() {
            let names = wanted.filter { $0.hasPrefix(join.name + ".") }
            columns.merge(try self.columns(of: join, names, for: table, &findings)) { first, _ in first }
            let isLast = !joins[(place + 1)...].contains { $0.source == join.source }
            if isLast { inputs.release(join.source, after: source.name) }
        }
        let roles = [FieldRule.Role.student, .school, .year].compactMap { source.field($0)?.name }
        for name in wanted.union(roles) { if let own = table.columns[name] { columns[name] = own } }
        return JoinedRows(source: source, rowCount: table.rowCount, columns: columns, findings: findings)
    }

    private func columns(
        of join: JoinRule, _ names: Set<String>, for table: Table, _ findings: inout [Finding]
    ) throws(InputProblems) -> [String: Column] {
        let rule = inputs.rule(join.source), other = try inputs.table(join.source)
        // With one year in memory the year distinguishes nothing.
        let isOneYear = inputs.isOneYear(join.source), tellsYears = !isOneYear || !inputs.isOneYear(source.name)
        let by = join.by.filter { tellsYears || rule.field($0)?.role != .year }
        let isUnique = !rule.key.isEmpty && rule.key.allSatisfy { by.contains($0) || isOneYear && rule.field($0)?.role == .year }
        let own = by.map { table.columns[$0]! }, foreign = by.map { other.columns[$0]! }
        let matches = KeyMatches(
            of: RowKeys(own, asking: foreign, rowCount: table.rowCount), in: RowKeys(foreign, rowCount: other.rowCount),
            included: join.filter(over: rule).map { other.truth(of: $0, workers: workers) }, isUnique: isUnique, workers: workers)
        var columns: [String: Column] = [:]
        let counted = "\(join.name).\(JoinRule.count)"
        if names.contains(counted) { columns[counted] = .short(counts(matches, in: other)) }
        let fields = names.subtracting([counted])
        if fields.isEmpty { return columns }
        let rows = matches.repeats.isEmpty ? matches.rows : unambiguous(matches, of: join, &findings)
        for name in fields {
            columns[name] = other.columns[String(name.dropFirst(join.name.count + 1))]!.gathered(rows, workers: workers)
        }
        return columns
    }

    /// How many rows of the other source each row matches.
    private func counts(_ matches: KeyMatches, in other: Table) -> [Int16] {
        var counts = [Int16](repeating: 1, count: other.rowCount)
        for (first, _) in matches.repeats where counts[Int(first)] < .max { counts[Int(first)] += 1 }
        return matches.rows.map { $0 < 0 ? 0 : counts[Int($0)] }
    }

    /// Where a key has several rows, nothing says which is meant: the joined values are missing, and a finding says so.
    private func unambiguous(_ matches: KeyMatches, of join: JoinRule, _ findings: inout [Finding]) -> [Int32] {
        let ambiguous = Set(matches.repeats.map(\.first))
        var count = 0
        let rows = matches.rows.map { row -> Int32 in
            if !ambiguous.contains(row) { return row }
            count += 1
            return -1
        }
        if count == 0 { return rows }
        findings.append(
            Finding(
                severity: .error, source: source.name, file: source.file, line: nil, column: join.by.joined(separator: ", "),
                value: "", rule: "join",
                problem: "join `\(join.name)` finds more than one row of `\(join.source)` for \(count) rows; their joined values count as not known",
                remedy: "Add a `where` to the join that leaves one row per key, or read only `\(join.name).\(JoinRule.count)`"))
        return rows
    }

}

extension Table {
    /// By row whether a condition over its columns holds.
    func truth(of condition: Condition, workers: Workers) -> [UInt8] {
        let predicate = condition.compiled(over: columns.mapValues { ColumnView($0) })
        return [UInt8](unsafeUninitializedCapacity: rowCount) { storage, initialized in
            let target = storage.baseAddress
            workers.forEachPart(of: rowCount, size: 65_536) { part in
                predicate.evaluate(rows: part, into: target! + part.lowerBound)
            }
            initialized = rowCount
        }
    }
}
