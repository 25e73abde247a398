internal import Conditions
internal import Ingestion
internal import Parallel
internal import Pipeline
internal import Tables

/// A source's rows with everything that conditions over it can see, joined columns included.
struct JoinedRows {
    let source: SourceRule
    let table: Table
    private var views: [String: ColumnView] = [:]

    /// Joins what the named columns need and nothing else.
    init(_ source: SourceRule, reading names: Set<String>, inputs: Inputs, pipeline: Pipeline, workers: Workers) throws(InputProblems) {
        self.source = source
        table = try inputs.table(source.name)
        for (name, column) in table.columns { views[name] = ColumnView(column) }
        for join in source.joins {
            let wanted = names.filter { $0.hasPrefix(join.name + ".") }
            if wanted.isEmpty { continue }
            try add(join, wanted: wanted, inputs: inputs, pipeline: pipeline, workers: workers)
        }
    }

    private mutating func add(
        _ join: JoinRule, wanted: Set<String>, inputs: Inputs, pipeline: Pipeline, workers: Workers
    ) throws(InputProblems) {
        guard let rule = pipeline.source(join.source) else { preconditionFailure("joins name declared sources") }
        let other = try inputs.table(join.source)
        // With one year in memory the year distinguishes nothing.
        let by = join.by.filter { !(inputs.isOneYear && rule.field($0)?.role == .year) }
        let included = join.filter(over: rule).map { Self.truth(of: $0, over: other, workers: workers) }
        let index = RowIndex(
            keys: by.map { other.columns[$0]! }, rowCount: other.rowCount, included: included, workers: workers)
        var rows = index.rows(for: by.map { table.columns[$0]! }, rowCount: table.rowCount, workers: workers)
        let counted = "\(join.name).\(JoinRule.count)"
        if wanted.contains(counted) { views[counted] = ColumnView(.short(Self.counts(rows, index: index, in: other))) }
        let fields = wanted.subtracting([counted])
        if fields.isEmpty { return }
        if !index.repeats.isEmpty { forget(index.repeats, in: &rows, of: join, inputs: inputs) }
        for name in fields {
            let field = String(name.dropFirst(join.name.count + 1))
            views[name] = ColumnView(other.columns[field]!, rows: rows)
        }
    }

    /// How many rows of the other source each row matches.
    private static func counts(_ rows: [Int32], index: RowIndex, in other: Table) -> [Int16] {
        var counts = [Int16](repeating: 1, count: other.rowCount)
        for (first, _) in index.repeats where counts[Int(first)] < .max { counts[Int(first)] += 1 }
        return rows.map { $0 < 0 ? 0 : counts[Int($0)] }
    }

    /// Where a key has several rows, nothing says which is meant: the joined values are missing, and a finding says so.
    private func forget(
        _ repeats: [(first: Int32, row: Int32)], in rows: inout [Int32], of join: JoinRule, inputs: Inputs
    ) {
        let ambiguous = Set(repeats.map(\.first))
        var count = 0
        for row in rows.indices where ambiguous.contains(rows[row]) {
            rows[row] = -1
            count += 1
        }
        if count == 0 { return }
        inputs.add(
            Finding(
                severity: .error, source: source.name, file: source.file, line: nil, column: join.by.joined(separator: ", "),
                value: "", rule: "join",
                problem: "join `\(join.name)` finds more than one row of `\(join.source)` for \(count) rows; their joined values count as not known",
                remedy: "Add a `where` to the join that leaves one row per key, or read only `\(join.name).\(JoinRule.count)`"))
    }

    private static func truth(of condition: Condition, over table: Table, workers: Workers) -> [UInt8] {
        let predicate = condition.compiled(over: table.columns.mapValues { ColumnView($0) })
        return [UInt8](unsafeUninitializedCapacity: table.rowCount) { storage, initialized in
            let target = storage.baseAddress
            workers.forEachPart(of: table.rowCount, size: 65_536) { part in
                predicate.evaluate(rows: part, into: target! + part.lowerBound)
            }
            initialized = table.rowCount
        }
    }

    // MARK: What conditions see

    func predicate(_ condition: Condition) -> Predicate { condition.compiled(over: views) }

    func view(_ name: String) -> ColumnView { views[name]! }

    /// Codes of schools by row, 0 for rows of another year than the one asked for.
    func schools(year: String, isOneYear: Bool) -> [UInt16] {
        guard let field = source.field(.school), case .text(let codes, _)? = table.columns[field.name] else {
            return [UInt16](repeating: 0, count: table.rowCount)
        }
        guard !isOneYear, let yearField = source.field(.year), case .text(let years, let words)? = table.columns[yearField.name]
        else { return codes }
        let wanted = words.code(of: year)
        return zip(codes, years).map { $1 == wanted ? $0 : 0 }
    }
}
