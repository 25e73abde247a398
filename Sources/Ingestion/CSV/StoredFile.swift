internal import CCrypto
internal import Glibc

/// A file's bytes as they are stored, read once from front to back, with their SHA-256 on the way.
final class StoredFile {
    let path: String
    private(set) var bytesRead = 0
    private let descriptor: Int32
    private let digest: OpaquePointer?

    init(path: String, digest: Bool) throws(CSVFault) {
        self.path = path
        // Opening a pipe would wait for its writer, if nothing said not to.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        let code = errno
        self.digest = digest ? EVP_MD_CTX_new() : nil
        if descriptor < 0 { throw .cannotOpen(path, code) }
        var status = stat()
        if fstat(descriptor, &status) == 0 {
            if status.st_mode & S_IFMT == S_IFDIR { throw .isDirectory(path) }
            if status.st_mode & S_IFMT != S_IFREG { throw .notAFile(path) }
        }
        if let digest = self.digest { EVP_DigestInit_ex(digest, EVP_sha256(), nil) }
    }

    deinit {
        EVP_MD_CTX_free(digest)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Fills the buffer from its front as far as the file reaches; fewer bytes than it holds mean the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(CSVFault) -> Int {
        var count = 0
        while count < buffer.count {
            let got = Glibc.read(descriptor, buffer.baseAddress! + count, buffer.count - count)
            if got == 0 { break }
            if got < 0 {
                if errno == EINTR { continue }
                throw .cannotRead(path, afterBytes: bytesRead + count, errno)
            }
            count += got
        }
        bytesRead += count
        if let digest { EVP_DigestUpdate(digest, buffer.baseAddress, count) }
        return count
    }

    /// Reads what is left, for its SHA-256 alone.
    func readToEnd() throws(CSVFault) -> String {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while try read(into: buffer) == buffer.count {}
        return finishDigest() ?? ""
    }

    /// The SHA-256 of the bytes read, as 64 hexadecimal digits; nil where none was wanted. Called once, at the end.
    func finishDigest() -> String? {
        guard let digest else { return nil }
        var bytes = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(digest, &bytes, nil)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
