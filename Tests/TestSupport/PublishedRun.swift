internal import CCrypto
package import Foundation

/// A directory that the tool published, as whoever reads it finds it.
package struct PublishedRun {
    package let path: String
    package let manifest: [String: Any]

    /// - Throws: where it has no manifest.
    package init(_ path: String) throws {
        self.path = path
        let data = try Data(contentsOf: URL(filePath: path + "/manifest.json"))
        manifest = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    }

    /// Every file below the directory, in alphabetical order.
    package var files: [String] {
        get throws {
            try FileManager.default.subpathsOfDirectory(atPath: path + "/.").filter { name in
                var isDirectory: ObjCBool = false
                return FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isDirectory) && !isDirectory.boolValue
            }.sorted()
        }
    }

    /// What differs between the manifest and the files: nothing, for a whole run.
    package func differences() throws -> [String] {
        let outputs = manifest["outputs"] as? [[String: Any]] ?? []
        let wrong = try outputs.compactMap { output -> String? in
            let name = output["path"] as! String
            guard let data = FileManager.default.contents(atPath: path + "/" + name) else { return "\(name) is missing" }
            if try Self.sha256(data) != output["sha256"] as! String { return "\(name) is not what the manifest says" }
            return data.count == output["bytes"] as! Int ? nil : "\(name) has another size"
        }
        let named = Set(outputs.map { $0["path"] as! String } + ["manifest.json"])
        return wrong + (try files.filter { !named.contains($0) }.map { "\($0) is not in the manifest" })
    }

    /// The bytes of all files by name, without the one part that may differ: the timings in the manifest.
    package func bytes() throws -> [String: Data] {
        var bytes: [String: Data] = [:]
        for name in try files { bytes[name] = try Data(contentsOf: URL(filePath: path + "/" + name)) }
        var document = manifest
        document["timings"] = nil
        bytes["manifest.json"] = try JSONSerialization.data(withJSONObject: document, options: .sortedKeys)
        return bytes
    }

    /// The records of one of its tables, each by column.
    package func rows(_ table: String) throws -> [[String: String]] {
        CSVDocument(String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(table).csv")), as: UTF8.self)).dictionaries
    }

    package static func sha256(_ data: Data) throws -> String {
        var digest = [UInt8](repeating: 0, count: 32)
        let bytes = Array(data)
        guard EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil) == 1 else { throw CocoaError(.fileReadUnknown) }
        return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
