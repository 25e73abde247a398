internal import Parallel
internal import Reports

/// Tables as CSV files of a directory, beside what else is there.
enum TableFiles {
    /// - Returns: the files' paths; none is put in place before all are written.
    static func write(_ tables: [PublishedTable], to directory: String, _ workers: Workers) throws(RunFailure) -> [String] {
        try writeAll(tables.map { ("\($0.name).csv", $0.bytes(workers)) }, to: directory)
    }

    /// The same for any files, by name.
    static func writeAll(_ files: [(name: String, bytes: [UInt8])], to directory: String) throws(RunFailure) -> [String] {
        do throws(PublishingProblem) {
            try Directories.makeAll(directory)
            try OutputFile.replaceAll(files.map { ("\(directory)/\($0.name)", $0.bytes) })
        } catch {
            throw .publishing(error)
        }
        return files.map { "\(directory)/\($0.name)" }
    }
}

extension PublishedTable {
    /// The whole file, its parts rendered side by side.
    func bytes(_ workers: Workers) -> [UInt8] {
        let parts = workers.map(partCount) { part -> [UInt8] in
            var text = RowText()
            addRows(part, &text)
            return text.bytes
        }
        return header.bytes + parts.joined()
    }
}
