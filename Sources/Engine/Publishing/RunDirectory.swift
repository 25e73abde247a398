internal import Glibc

/// The output directory of a pipeline: finished runs under `runs/`, and `latest` pointing at the newest.
///
/// A run is written beside the finished ones, put on disk with one sync of the file system, and renamed; then `latest` is
/// switched by one rename. A reader sees a whole run or the one before, whenever the writer is killed or the power fails.
final class RunDirectory {
    let root: String
    /// Where the run at hand is written.
    let path: String
    private let lock: DirectoryLock

    /// The directory of all runs.
    var runs: String { root + "/runs" }

    /// - Throws: where another run holds the lock, or the directory can't be made.
    init(_ root: String) throws(PublishingProblem) {
        let root = root.isEmpty ? "." : root
        self.root = root
        path = root + "/runs/.incoming"
        try Directories.makeAll(root)
        lock = try DirectoryLock(root + "/.lock")
        try removeRemains()
        try Directories.make(runs)
        try Directories.make(path)
    }

    /// What a killed run left behind.
    private func removeRemains() throws(PublishingProblem) {
        unlink(root + "/.latest")
        try Directories.remove(path)
        try Directories.remove(leavingName)
    }

    /// A directory below the run's own.
    func makeDirectory(_ name: String) throws(PublishingProblem) {
        var path = self.path
        for component in name.split(separator: "/") {
            path += "/" + component
            try Directories.make(path)
        }
    }

    // MARK: Publishing

    /// Names the run and makes it the latest.
    ///
    /// A run's name says what is in it. Where one of that name is still whole, it stays and the new copy goes; where it was
    /// changed or damaged since, the new run stands beside it with a number after its name.
    ///
    /// - Parameter outputs: the files of the run, without its manifest.
    func publish(as name: String, holding outputs: [OutputRecord]) throws(PublishingProblem) -> String {
        var number = 1
        var chosen = name
        while Directories.exists(runs + "/" + chosen) {
            if KeptRun(runs + "/" + chosen).isWhole(outputs) {
                discard()
                // The newest run is the one last published, whenever it was first computed.
                utimensat(AT_FDCWD, runs + "/" + chosen, nil, 0)
                return try switchLatest(to: chosen)
            }
            number += 1
            chosen = "\(name)-\(number)"
        }
        try Directories.syncFileSystem(of: path)
        if rename(path, runs + "/" + chosen) != 0 { throw .failed("the run can't be renamed", runs + "/" + chosen, errno) }
        try Directories.sync(runs)
        return try switchLatest(to: chosen)
    }

    private func switchLatest(to name: String) throws(PublishingProblem) -> String {
        let link = root + "/latest", new = root + "/.latest"
        unlink(new)
        if symlink("runs/" + name, new) != 0 { throw .failed("`latest` can't be written", new, errno) }
        if rename(new, link) != 0 { throw .failed("`latest` can't be switched", link, errno) }
        try Directories.sync(root)
        return runs + "/" + name
    }

    /// Takes back everything written so far.
    func discard() { try? Directories.remove(path) }

    // MARK: Older runs

    /// The name that a run has while it is being removed: whoever lists the runs never sees half of one.
    private var leavingName: String { runs + "/.leaving" }

    /// Removes all but the newest finished runs; the one published last is always among them.
    ///
    /// What is no run of ours, by its manifest, is left alone.
    func removeRuns(keeping count: Int, latest: String) throws(PublishingProblem) {
        let others = Directories.entries(of: runs).filter { !$0.hasPrefix(".") }.map { KeptRun(runs + "/" + $0) }
            .filter { $0.path != latest && $0.isRun }
            .sorted { ($0.published, $0.path) > ($1.published, $1.path) }
        for run in others.dropFirst(max(0, count - 1)) {
            if rename(run.path, leavingName) != 0 { throw .cannotRemove(run.path, errno) }
            do throws(PublishingProblem) { try Directories.remove(leavingName) } catch { throw .cannotRemove(run.path, errno) }
        }
    }
}

/// The lock on an output directory; the system lets it go with the process that holds it, however that ends.
final class DirectoryLock {
    private let descriptor: Int32

    /// - Throws: where another process holds it.
    init(_ path: String) throws(PublishingProblem) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw .failed("the lock can't be opened", path, errno) }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            throw errno == EWOULDBLOCK ? .locked(path) : .failed("the lock can't be taken", path, errno)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
