package import Foundation

/// Files of the repository, found from where this file was compiled.
package enum RepositoryFile {
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().standardizedFileURL

    package static func url(_ path: String) -> URL { root.appending(path: path) }

    package static func path(_ path: String) -> String { url(path).path }

    package static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: url(path)), as: UTF8.self)
    }

    /// The paths below a folder, from the repository's root, sorted.
    package static func paths(under folder: String, ending suffixes: [String]) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: url(folder).path)
            .filter { path in suffixes.contains { path.hasSuffix($0) } }.map { "\(folder)/\($0)" }.sorted()
    }
}
