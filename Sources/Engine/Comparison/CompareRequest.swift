/// Which two runs to compare, and how.
package struct CompareRequest: Sendable {
    /// A finished run's directory, or a pipeline or scenario file to run.
    package struct Side: Sendable {
        package let path: String
        /// The directory with the districts' files; nil for where they were when a finished run was made, or the working directory.
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
    /// Where results of stages are kept for further comparisons; nil for nowhere.
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
