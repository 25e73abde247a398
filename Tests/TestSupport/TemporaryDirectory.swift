package import Foundation

/// A directory of its own that is removed with the last reference.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() throws {
        path = NSTemporaryDirectory() + "schoolindex-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file below the directory, with the directories that lead to it.
    package func write(_ text: String, to name: String) throws {
        let url = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// Every file's bytes by its path below `name`, which may be a link to a directory.
    package func files(below name: String) throws -> [String: Data] {
        let root = URL(filePath: "\(path)/\(name)").resolvingSymlinksInPath().path
        var files: [String: Data] = [:]
        for file in try FileManager.default.subpathsOfDirectory(atPath: root) {
            var isDirectory: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(root)/\(file)", isDirectory: &isDirectory)
            if !isDirectory.boolValue { files[file] = try Data(contentsOf: URL(filePath: "\(root)/\(file)")) }
        }
        return files
    }
}
