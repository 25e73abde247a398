internal import Foundation

/// Files of the repository that tests read.
package enum RepositoryFiles {
    /// The text of a file below the top level.
    package static func text(_ path: String, from file: String = #filePath) throws -> String {
        let top = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: top.appending(path: path), encoding: .utf8)
    }
}
