internal import Foundation

/// A file of a source.
struct InputFile: Sendable, Equatable {
    let path: String
    /// The path below the source's directory, for messages.
    let name: String
    /// The district whose file it is; nil for a file of all.
    let district: String?

    var exists: Bool { FileManager.default.fileExists(atPath: path) }
}

/// Which files a source has.
enum InputFiles {
    /// The files of a source in the order they are read: as declared, each by district, then by name.
    ///
    /// A `{district_id}` component stands for each district, a `*` in the last component for any text. Where a plain file is
    /// missing but one with `.gz` after its name is there, that is taken. A pattern that finds nothing is kept as it is, so
    /// that the error names it.
    static func of(_ rule: SourceRule, directory: String, districts: [String]) -> [InputFile] {
        let patterns: [(name: String, district: String?)] = rule.files.flatMap { file in
            file.contains(SourceRule.districtPlaceholder)
                ? districts.map { (file.replacing(SourceRule.districtPlaceholder, with: $0), $0) } : [(file, nil)]
        }
        return patterns.flatMap { pattern in
            expanded(pattern.name, directory: directory).map { name in
                InputFile(path: joined(directory, name), name: name, district: pattern.district)
            }
        }
    }

    private static func joined(_ directory: String, _ name: String) -> String {
        name.hasPrefix("/") ? name : directory + "/" + name
    }

    private static func expanded(_ name: String, directory: String) -> [String] {
        let components = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let last = components.last, last.contains("*") else {
            let manager = FileManager.default
            let isCompressed = !manager.fileExists(atPath: joined(directory, name))
                && manager.fileExists(atPath: joined(directory, name + ".gz"))
            return [isCompressed ? name + ".gz" : name]
        }
        let folder = components.dropLast().joined(separator: "/")
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: joined(directory, folder))) ?? []
        let parts = last.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        let matching = entries.filter { matches($0, parts) }.sorted()
        return matching.isEmpty ? [name] : matching.map { folder.isEmpty ? $0 : folder + "/" + $0 }
    }

    /// Whether a name has the parts of a pattern in order, its first part in front and its last at the end.
    private static func matches(_ name: String, _ parts: [String]) -> Bool {
        guard let first = parts.first, let last = parts.last, name.hasPrefix(first) else { return false }
        var rest = Substring(name.dropFirst(first.count))
        guard rest.hasSuffix(last) else { return false }
        rest = rest.dropLast(last.count)
        for part in parts.dropFirst().dropLast() {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }
}
