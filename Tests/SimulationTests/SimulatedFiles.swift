import Foundation
import Parallel

@testable import Simulation

/// A consortium written to a directory of its own, which is removed with the last reference.
final class SimulatedFiles: Sendable {
    let directory: String

    /// Three thousand students through three years, shared by the tests that only read.
    static let shared = try! SimulatedFiles(Parameters(students: 3_000, seed: 1, years: SimulatedFiles.threeYears))

    static let threeYears = [2014, 2015, 2016].map { SchoolYear(start: $0) }

    init(_ parameters: Parameters, threads: Int = 2) throws {
        directory = NSTemporaryDirectory() + "simulation-" + UUID().uuidString
        try Consortium(parameters).write(to: directory, workers: Workers(count: threads))
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Every file's bytes by its path below the directory.
    func bytes() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for path in try FileManager.default.subpathsOfDirectory(atPath: directory) where path.hasSuffix(".csv") {
            files[path] = try Data(contentsOf: URL(filePath: "\(directory)/\(path)"))
        }
        return files
    }

    /// The rows of a file at the top, or of all districts' files of a name.
    func rows(_ name: String) throws -> [[String: String]] {
        try bytes().filter { $0.key == name || $0.key.hasSuffix("/" + name) }.sorted { $0.key < $1.key }
            .flatMap { Self.parse($0.value) }
    }

    private static func parse(_ data: Data) -> [[String: String]] {
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        let columns = lines[0].split(separator: ",").map(String.init)
        return lines.dropFirst().map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            precondition(fields.count == columns.count, "every row has the columns of the header")
            return Dictionary(uniqueKeysWithValues: zip(columns, fields))
        }
    }
}

/// The values of some columns, joined: a key.
func key(_ row: [String: String], _ columns: String...) -> String {
    columns.map { row[$0]! }.joined(separator: "|")
}
