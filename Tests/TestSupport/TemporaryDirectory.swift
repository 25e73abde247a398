package import Foundation

/// A directory of its own, removed with the last reference.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() throws {
        path = NSTemporaryDirectory() + "schoolindex-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of something in it.
    package func callAsFunction(_ name: String) -> String { path + "/" + name }

    /// Writes a file, with the directories above it.
    package func write(_ name: String, _ bytes: some Collection<UInt8>) throws {
        let file = path + "/" + name
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: file))
    }

    package func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    package func data(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: path + "/" + name)) }

    package func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

    package func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + name) }

    /// The names in a directory below, in alphabetical order.
    package func names(in name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path + "/" + name).sorted()
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
