internal import CLibCSV
internal import Glibc

/// libcsv over single records, in strict mode: the authority on what a record's bytes mean.
final class StrictParser {
    /// What libcsv makes of a record's bytes without their line end.
    enum Verdict {
        /// One row of exactly these bytes: its number of fields, and how many bytes they have together.
        case row(fields: Int, bytes: Int)
        /// Nothing but blanks.
        case blank
        case fault(MalformedRecord.Fault)
    }

    /// What the callbacks fill.
    private struct Row {
        var count = 0
        var fieldCount = 0
        let fields: UnsafeMutablePointer<FieldPlace>
        let fieldLimit: Int
        /// Where the fields' bytes go, as a base, the first byte's place behind it, and how many there are.
        var base: UnsafeMutableRawPointer?
        var start = 0
        var bytes = 0
    }

    private let parser: UnsafeMutablePointer<csv_parser>
    private let row: UnsafeMutablePointer<Row>

    /// Keeps the places of the first `fieldLimit` fields of a row; the others are only counted.
    init(delimiter: UInt8, fieldLimit: Int) {
        parser = .allocate(capacity: 1)
        parser.initialize(to: csv_parser())
        row = .allocate(capacity: 1)
        row.initialize(to: Row(fields: .allocate(capacity: fieldLimit), fieldLimit: fieldLimit))
        csv_init(parser, UInt8(CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL))
        csv_set_delim(parser, delimiter)
        csv_set_blk_size(parser, 1 << 14)
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
        row.pointee.fields.deallocate()
        row.deallocate()
    }

    /// The fields of the last row.
    var fields: UnsafePointer<FieldPlace> { UnsafePointer(row.pointee.fields) }

    /// Parses one record; the row counts only if it is complete at the last byte and not before.
    ///
    /// The fields' bytes are written from `base + start` on, no more than the record has; places count from `base`.
    func parse(_ record: UnsafeRawBufferPointer, writingTo base: UnsafeMutableRawPointer, at start: Int) -> Verdict {
        reset(base, start)
        let parsed = csv_parse(parser, record.baseAddress, record.count, Self.addField, Self.endRow, row)
        if parsed < record.count { return .fault(misplacedQuote(at: parsed)) }
        precondition(row.pointee.count == 0, "a record's bytes hold no line end outside quotes")
        if csv_fini(parser, Self.addField, Self.endRow, row) != 0 { return .fault(.quoteNeverClosed) }
        return row.pointee.count == 0
            ? .blank : .row(fields: row.pointee.fieldCount, bytes: row.pointee.bytes)
    }

    /// libcsv keeps its state after a fault.
    private func reset(_ base: UnsafeMutableRawPointer, _ start: Int) {
        parser.pointee.pstate = 0
        parser.pointee.quoted = 0
        parser.pointee.spaces = 0
        parser.pointee.entry_pos = 0
        parser.pointee.status = 0
        row.pointee.count = 0
        row.pointee.fieldCount = 0
        row.pointee.bytes = 0
        row.pointee.base = base
        row.pointee.start = start
    }

    /// Strict mode stops at two places: a quote within an unquoted field, and text behind a closing quote.
    private func misplacedQuote(at index: Int) -> MalformedRecord.Fault {
        precondition(parser.pointee.status == CSV_EPARSE, "no memory left for a record")
        let insideField: Int32 = 2
        return parser.pointee.pstate == insideField
            ? .quoteInsideUnquotedField(column: index + 1) : .textAfterClosingQuote(column: index + 1)
    }

    private static let addField: @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
        bytes, count, context in
        let row = context!.assumingMemoryBound(to: Row.self)
        let start = row.pointee.start + row.pointee.bytes
        if row.pointee.fieldCount < row.pointee.fieldLimit {
            let place = FieldPlace(start: UInt32(start), length: UInt32(count))
            row.pointee.fields[row.pointee.fieldCount] = bytes != nil && count == 0 ? .quotedEmpty : place
        }
        if let bytes { memcpy(row.pointee.base! + start, bytes, count) }
        row.pointee.fieldCount += 1
        row.pointee.bytes += count
    }

    private static let endRow: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
        context!.assumingMemoryBound(to: Row.self).pointee.count += 1
    }
}
