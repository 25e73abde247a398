internal import Synchronization

/// Hands a file's text to the threads in blocks of whole records, numbered in the order of the file.
///
/// A block is cut behind a line end outside quotes; what follows is carried over to the next. A record that does
/// not fit makes its block grow, up to the limit. Only reading and cutting happen under the lock.
final class BlockReader: @unchecked Sendable {
    private let source: TextSource
    private let grammar: RecordGrammar
    private let blockSize: Int
    private let recordLimit: Int
    private let lock = Mutex(())
    private var nextNumber = 0
    private var atEnd = false
    private var failure: CSVFault?

    /// Blocks hold `blockSize` bytes at most, apart from longer records; threads do not change the cuts.
    init(_ source: TextSource, _ layout: CSVLayout, blockSize: Int) {
        self.blockSize = min(blockSize, layout.recordLimit)
        self.source = source
        grammar = RecordGrammar(delimiter: layout.delimiter)
        recordLimit = layout.recordLimit
    }

    /// Fills `block` with the next records; false when there are none, or after a fault (`finish` throws it).
    func next(into block: Block) -> Bool {
        lock.withLock { _ in
            if atEnd || failure != nil { return false }
            do throws(CSVFault) {
                try fill(block)
            } catch {
                failure = error
                return false
            }
            block.number = nextNumber
            nextNumber += 1
            return block.count > 0
        }
    }

    /// Throws the fault that ended the reading, if one did. Called once all threads are done.
    func finish() throws(CSVFault) {
        if let failure { throw failure }
    }

    private func fill(_ block: Block) throws(CSVFault) {
        block.isOverlong = false
        var size = blockSize
        var count = 0
        while true {
            block.reserve(size, keeping: count)
            count += try source.read(
                into: UnsafeMutableRawBufferPointer(start: block.base + count, count: size - count))
            let bytes = UnsafeRawBufferPointer(start: block.base, count: count)
            if count < size { return endText(block, bytes) }
            let (whole, openQuote) = grammar.wholeRecords(in: bytes)
            if whole > 0 { return cut(block, bytes, at: whole) }
            if count >= recordLimit { return try giveUp(block, bytes, openQuote) }
            size = min(2 * size, recordLimit)
        }
    }

    /// The rest of the text, its last line ended.
    private func endText(_ block: Block, _ bytes: UnsafeRawBufferPointer) {
        atEnd = true
        block.count = bytes.count
        guard let last = bytes.last, !isLineEnd(last) else { return }
        block.base.storeBytes(of: Byte.lineFeed, toByteOffset: bytes.count, as: UInt8.self)
        block.count += 1
    }

    private func cut(_ block: Block, _ bytes: UnsafeRawBufferPointer, at whole: Int) {
        block.count = whole
        putBack(bytes, from: whole)
    }

    /// A record beyond the limit: one with an open quote ends with the quote's line, any other is read past.
    private func giveUp(_ block: Block, _ bytes: UnsafeRawBufferPointer, _ openQuote: Int?) throws(CSVFault) {
        let decided = UnsafeRawBufferPointer(rebasing: bytes.dropLast())
        if let lineEnd = openQuote.flatMap({ decided.firstLineEnd(from: $0) }) {
            return cut(block, bytes, at: bytes.next(afterLineEnd: lineEnd))
        }
        block.isOverlong = true
        block.count = bytes.count
        try skipLine(endingWith: bytes[bytes.count - 1])
    }

    /// Reads past the next line end, or to the end of the text.
    private func skipLine(endingWith lastByte: UInt8) throws(CSVFault) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        var last = lastByte
        while last != Byte.lineFeed {
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<(try source.read(into: buffer))])
            guard let first = bytes.first else { return }
            if last == Byte.carriageReturn {
                return putBack(bytes, from: first == Byte.lineFeed ? 1 : 0)
            }
            if let lineEnd = bytes.firstLineEnd(from: 0), lineEnd + 1 < bytes.count {
                return putBack(bytes, from: bytes.next(afterLineEnd: lineEnd))
            }
            last = bytes[bytes.count - 1]
        }
    }

    private func putBack(_ bytes: UnsafeRawBufferPointer, from start: Int) {
        source.putBack(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }
}
