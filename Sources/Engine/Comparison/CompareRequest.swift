internal import Foundation

/// Which two runs to compare, and how.
package struct CompareRequest: Sendable {
    /// A finished run's directory, or a pipeline or scenario file to run.
    package struct Side: Sendable {
        package let path: String
        /// The directory with the districts' files; nil for where they were when a finished run was made, this one or the other side's,
        /// or the working directory.
        package let data: String?
        package let year: String?

        package init(path: String, data: String?, year: String?) {
            self.path = path
            self.data = data
            self.year = year
        }
    }

    package let first: Side
    package let second: Side
    /// Whether parts are averaged over all orders of the causes.
    package let isAveraged: Bool
    /// Where results of stages are kept for further comparisons; nil for where a finished run has its own, or just meanwhile.
    package let kept: String?
    package let threads: Int

    package init(first: Side, second: Side, isAveraged: Bool, kept: String? = nil, threads: Int) {
        self.first = first
        self.second = second
        self.isAveraged = isAveraged
        self.kept = kept
        self.threads = threads
    }
}

extension CompareRequest.Side {
    /// Whether it is a finished run, and no file.
    var isFinished: Bool { path.isDirectory }

    /// The directory that was asked for, or where a finished run's files were; nil where neither is known.
    fileprivate var knownData: String? { data ?? (isFinished ? (try? RunRecord(path))?.data : nil) }

    /// The same with its files in another directory.
    fileprivate func on(_ data: String?) -> Self { Self(path: path, data: data, year: year) }
}

extension CompareRequest {
    /// Both sides, each with the directory of its files: a pipeline file next to a finished run goes by the run's.
    ///
    /// - Throws: where a directory is not there.
    func located() throws(RunFailure) -> [Side] {
        let sides = [(first, second), (second, first)].map { side, other in
            side.on(side.knownData ?? (!side.isFinished && other.isFinished ? other.knownData : nil))
        }
        var missing = sides.map { $0.data.flatMap { $0.isDirectory ? nil : $0 } }
        // One directory for both is that of --data.
        if missing[0] == missing[1] { missing[1] = nil }
        let problems = zip(missing, [("A", "--data"), ("B", "--data-b")]).compactMap { path, words in
            path.map { String.noDirectory($0, of: words.0, option: words.1) }
        }
        if !problems.isEmpty { throw .inputs(problems) }
        return sides
    }
}

extension String {
    /// Whether it is the path of a directory.
    fileprivate var isDirectory: Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: self, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    // MARK: Texts

    fileprivate static func noDirectory(_ path: String, of side: String, option: String) -> String {
        "\(path): there is no directory of this name. Name the one with the districts' files of \(side) with \(option)."
    }
}
