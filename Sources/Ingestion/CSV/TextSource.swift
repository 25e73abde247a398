/// A file's text from front to back, plain or compressed with gzip: its first bytes tell which, not its name.
final class TextSource {
    let file: StoredFile
    private let gzip: GzipStream?
    /// Bytes to read before those of the file: the first ones, read to tell the kind, and those put back.
    private var front: [UInt8]
    private var frontStart = 0

    init(path: String, digest: Bool) throws(CSVFault) {
        file = try StoredFile(path: path, digest: digest)
        let first = try Self.bytes(upTo: 1024, file.read)
        let isGzip = first.starts(with: GzipStream.magic)
        gzip = isGzip ? try GzipStream(file, front: first) : nil
        front = isGzip ? [] : first
    }

    /// Fills the buffer from its front as far as the text reaches; fewer bytes than it holds mean the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CSVFault) -> Int {
        let known = min(front.count - frontStart, buffer.count)
        front.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[frontStart..<frontStart + known]))
        }
        frontStart += known
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[known...])
        if rest.isEmpty { return known }
        if let gzip { return try known + gzip.read(into: rest) }
        return try known + file.read(into: rest)
    }

    /// The next bytes, fewer than `count` only at the end.
    func read(upTo count: Int) throws(CSVFault) -> [UInt8] { try Self.bytes(upTo: count, read) }

    private static func bytes(
        upTo count: Int, _ read: (UnsafeMutableRawBufferPointer) throws(CSVFault) -> Int
    ) throws(CSVFault) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        defer { buffer.deallocate() }
        return Array(buffer[..<(try read(buffer))])
    }

    /// Lets the next `read` begin with bytes that were read before.
    func putBack(_ bytes: UnsafeRawBufferPointer) {
        if bytes.isEmpty { return }
        front = Array(bytes) + front[frontStart...]
        frontStart = 0
    }
}
