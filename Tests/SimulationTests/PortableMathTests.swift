import Foundation
import Testing

@testable import Simulation

@Suite struct PortableMathTests {
    @Test(arguments: Array(stride(from: -30.0, through: 30.0, by: 0.37)))
    func expAndLogAreThoseOfTheLibrary(x: Double) {
        let power = PortableMath.exp(x)
        #expect(abs(power / Foundation.exp(x) - 1) < 1e-14)
        #expect(abs(PortableMath.log(power) - x) < 1e-13)
    }

    @Test(arguments: [-3.0, -1.96, -0.5, 0, 0.1, 1, 2.5758])
    func quantileAndShareAreInverse(z: Double) {
        let share = 0.5 * erfc(-z / 2.0.squareRoot())
        #expect(abs(PortableMath.normalShare(below: z) - share) < 1e-7)
        #expect(abs(PortableMath.normalQuantile(share) - z) < 1e-8)
    }

    /// The last bit counts: one that differs from machine to machine would make other files from the same seed.
    @Test func resultsAreTheSameBitsOnEveryMachine() {
        var bits: UInt64 = 0
        for step in 1...999 {
            let p = Double(step) / 1000
            let values = [
                PortableMath.exp(20 * p - 10), PortableMath.log(p), PortableMath.normalQuantile(p),
                PortableMath.normalShare(below: 8 * p - 4),
            ]
            for value in values {
                bits = (bits ^ value.bitPattern) &* 0x0000_0100_0000_01B3
            }
        }
        #expect(String(bits, radix: 16) == "65995815bc7e4c47")
    }

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
