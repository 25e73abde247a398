import Testing

@testable import Growth

/// The noise that simulated scores get.
@Suite struct MeasurementNoiseTests {
    /// Shares of the standard normal distribution below -2, -1, -0.5, 0, 0.5, 1, 2 and 3, by a table.
    private let shares: [(bound: Double, share: Double)] = [
        (-2, 0.0227501), (-1, 0.1586553), (-0.5, 0.3085375), (0, 0.5), (0.5, 0.6914625), (1, 0.8413447), (2, 0.9772499),
        (3, 0.9986501),
    ]

    @Test func `Numbers are normal, drawn one after the other or for one student after the other`() {
        let count = 100_000
        var one = MeasurementNoise(seed: 7, student: 1)
        let drawn = [
            (0..<count).map { _ in one.next() },
            (0..<count).map { number -> Double in
                var noise = MeasurementNoise(seed: 7, student: MeasurementNoise.key("\(10_000 + number)"), 0, 3, 1)
                return noise.next()
            },
            (0..<count).map { number -> Double in
                var noise = MeasurementNoise(seed: 7, student: 5, 2, number, 1)
                return noise.next()
            },
        ]
        for numbers in drawn {
            for (bound, share) in shares {
                let error = (share * (1 - share) / Double(count)).squareRoot()
                #expect(abs(Double(numbers.count { $0 < bound }) / Double(count) - share) < 4 * error, "below \(bound)")
            }
            let neighbors = zip(numbers, numbers.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / Double(count)
            #expect(abs(neighbors) < 4 / Double(count).squareRoot())
            let variance = numbers.reduce(0) { $0 + $1 * $1 } / Double(count)
            #expect(abs(variance - 1) < 4 * (2 / Double(count)).squareRoot())
        }
    }

    @Test func `Seed, student, data set and prior each make a difference, and nothing else does`() {
        func number(_ seed: UInt64, _ student: String, _ ratio: Int, _ data: Int, _ prior: Int) -> Double {
            var noise = MeasurementNoise(seed: seed, student: MeasurementNoise.key(student), ratio, data, prior)
            return noise.next()
        }
        let numbers = [
            number(1, "1", 0, 0, 1), number(2, "1", 0, 0, 1), number(1, "2", 0, 0, 1), number(1, "1", 1, 0, 1),
            number(1, "1", 0, 1, 1), number(1, "1", 0, 0, 2), number(1, "01", 0, 0, 1),
        ]
        #expect(Set(numbers).count == numbers.count)
        #expect(number(1, "1", 0, 0, 1) == numbers[0])
    }

    /// The expected numbers are those of a program in another language: corrected percentiles must be the same in later versions.
    @Test(arguments: [
        (1, "38105", [0, 0, 1], -1.9171153830951246), (1, "38105", [3, 49, 2], -0.6509889436998009),
        (2, "S1", [1, 7, 5], -1.5915339162491886),
    ] as [(UInt64, String, [Int], Double)])
    func `A seed, a student and a data set have the same number for good`(
        seed: UInt64, student: String, numbers: [Int], expected: Double
    ) {
        var noise = MeasurementNoise(seed: seed, student: MeasurementNoise.key(student), numbers[0], numbers[1], numbers[2])
        #expect(noise.next() == expected)
    }

    /// FNV-1a of 64 bits, by the test vectors of its authors.
    @Test(arguments: [
        ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8),
    ] as [(String, UInt64)])
    func `Keys are those of the published hash`(text: String, key: UInt64) {
        #expect(MeasurementNoise.key(text) == key)
    }
}
