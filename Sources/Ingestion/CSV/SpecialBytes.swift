/// The bytes that take a record off the fast path: quotes, NULs, lone CRs, bytes that are not UTF-8.
///
/// Asked for the first one at or behind a place, with places that only grow; each kind is searched once over the text.
struct SpecialBytes {
    private let text: UnsafeRawBufferPointer
    private var nextQuote: Int
    private var nextNUL: Int
    private var nextLoneCR: Int
    private(set) var nextInvalid: Int

    init(in text: UnsafeRawBufferPointer) {
        self.text = text
        let seen = Self.kinds(in: text)
        nextQuote = seen & Kind.quote == 0 ? text.count : -1
        nextNUL = seen & Kind.nul == 0 ? text.count : -1
        nextLoneCR = seen & Kind.carriageReturn == 0 ? text.count : -1
        nextInvalid = seen & Kind.notASCII == 0 ? text.count : -1
    }

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
        return rest.withMemoryRebound(to: UInt8.self) { bytes in
            do throws(UTF8.ValidationError) {
                _ = try UTF8Span(validating: bytes.span)
                return text.count
            } catch {
                return start + error.byteOffsets.lowerBound
            }
        }
    }

    private enum Kind {
        static let quote: UInt8 = 1
        static let nul: UInt8 = 2
        static let carriageReturn: UInt8 = 4
        static let notASCII: UInt8 = 0x80
    }

    /// Which kinds occur; without branches, so that the compiler turns it into vector code.
    private static func kinds(in text: UnsafeRawBufferPointer) -> UInt8 {
        guard let bytes = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
        var seen: UInt8 = 0
        for index in 0..<text.count {
            let byte = bytes[index]
            seen |= byte & Kind.notASCII
            seen |= byte == Byte.quote ? Kind.quote : 0
            seen |= byte == 0 ? Kind.nul : 0
            seen |= byte == Byte.carriageReturn ? Kind.carriageReturn : 0
        }
        return seen
    }
}
