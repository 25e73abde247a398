internal import Parallel
internal import Tables

/// All files of a source together: one table, and the rows that only turn out wrong beside others or within themselves.
extension SourceReading {
    mutating func content(schools: Vocabulary) -> SourceContent {
        if let crowded = crowdedColumn(of: contents) {
            let (problem, remedy) = Self.tooManyTexts(crowded)
            problems.append(InputProblem(source: reader.rule.name, problem: "\(reader.rule.file): \(problem). \(remedy)."))
            contents = []
        }
        let joiner = SegmentJoiner(contents)
        var columns: [String: Column] = [:]
        for (place, name) in reader.fields.enumerated() {
            guard let rule = reader.rule.field(name) else { continue }
            let shared = rule.role == .school && schools != Vocabulary() ? schools : nil
            columns[name] = joiner.column(place, rule: rule, vocabulary: shared, workers: workers)
        }
        var rows = JoinedTable(table: Table(rowCount: joiner.rowCount, columns: columns), joiner: joiner, origins: nil)
        for comparison in FieldComparison.all(of: reader.rule) { rejectRows(breaking: comparison, in: &rows) }
        let table = settleRepeats(in: rows)
        return SourceContent(
            rule: reader.rule, table: table, files: reports, findings: findings.sorted(by: Self.inOrder), rejects: rejects,
            yearsMet: yearsMet, heldBack: heldBack)
    }

    private static func inOrder(_ first: Finding, _ second: Finding) -> Bool {
        (first.file, first.line ?? 0, first.column, first.rule) < (second.file, second.line ?? 0, second.column, second.rule)
    }

    /// Rows whose own fields contradict each other are rejected like any bad row; too many hold their file back.
    private mutating func rejectRows(breaking comparison: FieldComparison, in rows: inout JoinedTable) {
        let breaking = comparison.breakingRows(in: rows.table)
        if breaking.isEmpty { return }
        for (file, places) in rows.placesByFile(of: breaking) {
            let count = reject(
                places, of: file,
                as: LateFault(
                    column: comparison.field.columnName, rule: "at_most",
                    problem: "is greater than \(comparison.bound.columnName)",
                    remedy: "Correct the row, and check that the two columns are not exchanged"))
            let report = reports.first { $0.file == files[file].name }
            _ = refuseBeyondLimit(files[file], rejected: count, of: report?.records ?? count)
        }
        rows.remove(breaking)
    }

    /// Rows of one key: equal ones count once, differing ones are all rejected, since nothing says which is right. A source
    /// declared `distinct` keeps one row with the declared texts where they differ.
    private mutating func settleRepeats(in rows: JoinedTable) -> Table {
        let repeats = RepeatedRows(table: rows.table, key: reader.rule.key, workers: workers)
        if repeats.isEmpty { return rows.table }
        if let distinct = reader.rule.distinct { return repeats.merged(differing: distinct) }
        let count = repeats.equalCount
        if count > 0 {
            findings.append(
                Finding(
                    severity: .note, source: reader.rule.name, file: reader.rule.file, line: nil, column: "", value: "",
                    rule: "repeated_row",
                    problem: count == 1 ? "1 row repeats an earlier row and counts once" : "\(count) rows repeat an earlier row and count once",
                    remedy: "Nothing needs to be done; a source without repeats is easier to check"))
        }
        let key = reader.rule.key.compactMap { reader.rule.field($0)?.columnName }.joined(separator: ", ")
        for (file, places) in rows.placesByFile(of: repeats.conflicting) {
            _ = reject(
                places, of: file,
                as: LateFault(
                    column: key, rule: "key",
                    problem: "\(reader.rule.key.count == 1 ? "stands" : "stand") in another row too, with other values",
                    remedy: "Keep the right row and remove the others; none of them was counted"))
        }
        return repeats.withoutRepeats
    }

    /// Reads a file once more for the text of rows that passed when it was read first.
    ///
    /// - Returns: how many there are; a row that a wide file's variants read several times is one.
    private mutating func reject(_ places: Set<RowPlace>, of number: Int, as fault: LateFault) -> Int {
        let file = files[number]
        guard let csv = try? CSVFile(path: file.path, layout: reader.rule.layout, digest: false),
            let content = try? reader.read(csv, of: file.district, wanted: places, workers: workers)
        else {
            problems.append(
                InputProblem(
                    source: reader.rule.name,
                    problem: "\(file.name): changed while it was read. Run again once the file is complete."))
            return 0
        }
        let captured = content.captured.sorted { ($0.place.batch, $0.line) < ($1.place.batch, $1.line) }
            .reduce(into: [CapturedRow]()) { rows, row in
                if rows.last?.place.batch != row.place.batch || rows.last?.line != row.line { rows.append(row) }
            }
        for row in captured.prefix(Self.findingLimit) {
            findings.append(
                Finding(
                    severity: .error, source: reader.rule.name, file: file.name,
                    line: content.summary.line(batch: row.place.batch, line: row.line), column: fault.column,
                    value: String(String(decoding: row.bytes, as: UTF8.self).prefix(80)), rule: fault.rule,
                    problem: fault.problem, remedy: fault.remedy))
        }
        addRejects(captured.map(\.bytes), of: file, header: content.headerText)
        if let report = reports.firstIndex(where: { $0.file == file.name }) {
            reports[report] = reports[report].with(moreRejected: captured.count)
        }
        return captured.count
    }
}

/// What is wrong with rows that each could be read.
private struct LateFault {
    let column: String
    let rule: String
    let problem: String
    let remedy: String
}

/// A source's table, and where its rows came from.
private struct JoinedTable {
    private(set) var table: Table
    let joiner: SegmentJoiner
    /// By row its row among all that were joined; nil while none is removed.
    private var origins: [Int]?

    init(table: Table, joiner: SegmentJoiner, origins: [Int]?) {
        self.table = table
        self.joiner = joiner
        self.origins = origins
    }

    /// The places of rows, by the number of their file, in the order of files.
    func placesByFile(of rows: [Int]) -> [(file: Int, places: Set<RowPlace>)] {
        let found = rows.map { joiner.origin(of: origins?[$0] ?? $0) }
        return Dictionary(grouping: found, by: \.file).sorted { $0.key < $1.key }.map { file, places in
            (file, Set(places.map { RowPlace(batch: $0.batch, variant: $0.variant, position: $0.position) }))
        }
    }

    mutating func remove(_ rows: [Int]) {
        var isKept = [Bool](repeating: true, count: table.rowCount)
        for row in rows { isKept[row] = false }
        origins = isKept.indices.filter { isKept[$0] }.map { origins?[$0] ?? $0 }
        table = table.keeping(isKept)
    }
}
