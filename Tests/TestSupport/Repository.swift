internal import Foundation

/// Where the project's own files are.
package enum Repository {
    /// The directory of Package.swift.
    package static let path: String = {
        let here = URL(filePath: #filePath)
        return here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path()
            .trimmingSuffix("/")
    }()

    package static func pipeline(_ name: String) -> String { "\(path)/pipelines/\(name).yml" }

    package static func fixture(_ name: String) -> String { "\(path)/fixtures/\(name)" }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}
