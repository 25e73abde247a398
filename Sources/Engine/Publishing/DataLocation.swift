internal import Foundation

/// Where the data of the runs in an output directory were read from: kept beside the runs, since a run can be published and a path can't.
struct DataLocation {
    /// The output directory.
    let root: String

    private var directory: String { root + "/kept/data" }

    /// Remembers where a run's data were, and forgets what is known of runs that are gone.
    func remember(_ data: String, of run: String) throws(PublishingProblem) {
        try Directories.makeAll(directory)
        let name = Self.name(of: run)
        let absolute = data.hasPrefix("/") ? data : FileManager.default.currentDirectoryPath + "/" + data
        try OutputFile.replace(directory + "/" + name, with: Array((absolute as NSString).standardizingPath.utf8))
        for other in Directories.entries(of: directory) where !Directories.exists(root + "/runs/" + other) {
            try Directories.remove(directory + "/" + other)
        }
    }

    /// Where a run's data were; nil where that is not known, as for a run that was copied from elsewhere.
    func data(of run: String) -> String? {
        FileManager.default.contents(atPath: directory + "/" + Self.name(of: run)).flatMap { String(validating: $0, as: UTF8.self) }
    }

    private static func name(of run: String) -> String { (run as NSString).lastPathComponent }
}
