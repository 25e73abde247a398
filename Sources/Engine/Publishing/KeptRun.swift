internal import Foundation
internal import Glibc

/// A finished run under `runs/`.
struct KeptRun {
    let path: String

    init(_ path: String) { self.path = path }

    /// Whether its manifest says that it is the run of this name.
    var isRun: Bool {
        guard let data = FileManager.default.contents(atPath: path + "/manifest.json"),
            let manifest = try? JSONDecoder().decode(Name.self, from: data)
        else { return false }
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        return name == manifest.run || name.hasPrefix(manifest.run + "-")
    }

    private struct Name: Decodable {
        let run: String
    }

    /// When it was published last, in nanoseconds since 1970.
    var published: Int {
        var status = stat()
        if stat(path, &status) != 0 { return 0 }
        return status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    }

    /// Whether it is a run and all its files are still what they were.
    ///
    /// - Complexity: reads and hashes every file.
    func isWhole(_ outputs: [OutputRecord]) -> Bool {
        isRun
            && outputs.allSatisfy { output in
                guard let data = FileManager.default.contents(atPath: path + "/" + output.path), data.count == output.bytes
                else { return false }
                return Digest.hexadecimal(of: Array(data)) == output.sha256
            }
    }
}
