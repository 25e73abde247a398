import Testing

@testable import Simulation

@Suite struct RandomStreamTests {
    @Test func streamsAreTheSameBitsOnEveryMachine() {
        var stream = RandomStream(seed: 1, .scores, 5, SchoolYear(start: 2014))
        let words = (0..<3).map { _ in stream.next() }
        #expect(words == [15_116_617_081_408_755_498, 9_716_034_575_777_439_834, 17_105_465_227_113_289_915])
    }

    @Test func deviatesAreStandardNormal() {
        var stream = RandomStream(seed: 1, .layout, 0)
        let deviates = (0..<20_000).map { _ in stream.normal() }
        let mean = deviates.reduce(0, +) / 20_000
        let variance = deviates.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 20_000
        #expect(abs(mean) < 0.03 && abs(variance - 1) < 0.04)
    }

    @Test func streamsOfOtherEntitiesPurposesYearsAndSeedsDiffer() {
        let year = SchoolYear(start: 2014)
        var streams = [
            RandomStream(seed: 1, .scores, 5, year), RandomStream(seed: 2, .scores, 5, year),
            RandomStream(seed: 1, .growth, 5, year), RandomStream(seed: 1, .scores, 6, year),
            RandomStream(seed: 1, .scores, 5, SchoolYear(start: 2015)), RandomStream(seed: 1, .scores, 5),
        ]
        #expect(Set(streams.indices.map { streams[$0].next() }).count == streams.count)
    }
}
