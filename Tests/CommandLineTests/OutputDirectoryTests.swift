import Foundation
import Testing
import TestSupport

/// The output directory: what stands in the way of writing to it, and what stays in it.
@Suite struct OutputDirectoryTests {
    // MARK: Not writable

    @Test func aFileInPlaceOfTheDirectoryIsNamed() throws {
        let night = try NightlyRun()
        try night.directory.write("out", "a file")
        let outcome = try night.run("--quiet")
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors(without: night.out) == """
            error: …/.lock: the lock can't be opened: Not a directory. Name a directory with --out, not a file.

            """)
        #expect(try night.directory.text("out") == "a file")
    }

    @Test func missingDirectoriesAboveTheOutputAreMade() throws {
        let night = try NightlyRun()
        let out = night.directory("a/b/c")
        let outcome = try BuiltTool.run("run", NightlyRun.pipeline, "--data", night.consortium.path, "--out", out, "--quiet")
        #expect(outcome.end == .exit(0))
        #expect(try PublishedRun(out + "/latest").differences() == [])
    }

    @Test func aDirectoryThatTheAccountMayNotWriteToIsNamed() throws {
        let night = try NightlyRun()
        try night.directory.write("out/keep", "")
        #expect(chmod(night.out, 0o555) == 0)
        let outcome = try Subprocess.run(Self.asOrdinaryUser + night.arguments(["--quiet"]))
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors(without: night.out) == """
            error: …/.lock: the lock can't be opened: Permission denied. Give the account that runs the pipeline permission to \
            write here.

            """)
        #expect(chmod(night.out, 0o755) == 0)
    }

    /// Permissions mean nothing to root.
    private static let asOrdinaryUser =
        getuid() == 0 ? ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] : []

    @Test func aLimitOnTheSizeOfFilesIsAnErrorAndNoSignal() throws {
        let night = try NightlyRun()
        #expect(try night.run("--quiet", "--year", "2015-16").end == .exit(0))
        let former = try night.latest().bytes()
        let outcome = try Subprocess.run(["bash", "-c", "ulimit -f 16; exec \"$@\"", "bash"] + night.arguments(["--quiet"]))
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors(without: night.out) == """
            error: …/runs/.incoming/results.csv: the file can't be written: File too large. Raise the limit on the size of files \
            (`ulimit -f`) and run again; what was published before is untouched.

            """)
        #expect(try night.latest().bytes() == former)
        #expect(try night.remains() == [])
    }

    @Test(.enabled(if: SmallDisk.isPossible, "mounting a disk of its own needs root"))
    func aFullDiskIsAnErrorAndTheFormerRunStays() throws {
        let night = try NightlyRun()
        let disk = try SmallDisk(night.out, kibibytes: 4_500)
        #expect(try night.run("--quiet").end == .exit(0))
        let former = try night.latest().bytes()
        let outcome = try night.run("--quiet", "--year", "2015-16")
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors.hasPrefix("error: \(night.out)/runs/.incoming/"), "\(outcome.errors)")
        #expect(outcome.errors.hasSuffix("""
            : No space left on device. Free some space and run again; what was published before is untouched.

            """), "\(outcome.errors)")
        #expect(try night.latest().bytes() == former)
        #expect(try night.remains() == [])
        withExtendedLifetime(disk) {}
    }

    @Test func theRunIsPublishedEvenWhereNobodyReadsTheSummary() throws {
        let night = try NightlyRun()
        let outcome = try Subprocess.run(
            ["bash", "-c", "set -o pipefail; \"$@\" | true", "bash"] + night.arguments())
        #expect(outcome.end == .exit(0))
        #expect(try night.latest().differences() == [])
    }

    // MARK: Older runs

    @Test func allRunsStayUnlessALimitIsGiven() throws {
        let night = try NightlyRun()
        for year in ["2014-15", "2015-16", "2016-17"] { #expect(try night.run("--quiet", "--year", year).end == .exit(0)) }
        #expect(night.finishedRuns.count == 3)
        #expect(try night.latest().manifest["year"] as? String == "2016-17")
    }

    @Test func theNewestRunsStayWithALimit() throws {
        let night = try NightlyRun()
        try night.directory.write("out/runs/notes/mine.txt", "not a run")
        for year in ["2016-17", "2014-15", "2015-16"] { #expect(try night.run("--quiet", "--year", year).end == .exit(0)) }
        // Published again, the first is the newest.
        #expect(try night.run("--quiet", "--keep", "2").end == .exit(0))
        let years = try night.finishedRuns.filter { !$0.hasSuffix("/notes") }.map { try PublishedRun($0).manifest["year"] as! String }
        #expect(years == ["2015-16", "2016-17"])
        #expect(try night.latest().manifest["year"] as? String == "2016-17")
        #expect(try night.directory.text("out/runs/notes/mine.txt") == "not a run")
        #expect(try night.remains() == [])
    }

    @Test func equalInputsAreOneRun() throws {
        let night = try NightlyRun()
        #expect(try night.run("--quiet").end == .exit(0))
        let before = try night.latest().bytes()
        #expect(try night.run("--quiet", "--threads", "1").end == .exit(0))
        #expect(night.finishedRuns.count == 1)
        #expect(try night.latest().bytes() == before)
        #expect(try night.remains() == [])
    }

    @Test func aRunThatWasDamagedIsNotTakenForTheSame() throws {
        let night = try NightlyRun()
        #expect(try night.run("--quiet").end == .exit(0))
        let name = try night.latest().manifest["run"] as! String
        try night.directory.write("out/latest/scores.csv", "changed by hand\n")
        #expect(try night.run("--quiet").end == .exit(0))
        #expect(try night.latest().differences() == [])
        #expect(try night.directory.names(in: "out/runs") == [name, name + "-2"])
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: night.out + "/latest") == "runs/\(name)-2")
        #expect(try night.directory.text("out/runs/\(name)/scores.csv") == "changed by hand\n")
    }
}

/// A disk of a size of its own, in memory; unmounted with the last reference.
final class SmallDisk {
    private let path: String

    static let isPossible: Bool = {
        guard getuid() == 0, let directory = try? TemporaryDirectory(), let disk = try? SmallDisk(directory.path, kibibytes: 64)
        else { return false }
        return withExtendedLifetime(disk) { true }
    }()

    init(_ path: String, kibibytes: Int) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let outcome = try Subprocess.run(["mount", "-t", "tmpfs", "-o", "size=\(kibibytes)k", "tmpfs", path])
        if outcome.end != .exit(0) { throw CocoaError(.fileWriteUnknown) }
    }

    deinit { _ = try? Subprocess.run(["umount", path]) }
}
