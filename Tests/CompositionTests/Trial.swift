import Engine
import Foundation
import Parallel
import Simulation
import TestSupport

/// A pipeline text and what it makes of a tiny consortium, in a directory of its own.
final class Trial: Sendable {
    /// Two thousand students in two years, made once for all trials.
    static let consortium: String = {
        let directory = NSTemporaryDirectory() + "composition-consortium-\(ProcessInfo.processInfo.processIdentifier)"
        let parameters = Parameters(students: 2_000, schools: 24, seed: 11, years: [2015, 2016].map { SchoolYear(start: $0) }, surveys: .none)
        try! Consortium(parameters).write(to: directory, overwriting: true, workers: Workers(count: 2))
        return directory
    }()

    private let directory: String

    /// - Parameter files: further files beside the pipeline file, by name.
    init(_ text: String, files: [String: String] = [:]) throws {
        directory = NSTemporaryDirectory() + "composition-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for (name, text) in files.merging(["pipeline.yml": text], uniquingKeysWith: { $1 }) {
            try Data(text.utf8).write(to: URL(filePath: "\(directory)/\(name)"))
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// - Parameter year: nil for the pipeline's own.
    func run(year: String? = nil) throws -> Run {
        try Run(
            RunRequest(
                pipeline: directory + "/pipeline.yml", data: Self.consortium, out: directory + "/out", year: year, threads: 2))
    }

    /// Every table and report that a run publishes, by its path.
    func published(year: String? = nil) throws -> [String: String] {
        let latest = try run(year: year).publish().directory
        var texts: [String: String] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: latest) where ["csv", "json", "html"].contains((path as NSString).pathExtension) {
            // The manifest has the pipeline file's digest and timings, the data package the list of tables.
            if !path.contains("/") && path.hasSuffix(".json") { continue }
            texts[path] = String(decoding: try Data(contentsOf: URL(filePath: "\(latest)/\(path)")), as: UTF8.self)
        }
        return texts
    }
}

extension [String: String] {
    /// The rows of a table, by the names of its columns.
    func rows(_ table: String) throws -> [[String: String]] {
        guard let text = self[table] else { throw Missing(table: table, tables: keys.sorted()) }
        let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    private struct Missing: Error { let table: String, tables: [String] }
}
