internal import CLinux
internal import Foundation
internal import Glibc

/// Directories of the output, and what makes them last.
enum Directories {
    /// Makes a directory, or takes the one that is there.
    static func make(_ path: String) throws(PublishingProblem) {
        if mkdir(path, 0o755) != 0 && errno != EEXIST { throw .failed("the directory can't be made", path, errno) }
    }

    /// Makes a directory and those above it.
    static func makeAll(_ path: String) throws(PublishingProblem) {
        var made = path.hasPrefix("/") ? "/" : ""
        for component in path.split(separator: "/") {
            made += component + "/"
            var status = stat()
            if stat(made, &status) == 0 { continue }
            if mkdir(made, 0o755) != 0 && errno != EEXIST { throw .failed("the output directory can't be made", path, errno) }
        }
    }

    /// Whether something has that name, a dangling link included.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// The names in a directory; none where it can't be read.
    static func entries(of path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    /// Removes a directory with everything in it, where it is there.
    static func remove(_ path: String) throws(PublishingProblem) {
        if !exists(path) { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw .failed("what an earlier run left can't be removed", path, errno)
        }
    }

    /// Puts the names in a directory on disk.
    static func sync(_ path: String) throws(PublishingProblem) {
        let descriptor = try open(path)
        defer { close(descriptor) }
        if fsync(descriptor) != 0 { throw .failed("the directory can't be synced", path, errno) }
    }

    /// Puts everything on disk that was written to the directory's file system: one call for any number of files.
    static func syncFileSystem(of path: String) throws(PublishingProblem) {
        let descriptor = try open(path)
        defer { close(descriptor) }
        if syncfs(descriptor) != 0 { throw .failed("the file system can't be synced", path, errno) }
    }

    private static func open(_ path: String) throws(PublishingProblem) -> Int32 {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { throw .failed("the directory can't be opened", path, errno) }
        return descriptor
    }
}
