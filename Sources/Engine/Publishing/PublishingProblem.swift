internal import Glibc

/// Why a run could not be published; the operator mends it.
package struct PublishingProblem: Error, Sendable, CustomStringConvertible {
    package let path: String
    package let problem: String
    package let remedy: String
    /// Whether another run is at work on the same directory.
    package let isLocked: Bool

    package var description: String { "\(path): \(problem). \(remedy)." }
}

/// The texts.
extension PublishingProblem {
    /// `code` is the system's error number.
    static func failed(_ action: String, _ path: String, _ code: Int32) -> PublishingProblem {
        let remedy =
            switch code {
            case ENOSPC, EDQUOT: "Free some space and run again; what was published before is untouched"
            case EFBIG: "Raise the limit on the size of files (`ulimit -f`) and run again; what was published before is untouched"
            case EACCES, EPERM, EROFS: "Give the account that runs the pipeline permission to write here"
            case ENOTDIR: "Name a directory with --out, not a file"
            case EISDIR: "Name a file with --out, not a directory"
            default: "Check the directory and run again; what was published before is untouched"
            }
        return PublishingProblem(path: path, problem: "\(action): \(words(for: code))", remedy: remedy, isLocked: false)
    }

    static func locked(_ lock: String) -> PublishingProblem {
        PublishingProblem(
            path: String(lock.dropLast("/.lock".count)), problem: "another run is writing here",
            remedy: "Wait for it to end, or choose another directory with --out", isLocked: true)
    }

    static func cannotRemove(_ path: String, _ code: Int32) -> PublishingProblem {
        PublishingProblem(
            path: path, problem: "the new run is published, but this older one can't be removed: \(words(for: code))",
            remedy: "Remove it by hand, or raise --keep", isLocked: false)
    }

    private static func words(for code: Int32) -> String { String(cString: strerror(code)) }
}
