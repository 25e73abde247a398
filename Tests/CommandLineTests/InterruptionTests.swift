import Foundation
import Testing
import TestSupport

/// Whatever stops a run, a reader finds a whole one, and the next run is well.
@Suite struct InterruptionTests {
    /// The years alternate, so that every run that gets as far has something new to publish.
    @Test func aRunKilledAtAnyMomentLeavesAWholeRunOrNone() throws {
        let night = try NightlyRun()
        let clock = ContinuousClock()
        let length = try clock.measure { _ = try NightlyRun().run("--quiet", "--anew") }
        let moments = 36
        var killed = 0
        for moment in 0..<moments {
            let process = try night.start("--quiet", "--anew", "--year", moment.isMultiple(of: 2) ? "2016-17" : "2015-16")
            let delay = length * 5 / 4 * moment / moments
            usleep(UInt32(delay / .microseconds(1)))
            process.send(SIGKILL)
            if try process.wait().end == .signal(SIGKILL) { killed += 1 }
            if night.directory.exists("out/latest") {
                #expect(try night.latest().differences() == [], "killed after \(delay)")
            } else {
                #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: night.out + "/latest")) == nil)
            }
            for run in night.finishedRuns { #expect(try PublishedRun(run).differences() == [], "\(run), killed after \(delay)") }
        }
        #expect(killed >= moments / 2, "the runs last long enough to be killed: \(killed) of \(moments)")
        #expect(try night.run("--quiet").end == .exit(0))
        #expect(try night.latest().differences() == [])
        #expect(try night.remains() == [])
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func aSignalEndsTheRunAtOnceAndNothingIsPublished(signal: Int32) throws {
        let night = try NightlyRun()
        #expect(try night.run("--quiet").end == .exit(0))
        let former = try night.latest().bytes()
        let stopped = try StoppedRun(night)
        stopped.process.send(signal)
        stopped.resume()
        let outcome = try stopped.process.wait()
        #expect(outcome.end == .signal(signal))
        #expect(outcome.errors == "")
        #expect(try night.latest().bytes() == former)
        #expect(try night.run("--quiet").end == .exit(0))
        #expect(try night.remains() == [])
    }

    @Test func theSecondOfTwoRunsEndsWithFive() throws {
        let night = try NightlyRun()
        let stopped = try StoppedRun(night)
        let second = try night.run("--quiet")
        #expect(second.end == .exit(5))
        #expect(second.output == "")
        #expect(second.errors == """
            error: \(night.out): another run is writing here. Wait for it to end, or choose another directory with --out.

            """)
        stopped.resume()
        #expect(try stopped.process.wait().end == .exit(0))
        #expect(try night.latest().differences() == [])
    }

    @Test func theLockFileOfAKilledRunDoesNotBlock() throws {
        let night = try NightlyRun()
        let stopped = try StoppedRun(night)
        stopped.process.send(SIGKILL)
        #expect(try stopped.process.wait().end == .signal(SIGKILL))
        #expect(night.directory.exists("out/.lock"))
        #expect(try night.run("--quiet").end == .exit(0))
        #expect(try night.remains() == [])
    }

    @Test func anOutputDirectoryThatIsRemovedMeanwhileIsAnError() throws {
        let night = try NightlyRun()
        let stopped = try StoppedRun(night)
        try FileManager.default.removeItem(atPath: night.out)
        stopped.resume()
        let outcome = try stopped.process.wait()
        #expect(outcome.end == .exit(3))
        #expect(outcome.errors(without: night.out) == """
            error: …/runs/.incoming/scores.csv: the file can't be made: No such file or directory. Check the directory and run \
            again; what was published before is untouched.

            """)
    }

    @Test func aFailingRunLeavesTheFormerOne() throws {
        let night = try NightlyRun()
        #expect(try night.run("--quiet").end == .exit(0))
        let former = try night.latest().bytes()
        try night.consortium.remove("1999733/enrollments.csv")
        #expect(try night.run("--quiet").end == .exit(3))
        #expect(try night.latest().bytes() == former)
        #expect(try night.remains() == [])
    }
}

/// A run that is stopped at its work: it holds the lock, and has published nothing yet.
struct StoppedRun {
    let process: Subprocess

    init(_ night: NightlyRun) throws {
        process = try night.start("--quiet")
        while !night.directory.exists("out/runs/.incoming") { usleep(200) }
        process.send(SIGSTOP)
    }

    /// Lets the run go on; a signal sent meanwhile reaches it now.
    func resume() { process.send(SIGCONT) }
}

extension NightlyRun {
    /// The directories of finished runs.
    var finishedRuns: [String] {
        ((try? directory.names(in: "out/runs")) ?? []).filter { !$0.hasPrefix(".") }.map { out + "/runs/" + $0 }
    }

    /// What stands in the output besides runs, the lock and `latest`.
    func remains() throws -> [String] {
        try directory.names(in: "out").filter { ![".lock", "kept", "latest", "runs"].contains($0) }
            + directory.names(in: "out/runs").filter { $0.hasPrefix(".") }
    }
}
