internal import Glibc

/// A file or directory that could not be written: the operator's to mend.
package struct SimulationError: Error, CustomStringConvertible, Sendable {
    package let place: String
    package let problem: String
    package let remedy: String

    package var description: String { "\(place): \(problem). \(remedy)." }
}

/// A file written from start to end.
final class OutputFile {
    let path: String
    private let descriptor: Int32

    /// Creates the file, or empties it where it exists.
    init(_ path: String, header: String) throws(SimulationError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw .system(path, "could not be created") }
        try write(Array(header.utf8))
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws(SimulationError) {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                start += count
            } else if errno != EINTR {
                throw .system(path, "could not be written")
            }
        }
    }
}

/// The directory of a consortium and those of its districts.
struct OutputDirectory {
    let path: String

    /// Creates the directory where there is none; refuses one with files in it unless `overwriting`.
    init(_ path: String, overwriting: Bool) throws(SimulationError) {
        self.path = path
        try Self.create(path)
        if overwriting { return }
        guard let directory = opendir(path) else { throw .system(path, "could not be read") }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." {
                throw SimulationError(
                    place: path, problem: "the directory is not empty",
                    remedy: "Name another one, or add --force to overwrite the files of a simulation in it")
            }
        }
    }

    func file(_ name: String, header: String) throws(SimulationError) -> OutputFile {
        try OutputFile("\(path)/\(name)", header: header)
    }

    func subdirectory(_ name: String) throws(SimulationError) -> OutputDirectory {
        try OutputDirectory("\(path)/\(name)", overwriting: true)
    }

    /// Removes a file that an earlier simulation may have left.
    func remove(_ name: String) throws(SimulationError) {
        if unlink("\(path)/\(name)") != 0 && errno != ENOENT { throw .system("\(path)/\(name)", "could not be removed") }
    }

    /// Creates a directory and those above it, where they are missing.
    private static func create(_ path: String) throws(SimulationError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for component in path.split(separator: "/") {
            made += component + "/"
            var status = stat()
            if stat(made, &status) == 0 { continue }
            if mkdir(made, 0o755) != 0 && errno != EEXIST { throw .system(path, "could not be created") }
        }
    }
}

extension SimulationError {
    /// What the operating system said last about a place.
    fileprivate static func system(_ place: String, _ failure: String) -> SimulationError {
        let code = errno
        let remedy =
            switch code {
            case ENOSPC, EDQUOT: "Free some space, or simulate fewer students or years"
            case EACCES, EPERM, EROFS: "Choose a directory that you may write to"
            case EFBIG: "Raise the limit on the size of files (`ulimit -f`), or simulate fewer students or years"
            case ENOTDIR: "Name a directory, not a file"
            default: "Mend the cause and run the simulation again"
            }
        return SimulationError(place: place, problem: "\(failure): \(String(cString: strerror(code)))", remedy: remedy)
    }
}
