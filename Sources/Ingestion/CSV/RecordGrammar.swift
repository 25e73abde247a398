internal import Glibc

/// Where records end: the part of libcsv's strict grammar that decides whether a line end stands inside quotes.
///
/// A quote opens a field only at the field's start, after blanks (spaces and tabs that are not the delimiter).
/// A line ends at LF, CRLF or a lone CR. What a record *means* is libcsv's decision alone (`StrictParser`).
struct RecordGrammar: Sendable {
    let delimiter: UInt8

    /// Where the record that begins at a given place ends.
    enum End: Equatable {
        /// At the line end with this index; after a misplaced quote, at the next line end behind the fault.
        case lineEnd(Int)
        /// Nowhere in the bytes: the quote with this index is still open.
        case openQuote(Int)
        /// Nowhere in the bytes: the line does not end.
        case none
    }

    /// What follows an opening quote.
    private enum Closing {
        /// Closed; the index of the delimiter or line end behind it.
        case closed(Int)
        /// Text at this index where only a delimiter or a line end may stand.
        case fault(Int)
        case open
    }

    func end(ofRecordAt start: Int, in bytes: UnsafeRawBufferPointer) -> End {
        var position = start
        while let quoteOrEnd = bytes.firstIndexOfQuoteOrLineEnd(from: position) {
            if bytes[quoteOrEnd] != Byte.quote { return .lineEnd(quoteOrEnd) }
            switch field(openedBy: quoteOrEnd, after: position, in: bytes) {
            case .closed(let next): position = next
            case .open: return .openQuote(quoteOrEnd)
            case .fault(let index): return bytes.firstLineEnd(from: index).map(End.lineEnd) ?? .none
            }
        }
        return .none
    }

    /// How many bytes at the front are whole records, and the quote that is open behind them, if one is.
    ///
    /// Quotes are hopped over; lines without quotes are not looked at one by one.
    func wholeRecords(in bytes: UnsafeRawBufferPointer) -> (count: Int, openQuote: Int?) {
        var whole = 0
        var position = 0
        while let quote = bytes.firstIndex(of: Byte.quote, from: position) {
            whole = bytes.endOfLastLine(in: position..<quote) ?? whole
            switch field(openedBy: quote, after: position, in: bytes) {
            case .closed(let next): position = next
            case .open: return (whole, quote)
            case .fault(let index):
                guard let lineEnd = bytes.firstLineEnd(from: index) else { return (whole, nil) }
                position = lineEnd
            }
        }
        return (bytes.endOfLastLine(in: position..<bytes.count) ?? whole, nil)
    }

    /// `position` is the record's start or the last delimiter or line end known to stand outside quotes.
    private func field(openedBy quote: Int, after position: Int, in bytes: UnsafeRawBufferPointer) -> Closing {
        var start = quote
        while start > position, isBlank(bytes[start - 1]) { start -= 1 }
        let opens = start == position || bytes[start - 1] == delimiter || isLineEnd(bytes[start - 1])
        return opens ? closing(of: quote, in: bytes) : .fault(quote)
    }

    private func closing(of opening: Int, in bytes: UnsafeRawBufferPointer) -> Closing {
        var position = opening + 1
        while let quote = bytes.firstIndex(of: Byte.quote, from: position) {
            var next = quote + 1
            if next < bytes.count, bytes[next] == Byte.quote {
                position = next + 1
                continue
            }
            while next < bytes.count, isBlank(bytes[next]) { next += 1 }
            if next == bytes.count { return .open }
            return bytes[next] == delimiter || isLineEnd(bytes[next]) ? .closed(next) : .fault(next)
        }
        return .open
    }

    func isBlank(_ byte: UInt8) -> Bool { (byte == Byte.space || byte == Byte.tab) && byte != delimiter }
}

@inline(__always)
func isLineEnd(_ byte: UInt8) -> Bool { byte == Byte.lineFeed || byte == Byte.carriageReturn }

extension UnsafeRawBufferPointer {
    func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        if start >= count { return nil }
        return memchr(baseAddress! + start, Int32(byte), count - start).map { UnsafeRawPointer($0) - baseAddress! }
    }

    func firstIndexOfQuoteOrLineEnd(from start: Int) -> Int? {
        var index = start
        while index < count {
            if self[index] == Byte.quote || isLineEnd(self[index]) { return index }
            index += 1
        }
        return nil
    }

    func firstLineEnd(from start: Int) -> Int? {
        var index = start
        while index < count {
            if isLineEnd(self[index]) { return index }
            index += 1
        }
        return nil
    }

    /// The index behind a line end: CRLF is one.
    func next(afterLineEnd index: Int) -> Int {
        let isPair = self[index] == Byte.carriageReturn && index + 1 < count && self[index + 1] == Byte.lineFeed
        return index + (isPair ? 2 : 1)
    }

    /// The index behind the last line end of a range that ends before a quote or with the bytes.
    ///
    /// A CR at the end of the bytes does not count: it may be half of a CRLF.
    func endOfLastLine(in range: Range<Int>) -> Int? {
        var index = range.upperBound
        while index > range.lowerBound {
            index -= 1
            let isDecided = self[index] == Byte.lineFeed || index + 1 < count
            if isLineEnd(self[index]), isDecided { return index + 1 }
        }
        return nil
    }

    /// Line ends in a range that cuts no CRLF: LF, CRLF and lone CR count one each.
    func lineEnds(in range: Range<Int>) -> Int {
        let bytes = UnsafeRawBufferPointer(rebasing: self[range])
        var ends = 0
        var position = 0
        while let lineFeed = bytes.firstIndex(of: Byte.lineFeed, from: position) {
            ends += 1
            position = lineFeed + 1
        }
        position = 0
        while let carriageReturn = bytes.firstIndex(of: Byte.carriageReturn, from: position) {
            position = bytes.next(afterLineEnd: carriageReturn)
            if position == carriageReturn + 1 { ends += 1 }
        }
        return ends
    }
}
