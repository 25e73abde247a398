/// Reads the header row at the front of a text, past a byte order mark, the lines to skip and blank lines.
struct HeaderReader {
    /// What stands above the records.
    struct Header {
        let names: [String]
        /// The header row without its line end.
        let text: [UInt8]
        /// Physical lines up to the header's end.
        let lines: Int
    }

    /// The longest front of a text, up to the header's end, in bytes.
    private static let limit = 1 << 20
    private static let step = 1 << 14

    private let source: TextSource
    private let layout: CSVLayout
    private let grammar: RecordGrammar
    private var path: String { source.file.path }

    init(_ source: TextSource, _ layout: CSVLayout) {
        self.source = source
        self.layout = layout
        grammar = RecordGrammar(delimiter: layout.delimiter)
    }

    /// Leaves the source behind the header.
    func read() throws(CSVFault) -> Header {
        var text: [UInt8] = []
        while text.count <= Self.limit {
            let more = try source.read(upTo: Self.step)
            text += more
            let atEnd = more.count < Self.step
            try refuseUTF16(text)
            if atEnd, let last = text.last, !isLineEnd(last) { text.append(Byte.lineFeed) }
            if let record = text.withUnsafeBytes({ place(in: $0, atEnd: atEnd) }) {
                return try header(record, in: text)
            }
            if atEnd { throw .noHeader(path, skipped: layout.rowsToSkip) }
        }
        throw .headerTooLong(path, line: layout.rowsToSkip + 1, limit: Self.limit)
    }

    private func refuseUTF16(_ text: [UInt8]) throws(CSVFault) {
        if text.starts(with: [0xff, 0xfe]) { throw .notUTF8(path, encoding: "UTF-16 (little-endian)") }
        if text.starts(with: [0xfe, 0xff]) { throw .notUTF8(path, encoding: "UTF-16 (big-endian)") }
    }

    /// Where the header row stands, without its line end; nil if its end is not among these bytes.
    private func place(in bytes: UnsafeRawBufferPointer, atEnd: Bool) -> Range<Int>? {
        // A CR at the very end may be half of a CRLF.
        let text =
            atEnd || bytes.last != Byte.carriageReturn ? bytes : UnsafeRawBufferPointer(rebasing: bytes.dropLast())
        var start = text.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        for _ in 0..<layout.rowsToSkip {
            guard let lineEnd = text.firstLineEnd(from: start) else { return nil }
            start = text.next(afterLineEnd: lineEnd)
        }
        while true {
            switch grammar.end(ofRecordAt: start, in: text) {
            case .none: return nil
            case .openQuote(let quote): return atEnd ? start..<text.firstLineEnd(from: quote)! : nil
            case .lineEnd(let end):
                if !text[start..<end].allSatisfy(grammar.isBlank) { return start..<end }
                start = text.next(afterLineEnd: end)
            }
        }
    }

    private func header(_ record: Range<Int>, in text: [UInt8]) throws(CSVFault) -> Header {
        let (lines, next) = text.withUnsafeBytes { bytes in
            let next = bytes.next(afterLineEnd: record.upperBound)
            source.putBack(UnsafeRawBufferPointer(rebasing: bytes[next...]))
            return (bytes.lineEnds(in: 0..<next), bytes.lineEnds(in: 0..<record.lowerBound) + 1)
        }
        let names = try names(Array(text[record]), line: next)
        return Header(names: names, text: Array(text[record]), lines: lines)
    }

    private func names(_ text: [UInt8], line: Int) throws(CSVFault) -> [String] {
        let parser = StrictParser(delimiter: layout.delimiter, fieldLimit: text.count + 1)
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count + 1, alignment: 1)
        defer { room.deallocate() }
        let verdict: StrictParser.Verdict = text.withUnsafeBytes { bytes in
            var special = SpecialBytes(in: bytes)
            _ = special.first(from: 0)
            if let fault = special.fault(in: 0..<bytes.count) { return .fault(fault) }
            return parser.parse(bytes, writingTo: room.baseAddress!, at: 0)
        }
        switch verdict {
        case .blank: throw .noHeader(path, skipped: layout.rowsToSkip)
        case .fault(let fault): throw .malformedHeader(path, line: line, fault)
        case .row(let count, _):
            let names = (0..<count).map { index in
                let place = parser.fields[index]
                return String(decoding: room[Int(place.start)..<Int(place.start) + place.length], as: UTF8.self)
            }
            try refuseDuplicates(names, line: line)
            return names
        }
    }

    /// Columns without a name may be many: spreadsheets leave them behind.
    private func refuseDuplicates(_ names: [String], line: Int) throws(CSVFault) {
        var positions: [String: Int] = [:]
        for (index, name) in names.enumerated() where !name.isEmpty {
            if let first = positions.updateValue(index, forKey: name) {
                throw .duplicateColumn(path, line: line, name: name, positions: (first + 1, index + 1))
            }
        }
    }
}
