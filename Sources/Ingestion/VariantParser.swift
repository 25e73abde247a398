internal import Tables

/// Parses the batches of one thread for one variant of a source: years first, then every field of the rows that are kept.
final class VariantParser {
    private let parsers: [FieldParser]
    /// By field its place among the batch's columns; nil for a constant.
    private let places: [Int?]
    private let yearField: Int?
    private let years: Set<String>?

    private(set) var segments: [Segment] = []
    private(set) var rejected: [RejectedRow] = []
    private(set) var captured: [CapturedRow] = []
    private let wanted: Set<RowPlace>

    var texts: [[String]] { parsers.map(\.texts) }

    init(
        _ layout: VariantLayout, columns: [Int], keys: StudentKeys, schools: SchoolCodes, years: Set<String>?,
        wanted: Set<RowPlace>
    ) {
        parsers = layout.fields.map { FieldParser(rule: $0, keys: keys, schools: schools) }
        places = layout.positions.map { position in position.map { columns.firstIndex(of: $0)! } }
        yearField = layout.fields.firstIndex { $0.role == .year }
        self.years = years
        self.wanted = wanted
    }

    /// Adds the batch's segment and its rejected rows.
    func parse(_ batch: borrowing RecordBatch, variant: Int) {
        if variant == 0 { reject(batch.malformed, batch: batch.number) }
        var faults: [(position: Int, field: Int, fault: ValueFault)] = []
        var rows = (0..<Int32(batch.rowCount)).map { $0 }
        var columns = [SegmentColumn?](repeating: nil, count: parsers.count)
        if let yearField {
            let column = parseField(yearField, batch, rows) { faults.append(($0, yearField, $1)) }
            (rows, columns[yearField]) = keepYears(column, field: yearField, rows: rows, faults: &faults)
        }
        for field in parsers.indices where field != yearField {
            columns[field] = parseField(field, batch, rows) { faults.append(($0, field, $1)) }
        }
        var passed = columns.map { $0! }
        if !faults.isEmpty {
            reject(faults, rows: rows, batch)
            let failed = Set(faults.map(\.position))
            let kept = rows.indices.filter { !failed.contains($0) }
            passed = passed.map { $0.picking(kept) }
            rows = kept.map { rows[$0] }
        }
        if !wanted.isEmpty { capture(rows, batch, variant: variant) }
        if rows.isEmpty { return }
        segments.append(
            Segment(batch: batch.number, variant: variant, thread: batch.thread, rowCount: rows.count, columns: passed))
    }

    private func capture(_ rows: [Int32], _ batch: borrowing RecordBatch, variant: Int) {
        for (position, row) in rows.enumerated() {
            let place = RowPlace(batch: batch.number, variant: variant, position: position)
            guard wanted.contains(place) else { continue }
            captured.append(
                CapturedRow(place: place, line: batch.line(of: Int(row)), bytes: Array(batch.text(of: Int(row)))))
        }
    }

    private func parseField(
        _ field: Int, _ batch: borrowing RecordBatch, _ rows: [Int32], report: FieldParser.Report
    ) -> SegmentColumn {
        if let place = places[field] { return parsers[field].parse(batch, column: place, rows: rows, report: report) }
        return parsers[field].parseConstant(count: rows.count, report: report)
    }

    /// The rows of the years asked for. A row whose year is missing or wrong is kept, since it is rejected anyway.
    private func keepYears(
        _ column: SegmentColumn, field: Int, rows: [Int32], faults: inout [(position: Int, field: Int, fault: ValueFault)]
    ) -> ([Int32], SegmentColumn) {
        guard let years, case .text(let codes) = column else { return (rows, column) }
        let isKept = [true] + parsers[field].texts.map(years.contains)
        let kept = codes.indices.filter { isKept[Int(codes[$0])] }
        if kept.count == rows.count { return (rows, column) }
        var newPositions: [Int: Int] = [:]
        if !faults.isEmpty { for (new, old) in kept.enumerated() { newPositions[old] = new } }
        faults = faults.map { (newPositions[$0.position]!, $0.field, $0.fault) }
        return (kept.map { rows[$0] }, column.picking(kept))
    }

    private func reject(
        _ faults: [(position: Int, field: Int, fault: ValueFault)], rows: [Int32], _ batch: borrowing RecordBatch
    ) {
        for (position, ofRow) in Dictionary(grouping: faults, by: \.position).sorted(by: { $0.key < $1.key }) {
            let row = Int(rows[position])
            var described: [RejectedRow.Fault] = []
            for fault in ofRow {
                let rule = parsers[fault.field].rule
                let value = places[fault.field].map { String(decoding: batch.field(row, $0), as: UTF8.self) } ?? ""
                described.append(
                    .init(
                        column: rule.columnName, value: value, rule: fault.fault.rule, problem: fault.fault.problem,
                        remedy: fault.fault.remedy))
            }
            rejected.append(
                RejectedRow(
                    batch: batch.number, line: batch.line(of: row), bytes: Array(batch.text(of: row)), faults: described))
        }
    }

    private func reject(_ malformed: [MalformedRecord], batch: Int) {
        for record in malformed {
            let fault = RejectedRow.Fault(
                column: "", value: "", rule: "record", problem: record.fault.problem, remedy: record.fault.remedy)
            rejected.append(RejectedRow(batch: batch, line: record.line, bytes: record.bytes, faults: [fault]))
        }
    }
}

extension SegmentColumn {
    /// The values at some positions.
    func picking(_ positions: [Int]) -> SegmentColumn {
        switch self {
        case .key(let values): .key(positions.map { values[$0] })
        case .text(let values): .text(positions.map { values[$0] })
        case .short(let values): .short(positions.map { values[$0] })
        case .integer(let values): .integer(positions.map { values[$0] })
        case .number(let values): .number(positions.map { values[$0] })
        case .boolean(let values): .boolean(positions.map { values[$0] })
        case .date(let values): .date(positions.map { values[$0] })
        }
    }
}
