internal import Foundation
internal import Glibc
internal import Ingestion
internal import Synchronization

/// Results kept from earlier runs, each under the digest of everything that it depends on: in memory, and as files of a directory.
///
/// A file says what it holds and has a digest of it: one that is damaged, or was put there by somebody else, is never used. Files are
/// put in place by a rename, so that several runs can share a directory.
final class KeptResults: @unchecked Sendable {
    /// A kept result, or why it can't be used.
    enum Found {
        case result([UInt8])
        case damaged(path: String)
        case nothing
    }

    /// Path → digest, of files that were asked for before: within one command a file is what it was when it was first looked at.
    private let fileDigests = Mutex<[String: String?]>([:])
    /// The directory; it is made when something is first kept.
    let directory: String
    /// How many results of one kind stay; those used longest ago go first.
    static let mostOfAKind = 16

    private static let format = "schoolindex kept 1"

    private let isForMeanwhile: Bool

    init(_ directory: String) {
        self.directory = directory
        isForMeanwhile = false
    }

    private init(meanwhile directory: String) {
        self.directory = directory
        isForMeanwhile = true
    }

    deinit { if isForMeanwhile { try? Directories.remove(directory) } }

    /// For one command alone: what its runs share, and removed with the last of them.
    static func meanwhile() -> KeptResults { KeptResults(meanwhile: NSTemporaryDirectory() + "schoolindex-\(UUID().uuidString)") }

    /// Whether nothing was kept yet.
    var isEmpty: Bool { names.isEmpty }

    private var names: [String] { Directories.entries(of: directory).filter { $0.hasSuffix(".kept") } }

    private func path(_ kind: String, _ digest: String) -> String { "\(directory)/\(kind)-\(digest.prefix(24)).kept" }

    // MARK: Finding

    func find(_ key: StageKey) -> Found {
        let path = path(key.kind, key.digest)
        guard let data = FileManager.default.contents(atPath: path) else { return .nothing }
        guard let (header, body) = Self.parsed(Array(data)), header.digest == key.digest, header.kind == key.kind,
            Digest.hexadecimal(of: Array(body)) == header.sha256
        else { return .damaged(path: path) }
        utimensat(AT_FDCWD, path, nil, 0)
        return .result(Array(body))
    }

    /// What the kept result that differs least from a key depended on; nil where none of its kind is kept.
    func nearest(to key: StageKey) -> [String: String]? {
        let candidates = names.filter { $0.hasPrefix(key.kind + "-") }.sorted().compactMap { header(of: directory + "/" + $0) }
            .filter { $0.kind == key.kind }
        return candidates.min { key.differences(from: $0.parts).count < key.differences(from: $1.parts).count }?.parts
    }

    /// The SHA-256 of an input file; nil where it can't be read.
    func digest(ofFile path: String) -> String? {
        if let known = fileDigests.withLock({ $0[path] }) { return known }
        let digest = SourceReader.digest(ofFile: path)
        fileDigests.withLock { $0[path] = .some(digest) }
        return digest
    }

    // MARK: Keeping

    /// Keeps a result. What can't be kept is computed again: a full disk is no failure of the run.
    func keep(_ body: [UInt8], as key: StageKey) {
        let header = Header(kind: key.kind, digest: key.digest, parts: key.parts, sha256: Digest.hexadecimal(of: body))
        let text = Array((Self.format + "\n").utf8) + Array(encoded(header)) + [0] + body
        do throws(PublishingProblem) {
            try Directories.makeAll(directory)
            try OutputFile.replace(path(key.kind, key.digest), with: text)
            try removeOldest(of: key.kind)
        } catch {}
    }

    private func removeOldest(of kind: String) throws(PublishingProblem) {
        let own = names.filter { $0.hasPrefix(kind + "-") }.map { (path: directory + "/" + $0, used: lastUse(of: directory + "/" + $0)) }
            .sorted { ($0.used, $0.path) > ($1.used, $1.path) }
        for old in own.dropFirst(Self.mostOfAKind) { try Directories.remove(old.path) }
    }

    private func lastUse(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec : 0
    }

    // MARK: The file

    private struct Header: Codable {
        let kind: String
        let digest: String
        let parts: [String: String]
        let sha256: String
    }

    private static func parsed(_ bytes: [UInt8]) -> (header: Header, body: ArraySlice<UInt8>)? {
        let start = Array((format + "\n").utf8)
        guard bytes.starts(with: start), let end = bytes.firstIndex(of: 0),
            let header = try? JSONDecoder().decode(Header.self, from: Data(bytes[start.count..<end]))
        else { return nil }
        return (header, bytes[(end + 1)...])
    }

    private func header(of path: String) -> Header? {
        FileManager.default.contents(atPath: path).flatMap { Self.parsed(Array($0))?.header }
    }
}
