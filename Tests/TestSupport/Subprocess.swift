internal import Foundation
internal import Glibc

/// A process under test, its two streams kept in files so that it never waits for whoever reads them.
///
/// - Note: `posix_spawn` and not Foundation's `Process`: tests run side by side, and no process may hold another's pipes.
package final class Subprocess {
    /// How a process ended.
    package enum End: Equatable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    /// What came of a process.
    package struct Outcome: Sendable {
        package let end: End
        package let output: String
        package let errors: String
    }

    /// No process of a test lasts that long.
    private static let patience = Duration.seconds(60)

    private let id: pid_t
    private let streams: TemporaryDirectory

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - arguments: the program's path first.
    ///   - environment: variables that differ from this process's; nil takes one away.
    ///   - directory: where it works; nil: where this process does.
    package init(
        _ arguments: [String], environment changes: [String: String?] = [:], directory: String? = nil
    ) throws {
        streams = try TemporaryDirectory()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, streams("out"), O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, streams("err"), O_WRONLY | O_CREAT, 0o600)
        // Threads of a test block signals that a program started by a shell or by cron gets.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t(), all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        // `env` becomes the program, so the process stays the one that was started.
        let arguments = (directory.map { ["/usr/bin/env", "-C", $0] } ?? []) + arguments
        var environment = ProcessInfo.processInfo.environment
        for (name, value) in changes { environment[name] = value }
        let pairs = environment.map { "\($0)=\($1)" }.sorted()
        var started = pid_t()
        let code = Self.withCStrings(arguments) { arguments in
            Self.withCStrings(pairs) { posix_spawnp(&started, arguments[0]!, &actions, &attributes, arguments, $0) }
        }
        if code != 0 { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .ENOENT) }
        id = started
    }

    /// Starts a program and waits for its end.
    package static func run(
        _ arguments: [String], environment: [String: String?] = [:], directory: String? = nil
    ) throws -> Outcome {
        try Subprocess(arguments, environment: environment, directory: directory).wait()
    }

    package func send(_ signal: Int32) { kill(id, signal) }

    /// Waits for its end; one that does not come is made. Called once.
    package func wait() throws -> Outcome {
        var status: Int32 = 0
        let deadline = ContinuousClock.now + Self.patience
        while waitpid(id, &status, WNOHANG) == 0 {
            if ContinuousClock.now > deadline { send(SIGKILL) }
            usleep(500)
        }
        let signal = status & 0x7f
        return Outcome(
            end: signal == 0 ? .exit(status >> 8 & 0xff) : .signal(signal), output: try streams.text("out"),
            errors: try streams.text("err"))
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var copies = texts.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return body(&copies)
    }
}
