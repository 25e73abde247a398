internal import Foundation

/// A directory of a test's own, removed with the last reference to it.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init(_ purpose: String = "test") throws {
        path = NSTemporaryDirectory() + "\(purpose)-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a text below the directory, making the folders on its way.
    package func write(_ text: String, to name: String) throws {
        let url = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    /// The text of a file below the directory.
    package func text(of name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path).appending(path: name)), as: UTF8.self)
    }
}
