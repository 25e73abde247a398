import Foundation
import TestSupport
import Testing

/// What two runs published, compared file by file.
enum PublishedFiles {
    /// Names of the files that differ; the manifest without its timings.
    static func differences(_ first: [String: Data], _ second: [String: Data]) throws -> [String] {
        try Set(first.keys).union(second.keys).sorted().filter { name in
            guard let one = first[name], let other = second[name] else { return true }
            return name == "manifest.json" ? try withoutTimings(one) != withoutTimings(other) : one != other
        }
    }

    private static func withoutTimings(_ manifest: Data) throws -> NSDictionary {
        var document = try #require(try JSONSerialization.jsonObject(with: manifest) as? [String: Any])
        #expect(document.removeValue(forKey: "timings") != nil)
        return NSDictionary(dictionary: document)
    }

    /// The files that must not depend on how the input is written: every table and every page, but nothing that names lines
    /// and digests of input files, and no copy of such a file.
    static func ofResults(_ files: [String: Data]) -> [String: Data] {
        files.filter { !["manifest.json", "findings.csv"].contains($0.key) && !$0.key.hasPrefix("rejects/") && !$0.key.hasPrefix("pipeline/") }
    }
}
