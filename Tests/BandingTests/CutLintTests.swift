import Banding
import Model
import Testing

/// What is wrong with cut points, each mistake by itself.
@Suite struct CutLintTests {
    private func problems(_ rows: [CutPoints], _ better: Better = .higher) -> [CutProblem.Kind] {
        lint(CutTable(rows), metrics: [BandingSample.metric("rate", better)], levelCount: 4) { _ in .zero...Rational(100) }
            .map(\.kind)
    }

    @Test func `Sound cut points have no problem`() {
        #expect(problems([BandingSample.cuts("rate", ["20", "50", "80"])]) == [])
        #expect(problems([BandingSample.cuts("rate", ["80", "50", "20"])], .lower) == [])
    }

    @Test func `A bound too few or too many`() {
        #expect(problems([BandingSample.cuts("rate", ["20", "50"])]) == [.missing(level: 4)])
        #expect(problems([BandingSample.cuts("rate", ["20", "50", "80", "90"])]) == [.noSuchLevel(level: 5, levelCount: 4)])
        #expect(problems([BandingSample.cuts("rate", [])]) == [.missing(level: 2), .missing(level: 3), .missing(level: 4)])
    }

    @Test func `A level with two bounds, and one with none`() {
        #expect(problems([BandingSample.cuts("rate", ["20", "30", "80"], of: [2, 2, 4])]) == [
            .missing(level: 3), .repeated(level: 2),
        ])
        #expect(problems([BandingSample.cuts("rate", ["10", "20", "50", "80"], of: [1, 2, 3, 4])]) == [
            .noSuchLevel(level: 1, levelCount: 4)
        ])
    }

    @Test func `A bound on the wrong side of the one before it`() {
        #expect(problems([BandingSample.cuts("rate", ["20", "80", "50"])]) == [.wrongDirection(level: 4)])
        #expect(problems([BandingSample.cuts("rate", ["20", "50", "80"])], .lower) == [
            .wrongDirection(level: 3), .wrongDirection(level: 4),
        ])
    }

    @Test func `A level that nobody can reach is worth knowing, but no mistake`() {
        let found = lint(
            CutTable([BandingSample.cuts("rate", ["20", "20", "80"])]), metrics: [BandingSample.metric()], levelCount: 4
        ) { _ in nil }
        #expect(found.map(\.kind) == [.unreachable(level: 2)])
        #expect(!found[0].isError)
    }

    @Test func `A bound outside what the metric can be`() {
        #expect(problems([BandingSample.cuts("rate", ["-1", "50", "100.01"])]) == [.outOfRange(level: 2), .outOfRange(level: 4)])
        #expect(problems([BandingSample.cuts("rate", ["0", "50", "100"])]) == [])
    }

    @Test func `Two sets for one metric and level`() {
        let rows = [BandingSample.cuts("rate", ["20", "50", "80"]), BandingSample.cuts("rate", ["20", "50", "80"])]
        #expect(problems(rows) == [.overlap])
        #expect(problems([rows[0], BandingSample.cuts("rate", ["20", "50", "80"], at: "high")]) == [])
    }

    @Test func `Cut points of a metric that nobody declared are not judged`() {
        #expect(problems([BandingSample.cuts("other", ["1"])]) == [])
    }
}
