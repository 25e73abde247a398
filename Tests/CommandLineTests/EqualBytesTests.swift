import Foundation
import Testing
import TestSupport

/// Equal inputs give equal bytes, wherever, however and under whatever settings the tool runs.
@Suite struct EqualBytesTests {
    /// A run whose inputs have something of everything: bad rows, repeated rows, a district that is held back.
    private static func night() throws -> NightlyRun {
        let night = try NightlyRun()
        try night.consortium.set("1999733/students.csv", "race_ethnicity", to: "ÄX")
        try night.consortium.edit("1999733/enrollments.csv") { $0.append($0[$0.count - 1]) }
        try night.consortium.write("0199259/courses.csv", "")
        return night
    }

    /// Runs again under other conditions into another output directory, and compares every byte with a plain run's.
    private func expectEqual(
        _ more: String..., environment: [String: String?] = [:], relativeTo directory: String? = nil,
        _ change: (NightlyRun) throws -> Void = { _ in }
    ) throws {
        let night = try Self.night()
        #expect(try night.run("--threads", "1").end == .exit(1))
        let plain = try night.latest()
        try change(night)
        func path(_ absolute: String) -> String {
            guard let directory else { return absolute }
            return Array(repeating: "..", count: directory.split(separator: "/").count).joined(separator: "/") + absolute
        }
        let outcome = try Subprocess.run(
            [
                BuiltTool.path, "run", path(NightlyRun.pipeline), "--data", path(night.consortium.path), "--out",
                path(night.directory("other")),
            ] + more, environment: environment, directory: directory)
        #expect(outcome.end == .exit(1))
        let other = try PublishedRun(night.directory("other/latest"))
        #expect(try other.files == plain.files)
        let (plainBytes, otherBytes) = (try plain.bytes(), try other.bytes())
        for name in plainBytes.keys.sorted() { #expect(plainBytes[name] == otherBytes[name], "\(name)") }
        #expect(plainBytes.count > 30)
    }

    @Test(arguments: ["1", "2", "7"]) func forAnyNumberOfThreads(threads: String) throws {
        try expectEqual("--threads", threads)
    }

    @Test(arguments: ["tr_TR.UTF-8", "de_DE.UTF-8", "C", "ar_EG.UTF-8"]) func forAnyLocale(locale: String) throws {
        try expectEqual(environment: ["LC_ALL": locale, "LANG": locale, "LANGUAGE": locale])
    }

    @Test(arguments: ["Pacific/Kiritimati", "America/Los_Angeles"]) func forAnyTimeZone(zone: String) throws {
        try expectEqual(environment: ["TZ": zone])
    }

    @Test func fromAnotherWorkingDirectory() throws {
        try expectEqual(relativeTo: "/")
        try expectEqual(relativeTo: "/usr/lib")
    }

    @Test func withAnEmptyEnvironment() throws {
        var environment: [String: String?] = [:]
        for name in ProcessInfo.processInfo.environment.keys { environment.updateValue(nil, forKey: name) }
        try expectEqual(environment: environment)
    }

    @Test func withTheDataInAnotherPlace() throws {
        let night = try Self.night()
        #expect(try night.run().end == .exit(1))
        let moved = try Self.night()
        #expect(try moved.run().end == .exit(1))
        #expect(night.consortium.path != moved.consortium.path)
        #expect(try night.latest().bytes() == moved.latest().bytes())
    }
}
