internal import CLibCSV
internal import Glibc

/// libcsv over single records, in strict mode: the authority on what a record's bytes mean.
final class StrictParser {
    /// What libcsv makes of a record's bytes without their line end.
    enum Verdict {
        /// One row of exactly these bytes; its fields stand in `fields` and `text`.
        case row
        /// Nothing but blanks.
        case blank
        case fault(MalformedRecord.Fault)
    }

    /// A field of the last row, its bytes a range of `text`.
    struct Field {
        let range: Range<Int>
        /// Written `""`.
        let isQuotedEmpty: Bool
    }

    private struct Row {
        var text: [UInt8] = []
        var fields: [Field] = []
        var count = 0
    }

    private let parser: UnsafeMutablePointer<csv_parser>
    private let row: UnsafeMutablePointer<Row>

    var fields: [Field] { row.pointee.fields }
    var text: [UInt8] { row.pointee.text }

    init(delimiter: UInt8) {
        parser = .allocate(capacity: 1)
        parser.initialize(to: csv_parser())
        row = .allocate(capacity: 1)
        row.initialize(to: Row())
        csv_init(parser, UInt8(CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL))
        csv_set_delim(parser, delimiter)
        csv_set_blk_size(parser, 1 << 14)
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
        row.deinitialize(count: 1)
        row.deallocate()
    }

    /// Parses one record. The row counts only if it is complete at the last byte and not before.
    func parse(_ record: UnsafeRawBufferPointer) -> Verdict {
        reset()
        let parsed = csv_parse(parser, record.baseAddress, record.count, Self.addField, Self.endRow, row)
        if parsed < record.count { return .fault(misplacedQuote(at: parsed)) }
        let endedEarly = row.pointee.count > 0
        if csv_fini(parser, Self.addField, Self.endRow, row) != 0 { return .fault(.quoteNeverClosed) }
        precondition(!endedEarly, "a record's bytes hold no line end outside quotes")
        return row.pointee.count == 1 ? .row : .blank
    }

    /// libcsv keeps its state after a fault.
    private func reset() {
        parser.pointee.pstate = 0
        parser.pointee.quoted = 0
        parser.pointee.spaces = 0
        parser.pointee.entry_pos = 0
        parser.pointee.status = 0
        row.pointee.text.removeAll(keepingCapacity: true)
        row.pointee.fields.removeAll(keepingCapacity: true)
        row.pointee.count = 0
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
        let start = row.pointee.text.count
        row.pointee.text.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        row.pointee.fields.append(Field(range: start..<start + count, isQuotedEmpty: bytes != nil && count == 0))
    }

    private static let endRow: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
        context!.assumingMemoryBound(to: Row.self).pointee.count += 1
    }
}
