internal import Foundation
internal import Glibc

/// Why a run could not be published; the operator mends it.
package struct PublishingProblem: Error, Sendable, CustomStringConvertible {
    package let path: String
    package let problem: String
    package let remedy: String
    /// Whether another run is at work on the same directory.
    package let isLocked: Bool

    package var description: String { "\(path): \(problem). \(remedy)." }

    static func failed(_ action: String, _ path: String, _ code: Int32) -> PublishingProblem {
        let remedy =
            switch code {
            case ENOSPC, EDQUOT: "Free some space and run again; what was published before is untouched"
            case EACCES, EPERM, EROFS: "Give the account that runs the pipeline permission to write here"
            default: "Check the directory and run again; what was published before is untouched"
            }
        return PublishingProblem(
            path: path, problem: "\(action): \(String(cString: strerror(code)))", remedy: remedy, isLocked: false)
    }
}

/// The output directory of a pipeline: finished runs under `runs/`, and `latest` pointing at the newest.
///
/// A run is written beside the finished ones, synced to disk, and renamed; then `latest` is switched by one rename. A reader
/// sees a whole run or the one before, whenever the writer is killed.
final class RunDirectory {
    let root: String
    /// Where the run at hand is written.
    let path: String
    private let lock: Int32

    /// - Throws: where another run holds the lock, or the directory can't be made.
    init(_ root: String) throws(PublishingProblem) {
        self.root = root
        let runs = root + "/runs"
        do {
            try FileManager.default.createDirectory(atPath: runs, withIntermediateDirectories: true)
        } catch {
            throw PublishingProblem(
                path: root, problem: "the output directory can't be made: \(error.localizedDescription)",
                remedy: "Check --out and the permissions there", isLocked: false)
        }
        lock = open(root + "/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        if lock < 0 { throw .failed("the lock can't be opened", root + "/.lock", errno) }
        if flock(lock, LOCK_EX | LOCK_NB) != 0 {
            close(lock)
            throw PublishingProblem(
                path: root, problem: "another run is writing here",
                remedy: "Wait for it to end, or choose another directory with --out", isLocked: true)
        }
        Self.removeRemains(in: runs)
        path = runs + "/.incoming"
        try Self.makeDirectory(path)
    }

    deinit { close(lock) }

    /// What a killed run left behind.
    private static func removeRemains(in runs: String) {
        try? FileManager.default.removeItem(atPath: runs + "/.incoming")
    }

    private static func makeDirectory(_ path: String) throws(PublishingProblem) {
        if mkdir(path, 0o755) != 0 && errno != EEXIST { throw .failed("the directory can't be made", path, errno) }
    }

    /// A directory below the run's own.
    func makeDirectory(_ name: String) throws(PublishingProblem) {
        var path = self.path
        for component in name.split(separator: "/") {
            path += "/" + component
            try Self.makeDirectory(path)
        }
    }

    /// Names the run and makes it the latest. A run of the same name is the same run: it stays, and this one goes.
    func publish(as name: String) throws(PublishingProblem) -> String {
        let final = root + "/runs/" + name
        try Self.sync(path)
        if FileManager.default.fileExists(atPath: final) {
            try? FileManager.default.removeItem(atPath: final + ".old")
            if rename(final, final + ".old") != 0 { throw .failed("the former run can't be moved", final, errno) }
        }
        if rename(path, final) != 0 { throw .failed("the run can't be renamed", final, errno) }
        try? FileManager.default.removeItem(atPath: final + ".old")
        try Self.sync(root + "/runs")
        let link = root + "/latest", new = root + "/.latest"
        unlink(new)
        if symlink("runs/" + name, new) != 0 { throw .failed("`latest` can't be written", new, errno) }
        if rename(new, link) != 0 { throw .failed("`latest` can't be switched", link, errno) }
        try Self.sync(root)
        return final
    }

    /// Takes back everything written so far.
    func discard() { try? FileManager.default.removeItem(atPath: path) }

    private static func sync(_ directory: String) throws(PublishingProblem) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { throw .failed("the directory can't be opened", directory, errno) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0 { throw .failed("the directory can't be synced", directory, errno) }
    }
}
