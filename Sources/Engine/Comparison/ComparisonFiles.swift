internal import Reports

extension RunComparison {
    /// Writes the tables into a directory, which is made where it is not there; none is put in place before all are written.
    package func write(to directory: String) throws(RunFailure) {
        let tables: [PublishedTable] = [.changes(changes, decimals: decimals), .changedResults(results)]
        do throws(PublishingProblem) {
            try Directories.makeAll(directory)
            try OutputFile.replaceAll(tables.map { ("\(directory)/\($0.name).csv", $0.whole) })
        } catch {
            throw .publishing(error)
        }
    }
}

extension PublishedTable {
    /// The header and all rows.
    fileprivate var whole: [UInt8] {
        var text = header
        for part in 0..<partCount { addRows(part, &text) }
        return text.bytes
    }
}
