internal import Foundation
internal import Glibc
internal import Reports

/// Tables as CSV files of a directory, beside what else is there.
enum TableFiles {
    /// - Returns: the files' paths; none is put in place before all are written.
    static func write(_ tables: [PublishedTable], to directory: String) throws(RunFailure) -> [String] {
        try writeAll(tables.map { ("\($0.name).csv", bytes(of: $0)) }, to: directory)
    }

    static func bytes(of table: PublishedTable) -> [UInt8] {
        var rows = table.header
        for part in 0..<table.partCount { table.addRows(part, &rows) }
        return rows.bytes
    }

    /// The same for any files, by name.
    static func writeAll(_ files: [(name: String, bytes: [UInt8])], to directory: String) throws(RunFailure) -> [String] {
        do throws(PublishingProblem) {
            try make(directory)
            try OutputFile.replaceAll(files.map { ("\(directory)/\($0.name)", $0.bytes) })
        } catch {
            throw .publishing(error)
        }
        return files.map { "\(directory)/\($0.name)" }
    }

    private static func make(_ directory: String) throws(PublishingProblem) {
        do { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true) } catch {
            throw .failed("the directory can't be made", directory, errno)
        }
    }
}
