internal import CZlib

/// The text of a gzip file, one member behind the other, its checksums verified.
final class GzipStream {
    static let magic: [UInt8] = [0x1f, 0x8b]
    private static let inputSize = 1 << 18

    private let file: StoredFile
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    private var insideMember = true
    private var atEnd = false

    /// `front` are the bytes already read from the file, no more than the input buffer holds.
    init(_ file: StoredFile, front: [UInt8]) throws(CSVFault) {
        self.file = file
        input = .allocate(byteCount: Self.inputSize, alignment: 16)
        input.copyBytes(from: front)
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        stream.pointee.next_in = input.baseAddress!.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(front.count)
        let version = zlibVersion()
        let gzipOnly = 15 + 16
        if inflateInit2_(stream, Int32(gzipOnly), version, Int32(MemoryLayout<z_stream>.size)) != Z_OK {
            throw .damagedGzip(file.path, words)
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// Fills the buffer from its front as far as the text reaches; fewer bytes than it holds mean the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CSVFault) -> Int {
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(buffer.count)
        while stream.pointee.avail_out > 0, !atEnd {
            if stream.pointee.avail_in == 0, try !refill() { break }
            insideMember ? try inflateSome() : try beginNextMember()
        }
        return buffer.count - Int(stream.pointee.avail_out)
    }

    private func refill() throws(CSVFault) -> Bool {
        let count = try file.read(into: input)
        stream.pointee.next_in = input.baseAddress!.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
        if count > 0 { return true }
        if insideMember { throw .truncatedGzip(file.path) }
        atEnd = true
        return false
    }

    private func inflateSome() throws(CSVFault) {
        switch inflate(stream, Z_NO_FLUSH) {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: insideMember = false
        default: throw .damagedGzip(file.path, words)
        }
    }

    /// Behind a member stand another one, or zeros that pad the file, or nothing.
    private func beginNextMember() throws(CSVFault) {
        if stream.pointee.next_in.pointee == 0 {
            stream.pointee.next_in += 1
            stream.pointee.avail_in -= 1
            return
        }
        inflateReset(stream)
        insideMember = true
    }

    private var words: String { stream.pointee.msg.map { String(cString: $0) } ?? "zlib gives no reason" }
}
