/// Splits blocks into records and fields; one per thread.
///
/// Lines without special bytes are split here, at their delimiters; any other record goes through libcsv. Both trim
/// blanks around unquoted fields and drop blank lines.
final class RecordSplitter {
    private let block: Block
    private let grammar: RecordGrammar
    private let scan: SeparatorScan
    private let parser: StrictParser
    private let columns: [Int32]
    private let fieldsPerRecord: Int
    private let recordLimit: Int

    private(set) var rows = 0
    /// Physical lines passed.
    private(set) var lines = 0
    private var malformed: [MalformedRecord] = []
    private var rewrittenEnd = 0

    init(_ block: Block, _ layout: CSVLayout, columns: [Int], fieldsPerRecord: Int) {
        self.block = block
        self.columns = columns.map(Int32.init)
        self.fieldsPerRecord = fieldsPerRecord
        recordLimit = layout.recordLimit
        grammar = RecordGrammar(delimiter: layout.delimiter)
        scan = SeparatorScan(delimiter: layout.delimiter)
        parser = StrictParser(delimiter: layout.delimiter, fieldLimit: fieldsPerRecord)
    }

    /// Splits the block's text; the batch is valid until the block is filled again.
    func split(thread: Int) -> RecordBatch {
        (rows, lines, rewrittenEnd) = (0, 0, block.rewrittenStart)
        malformed.removeAll()
        block.isOverlong ? rejectOverlong() : splitText()
        return RecordBatch(
            number: block.number, thread: thread, rowCount: rows, malformed: malformed, bytes: block.base,
            fields: block.fields, stride: block.stride, columnCount: columns.count,
            records: block.records)
    }

    private func splitText() {
        let text = block.text
        var special = SpecialBytes(in: text)
        var position = 0
        while position < text.count {
            let next = special.first(from: position)
            let plainEnd = next == text.count ? next : text.endOfLastLine(in: position..<next) ?? position
            splitPlainLines(position..<plainEnd)
            position = plainEnd == text.count ? plainEnd : takeRecord(at: plainEnd, special)
        }
    }

    // MARK: Plain lines

    /// Splits whole lines without quotes, NULs, lone CRs and invalid UTF-8.
    private func splitPlainLines(_ range: Range<Int>) {
        if range.isEmpty { return }
        let separators = block.separators
        separators[0] = UInt32(truncatingIfNeeded: range.lowerBound &- 1)
        let count = scan.find(in: range, of: block.base, into: separators + 1)
        let bytes = UnsafePointer(block.base.assumingMemoryBound(to: UInt8.self))
        let (fields, stride, expected) = (block.fields, block.stride, fieldsPerRecord)
        columns.withUnsafeBufferPointer { columns in
            var first = 0
            while first < count {
                var last = first &+ 1
                while bytes[Int(separators[last])] != Byte.lineFeed { last &+= 1 }
                if last &- first == expected, expected > 1 {
                    var place = fields + rows
                    for column in columns {
                        let left = first &+ Int(column)
                        place.pointee = field(separators[left] &+ 1, separators[left &+ 1], bytes)
                        place += stride
                    }
                    addRow(lineText(separators[first] &+ 1, separators[last], bytes))
                } else {
                    takeUnusualLine(separators + first, fields: last &- first, bytes)
                }
                lines &+= 1
                first = last
            }
        }
    }

    /// Takes a line with another number of fields than expected, or with a single field: malformed, blank, or a row.
    @inline(never)
    private func takeUnusualLine(
        _ separators: UnsafePointer<UInt32>, fields count: Int, _ bytes: UnsafePointer<UInt8>
    ) {
        let text = lineText(separators[0] &+ 1, separators[count], bytes)
        if count == 1, block.text[text].allSatisfy(grammar.isBlank) { return }
        if count != fieldsPerRecord {
            return reject(text, lines: 1, .fieldCount(found: count, expected: fieldsPerRecord))
        }
        for slot in columns.indices {
            block.fields[slot * block.stride + rows] = field(separators[0] &+ 1, separators[1], bytes)
        }
        addRow(text)
    }

    /// A line's bytes without the CR of a CRLF.
    @inline(__always)
    private func lineText(_ start: UInt32, _ lineFeed: UInt32, _ bytes: UnsafePointer<UInt8>) -> Range<Int> {
        let isPair = lineFeed > start && bytes[Int(lineFeed) &- 1] == Byte.carriageReturn
        return Range(uncheckedBounds: (Int(start), Int(lineFeed) &- (isPair ? 1 : 0)))
    }

    /// A field between two separators, the blanks around it trimmed. Blanks and CR are the bytes below 0x21.
    @inline(__always)
    private func field(_ start: UInt32, _ end: UInt32, _ bytes: UnsafePointer<UInt8>) -> FieldPlace {
        if min(bytes[Int(start)], bytes[Int(end) &- 1]) > Byte.space {
            return FieldPlace(start: start, length: end &- start)
        }
        return trimmedField(start, end, bytes)
    }

    @inline(never)
    private func trimmedField(_ start: UInt32, _ end: UInt32, _ bytes: UnsafePointer<UInt8>) -> FieldPlace {
        var (start, end) = (Int(start), Int(end))
        if end > start, bytes[end - 1] == Byte.carriageReturn { end -= 1 }
        while end > start, grammar.isBlank(bytes[end - 1]) { end -= 1 }
        while start < end, grammar.isBlank(bytes[start]) { start += 1 }
        return FieldPlace(start: UInt32(start), length: UInt32(end - start))
    }

    // MARK: Records for libcsv

    /// Takes the record at `start`, which has a special byte, and returns where the next one begins.
    private func takeRecord(at start: Int, _ special: SpecialBytes) -> Int {
        let text = block.text
        let end: Int
        switch grammar.end(ofRecordAt: start, in: text) {
        case .lineEnd(let index): end = index
        case .openQuote(let quote): end = text.firstLineEnd(from: quote)!
        case .none: preconditionFailure("a block ends with a line end")
        }
        let next = text.next(afterLineEnd: end)
        let lines = text.lineEnds(in: start..<next)
        if let fault = special.fault(in: start..<end) {
            reject(start..<end, lines: lines, fault)
        } else {
            parse(start..<end, lines: lines)
        }
        self.lines += lines
        return next
    }

    /// Fields of a row are written behind the text; those of a malformed record are forgotten.
    private func parse(_ record: Range<Int>, lines: Int) {
        let bytes = UnsafeRawBufferPointer(rebasing: block.text[record])
        switch parser.parse(bytes, writingTo: block.base, at: rewrittenEnd) {
        case .blank: break
        case .fault(let fault): reject(record, lines: lines, fault)
        case .row(let found, _) where found != fieldsPerRecord:
            reject(record, lines: lines, .fieldCount(found: found, expected: fieldsPerRecord))
        case .row(_, let bytes):
            var place = block.fields + rows
            for column in columns {
                place.pointee = parser.fields[Int(column)]
                place += block.stride
            }
            rewrittenEnd += bytes
            addRow(record)
        }
    }

    // MARK: Outcomes

    @inline(__always)
    private func addRow(_ record: Range<Int>) {
        block.records[rows] = RecordPlace(start: record.lowerBound, end: record.upperBound, line: lines)
        rows &+= 1
    }

    private func reject(_ record: Range<Int>, lines count: Int, _ fault: MalformedRecord.Fault) {
        malformed.append(MalformedRecord(line: lines, lines: count, bytes: Array(block.text[record]), fault: fault))
    }

    private func rejectOverlong() {
        let text = block.text
        let ended = isLineEnd(text[text.count - 1]) ? 0 : 1
        let lines = text.lineEnds(in: 0..<text.count) + ended
        reject(0..<min(1024, text.count), lines: lines, .tooLong(limit: recordLimit))
        self.lines += lines
    }
}
