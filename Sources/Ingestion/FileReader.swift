internal import Parallel
internal import Tables

/// The rows of one batch and variant that passed, as columns.
final class Segment: @unchecked Sendable {
    /// Position in the file: batch, then variant.
    let batch: Int
    let variant: Int
    let thread: Int
    let rowCount: Int
    /// By field; taken away piece by piece when the segments are joined.
    var columns: [SegmentColumn]

    init(batch: Int, variant: Int, thread: Int, rowCount: Int, columns: [SegmentColumn]) {
        self.batch = batch
        self.variant = variant
        self.thread = thread
        self.rowCount = rowCount
        self.columns = columns
    }
}

/// A row that did not pass, with everything wrong with it.
struct RejectedRow: Sendable {
    let batch: Int
    let line: Int
    let bytes: [UInt8]
    let faults: [Fault]

    struct Fault: Sendable, Equatable {
        let column: String
        let value: String
        let rule: String
        let problem: String
        let remedy: String
    }
}

/// The place of a row that passed: its batch and variant, and its position among the rows that passed there.
struct RowPlace: Hashable, Sendable {
    let batch: Int
    let variant: Int
    let position: Int
}

/// A row that passed, as it stands in its file.
struct CapturedRow: Sendable {
    let place: RowPlace
    let line: Int
    let bytes: [UInt8]
}

/// What came of reading one file.
struct FileContent {
    let segments: [Segment]
    /// Texts by `thread * variants + variant`, then field.
    let texts: [[[String]]]
    let threadCount: Int
    /// Rows asked for by their place, with their lines and bytes.
    let captured: [CapturedRow]
    let rejected: [RejectedRow]
    let summary: CSVSummary
    let headerText: [UInt8]

    /// Each rejected row of the file once: where a wide row stands for several, its faults are brought together.
    var rejectedRows: [RejectedRow] {
        var rows: [RejectedRow] = []
        for row in rejected {
            if let last = rows.last, last.batch == row.batch, last.line == row.line {
                let faults = last.faults + row.faults.filter { fault in !last.faults.contains(fault) }
                rows[rows.count - 1] = RejectedRow(batch: row.batch, line: row.line, bytes: row.bytes, faults: faults)
            } else {
                rows.append(row)
            }
        }
        return rows
    }
}

/// Reads one file of a source into columns, on all threads.
struct FileReader: Sendable {
    let rule: SourceRule
    /// The fields to read, in the order of the columns they become.
    let fields: [String]
    /// The years to keep; nil for all. A source without a year field is of every year.
    let years: Set<String>?
    let keys: StudentKeys
    let schools: SchoolCodes

    /// - Throws: the first fault of the file as a whole (unreadable, no header); missing columns are `FileProblem`s.
    ///
    /// - Parameters:
    ///   - district: whose file it is; nil for a file of all.
    ///   - wanted: places of rows to capture, as a former reading of the same file numbered them.
    func read(
        _ file: CSVFile, of district: String?, wanted: Set<RowPlace> = [], workers: Workers
    ) throws(CSVFault) -> FileContent {
        let schools = schools.named(in: district)
        let variants = rule.variants.isEmpty ? [[]] : rule.variants
        let layouts = variants.map { VariantLayout(reader: self, variant: $0, header: file.header) }
        let columns = Array(Set(layouts.flatMap(\.columns))).sorted()
        let threads = ThreadStates(
            states: (0..<workers.count).map { _ in
                layouts.map { VariantParser($0, columns: columns, keys: keys, schools: schools, years: years, wanted: wanted) }
            })
        let summary = try file.readBatches(columns: columns, workers: workers) { batch in
            for (number, parser) in threads.states[batch.thread].enumerated() {
                parser.parse(batch, variant: number)
            }
        }
        let parsers = threads.states.flatMap { $0 }
        let segments = parsers.flatMap(\.segments).sorted { ($0.batch, $0.variant) < ($1.batch, $1.variant) }
        let rejected = parsers.flatMap(\.rejected).sorted { ($0.batch, $0.line) < ($1.batch, $1.line) }
        let texts = threads.states.flatMap { state in state.map(\.texts) }
        return FileContent(
            segments: segments, texts: texts, threadCount: workers.count, captured: parsers.flatMap(\.captured),
            rejected: rejected, summary: summary, headerText: file.headerText)
    }

    /// Names of columns that the fields need and the header lacks.
    func missingColumns(in header: [String]) -> [String] {
        neededColumns.subtracting(header).sorted()
    }

    /// Names in the header that no field is read from.
    func unusedColumns(in header: [String]) -> [String] {
        let declared = rule.fields.map(\.columnName)
        return header.filter { !neededColumns.contains($0) && !declared.contains($0) }
    }

    private var neededColumns: Set<String> {
        let variants = rule.variants.isEmpty ? [[]] : rule.variants
        return Set(variants.flatMap { variant in
            effectiveFields(variant).compactMap { field -> String? in
                if case .column(let name) = field.origin { name } else { nil }
            }
        })
    }

    /// The fields to read, each as its variant has it; the year first, since it decides which rows matter.
    func effectiveFields(_ variant: [FieldRule]) -> [FieldRule] {
        fields.map { name in
            guard let field = variant.first(where: { $0.name == name }) ?? rule.field(name) else {
                preconditionFailure("only declared fields are read")
            }
            return field
        }
    }
}

/// Threads' parsers; each thread touches its own only.
private struct ThreadStates: @unchecked Sendable {
    let states: [[VariantParser]]
}

/// A variant's fields and where in the header they stand.
struct VariantLayout: Sendable {
    let fields: [FieldRule]
    /// By field its column in the header; nil for a constant.
    let positions: [Int?]

    init(reader: FileReader, variant: [FieldRule], header: [String]) {
        fields = reader.effectiveFields(variant)
        positions = fields.map { field in
            if case .column(let name) = field.origin { header.firstIndex(of: name) } else { nil }
        }
    }

    var columns: [Int] { positions.compactMap { $0 } }
}
