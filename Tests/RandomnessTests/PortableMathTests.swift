import Foundation
import Randomness
import Testing

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
}
