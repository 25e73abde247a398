internal import CCrypto
internal import Foundation
internal import Glibc

/// What the manifest says of a published file.
struct OutputRecord: Sendable, Encodable {
    let path: String
    let sha256: String
    let bytes: Int
    let rows: Int?
}

/// A file being written, hashed as it grows; `RunDirectory` puts all files on disk at once.
final class OutputFile {
    private var descriptor: Int32
    private let path: String
    private let digest = Digest()
    private(set) var byteCount = 0

    /// - Parameter name: what messages call it; nil for its path.
    init(_ path: String, named name: String? = nil) throws(PublishingProblem) {
        self.path = name ?? path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw .failed("the file can't be made", self.path, errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ bytes: [UInt8]) throws(PublishingProblem) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + offset, bytes.count - offset) }
            if written < 0 {
                if errno == EINTR { continue }
                throw .failed("the file can't be written", path, errno)
            }
            offset += written
        }
        digest.add(bytes)
        byteCount += bytes.count
    }

    /// - Returns: the SHA-256 of everything written, in hexadecimal.
    func finish() throws(PublishingProblem) -> String {
        let closed = close(descriptor)
        descriptor = -1
        if closed != 0 { throw .failed("the file can't be closed", path, errno) }
        return digest.hexadecimal
    }
}

extension OutputFile {
    /// Puts a whole file in place of the one that is there, if one is: a reader sees the one or the other.
    static func replace(_ path: String, with bytes: [UInt8]) throws(PublishingProblem) { try replaceAll([(path, bytes)]) }

    /// The same for several files: none is put in place before all are written.
    static func replaceAll(_ files: [(path: String, bytes: [UInt8])]) throws(PublishingProblem) {
        func incoming(_ path: String) -> String { path + ".incoming" }
        do throws(PublishingProblem) {
            for (path, bytes) in files {
                let file = try OutputFile(incoming(path), named: path)
                try file.write(bytes)
                if fsync(file.descriptor) != 0 { throw .failed("the file can't be synced", path, errno) }
                _ = try file.finish()
            }
            for (path, _) in files where rename(incoming(path), path) != 0 {
                throw .failed("the file can't be put in place", path, errno)
            }
        } catch {
            for (path, _) in files { unlink(incoming(path)) }
            throw error
        }
    }
}

/// SHA-256 (FIPS 180-4) by OpenSSL.
final class Digest {
    private let context = EVP_MD_CTX_new()

    init() { EVP_DigestInit_ex(context, EVP_sha256(), nil) }

    deinit { EVP_MD_CTX_free(context) }

    func add(_ bytes: [UInt8]) {
        _ = bytes.withUnsafeBytes { EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    }

    /// Ends the digest.
    var hexadecimal: String {
        var value = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &value, nil)
        return value.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func hexadecimal(of bytes: [UInt8]) -> String {
        let digest = Digest()
        digest.add(bytes)
        return digest.hexadecimal
    }
}
