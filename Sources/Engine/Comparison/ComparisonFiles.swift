internal import Reports

extension RunComparison {
    /// Writes the tables into a directory, which is made where it is not there; none is put in place before all are written.
    package func write(to directory: String) throws(RunFailure) {
        _ = try TableFiles.write([.changes(changes, decimals: decimals), .changedResults(results)], to: directory, workers)
    }
}
