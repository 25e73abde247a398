import CLibCSV

@testable import Ingestion

/// A slow reading that leaves everything to libcsv: fed byte by byte, its state alone says where records end.
struct CSVReference {
    private let bytes: [UInt8]
    private let delimiter: UInt8
    private let columns: [Int]
    private let expected: Int
    private var reading = Reading()

    /// Reads `bytes`, the text behind the header; lines begin with `firstLine`.
    static func read(
        _ bytes: [UInt8], delimiter: UInt8, columns: [Int], fieldsPerRecord: Int, firstLine: Int
    ) -> Reading {
        var reference = CSVReference(bytes, delimiter, columns, fieldsPerRecord)
        var start = 0
        while start < bytes.count {
            start = reference.readRecord(from: start, line: firstLine + lineEnds(bytes[..<start]))
        }
        return reference.reading
    }

    private init(_ bytes: [UInt8], _ delimiter: UInt8, _ columns: [Int], _ expected: Int) {
        (self.bytes, self.delimiter, self.columns, self.expected) = (bytes, delimiter, columns, expected)
    }

    /// Reads one record or blank line, and returns the index behind its line end.
    private mutating func readRecord(from start: Int, line: Int) -> Int {
        let row = Row()
        var parser = csv_parser()
        csv_init(&parser, UInt8(CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL | CSV_REPALL_NL))
        csv_set_delim(&parser, delimiter)
        defer { csv_free(&parser) }
        let context = Unmanaged.passUnretained(row).toOpaque()
        var openingQuote = start
        for index in start..<bytes.count {
            if parser.pstate < 2, bytes[index] == UInt8(ascii: "\"") { openingQuote = index }
            if csv_parse(&parser, [bytes[index]], 1, addField, endRow, context) == 0 {
                let column = index - start + 1
                let fault: MalformedRecord.Fault =
                    parser.pstate == 2
                    ? .quoteInsideUnquotedField(column: column) : .textAfterClosingQuote(column: column)
                return finish(start, lineEnd(from: index), line, row, fault)
            }
            if row.isEnded { return finish(start, index, line, row, nil) }
        }
        if csv_fini(&parser, addField, endRow, context) != 0 {
            return finish(start, lineEnd(from: openingQuote), line, row, .quoteNeverClosed)
        }
        return finish(start, bytes.count, line, row, nil)
    }

    private mutating func finish(
        _ start: Int, _ end: Int, _ line: Int, _ row: Row, _ fault: MalformedRecord.Fault?
    ) -> Int {
        let text = Array(bytes[start..<end])
        let isPair = end + 1 < bytes.count && bytes[end] == 13 && bytes[end + 1] == 10
        let next = min(bytes.count, end + (isPair ? 2 : 1))
        let wrongCount: MalformedRecord.Fault? =
            row.fields.count == expected ? nil : .fieldCount(found: row.fields.count, expected: expected)
        if let fault = notText(text) ?? fault ?? (row.fields.isEmpty ? nil : wrongCount) {
            let lines = max(1, Self.lineEnds(bytes[start..<next]) + (end == bytes.count ? 1 : 0))
            reading.rejects.append(.init(line: line, lines: lines, bytes: text, fault: fault))
        } else if !row.fields.isEmpty {
            reading.rows.append(.init(line: line, text: text, fields: columns.map { row.fields[$0] }))
        }
        return next
    }

    private func notText(_ text: [UInt8]) -> MalformedRecord.Fault? {
        var decoder = UTF8()
        var iterator = text.makeIterator()
        var valid = 0
        loop: while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar): valid += UTF8.width(scalar)
            case .emptyInput: break loop
            case .error: return .notUTF8(byte: text[valid], column: valid + 1)
            }
        }
        return text.firstIndex(of: 0).map { .nulByte(column: $0 + 1) }
    }

    private func lineEnd(from index: Int) -> Int {
        bytes[index...].firstIndex { $0 == 10 || $0 == 13 } ?? bytes.count
    }

    private static func lineEnds(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.indices.count { index in
            bytes[index] == 10 || (bytes[index] == 13 && !(index + 1 < bytes.endIndex && bytes[index + 1] == 10))
        }
    }
}

private final class Row {
    var fields: [Reading.Field] = []
    var isEnded = false
}

private func addField(_ bytes: UnsafeMutableRawPointer?, _ count: Int, _ context: UnsafeMutableRawPointer?) {
    let row = Unmanaged<Row>.fromOpaque(context!).takeUnretainedValue()
    let field = Array(UnsafeRawBufferPointer(start: bytes, count: count))
    row.fields.append(.init(bytes: field, isQuotedEmpty: bytes != nil && field.isEmpty))
}

private func endRow(_ byte: Int32, _ context: UnsafeMutableRawPointer?) {
    Unmanaged<Row>.fromOpaque(context!).takeUnretainedValue().isEnded = true
}
