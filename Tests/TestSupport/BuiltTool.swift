internal import Foundation

/// The tool as it was built beside the tests.
package enum BuiltTool {
    package static let path: String = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return (tests as NSString).deletingLastPathComponent + "/schoolindex"
    }()

    /// Runs it and waits for its end.
    package static func run(
        _ arguments: String..., environment: [String: String?] = [:], directory: String? = nil
    ) throws -> Subprocess.Outcome {
        try Subprocess.run([path] + arguments, environment: environment, directory: directory)
    }

    /// Starts it.
    package static func start(_ arguments: String...) throws -> Subprocess { try Subprocess([path] + arguments) }
}
