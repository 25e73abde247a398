internal import Foundation
internal import Growth
internal import Ingestion

/// A file with the regressions of a baseline, as JSON: numbers are written so that reading gives the same bits.
enum RegressionsFile {
    /// A baseline to compare students of a progression with.
    static func read(_ path: String, progression: [String]) throws(InputProblems) -> StoredRegressions {
        let stored = try read(path)
        guard let mistake = stored.mistake(for: progression) else { return stored }
        throw InputProblems(
            path,
            ["\(path): \(mistake). Name the file of a baseline with the same progression, or make one with --coefficients."])
    }

    /// Regressions that predict scores of a path's last grade from those before.
    static func read(_ path: String, onPath grades: [String]) throws(InputProblems) -> StoredRegressions {
        let stored = try read(path)
        guard let mistake = stored.mistake(onPath: grades) else { return stored }
        throw InputProblems(
            path,
            [
                "\(path): \(mistake). Name for each grade of --ahead, in that order, the regressions that predict it, "
                    + "made with growth percentiles --coefficients."
            ])
    }

    private static func read(_ path: String) throws(InputProblems) -> StoredRegressions {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InputProblems(path, ["\(path): the file can't be read. Check the path and its permissions."])
        }
        guard let stored = try? JSONDecoder().decode(StoredRegressions.self, from: data) else {
            throw InputProblems(path, ["\(path): this is no file of regressions. Make one with --coefficients."])
        }
        return stored
    }

    static func text(_ regressions: StoredRegressions) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        guard let data = try? encoder.encode(regressions) else { preconditionFailure("regressions are finite numbers") }
        return Array(data) + [UInt8(ascii: "\n")]
    }
}
