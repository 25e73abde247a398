/// The bytes that take a record off the fast path: quotes, NULs, lone CRs, bytes that are not UTF-8.
///
/// Asked for the first one at or behind a place, with places that only grow; each kind is searched once over the text.
struct SpecialBytes {
    private let text: UnsafeRawBufferPointer
    private var nextQuote = -1
    private var nextNUL = -1
    private var nextLoneCR = -1
    private var nextInvalid = -1

    init(in text: UnsafeRawBufferPointer) { self.text = text }

    /// The first special byte at or behind `start`, which is the beginning of a line; `text.count` if there is none.
    mutating func first(from start: Int) -> Int {
        if nextQuote < start { nextQuote = text.firstIndex(of: Byte.quote, from: start) ?? text.count }
        if nextNUL < start { nextNUL = text.firstIndex(of: 0, from: start) ?? text.count }
        if nextLoneCR < start { nextLoneCR = loneCR(from: start) }
        if nextInvalid < start { nextInvalid = invalidUTF8(from: start) }
        return min(min(nextQuote, nextNUL), min(nextLoneCR, nextInvalid))
    }

    /// What makes a record no text; nil if nothing does. To be asked right after `first(from: record.lowerBound)`.
    func fault(in record: Range<Int>) -> MalformedRecord.Fault? {
        if record.contains(nextInvalid) {
            return .notUTF8(byte: text[nextInvalid], column: nextInvalid - record.lowerBound + 1)
        }
        return record.contains(nextNUL) ? .nulByte(column: nextNUL - record.lowerBound + 1) : nil
    }

    private func loneCR(from start: Int) -> Int {
        var position = start
        while let index = text.firstIndex(of: Byte.carriageReturn, from: position) {
            if index + 1 == text.count || text[index + 1] != Byte.lineFeed { return index }
            position = index + 2
        }
        return text.count
    }

    private func invalidUTF8(from start: Int) -> Int {
        let rest = UnsafeRawBufferPointer(rebasing: text[start...])
        if rest.isASCII { return text.count }
        return rest.withMemoryRebound(to: UInt8.self) { bytes in
            do throws(UTF8.ValidationError) {
                _ = try UTF8Span(validating: bytes.span)
                return text.count
            } catch {
                return start + error.byteOffsets.lowerBound
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether no byte has its high bit set; looks at 64 bytes at a time.
    fileprivate var isASCII: Bool {
        guard let base = baseAddress else { return true }
        var offset = 0
        while offset + 64 <= count {
            var words: UInt64 = 0
            for word in 0..<8 { words |= base.loadUnaligned(fromByteOffset: offset &+ 8 &* word, as: UInt64.self) }
            if words & 0x8080_8080_8080_8080 != 0 { return false }
            offset &+= 64
        }
        return self[offset...].allSatisfy { $0 < 0x80 }
    }
}
