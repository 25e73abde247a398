@testable import Engine
import Model
import Testing

/// Values packed without names, and read back.
@Suite struct PackingTests {
    private struct Sample: Codable, Equatable {
        enum Kind: Codable, Equatable {
            case plain, named(String), pair(first: Int, second: [Double])
        }

        var text = "a\u{301}–"
        var number = -3
        var fraction = 0.1
        var truth = true
        var absent: Int?
        var present: String? = ""
        var kinds: [Kind] = [.plain, .named("x"), .pair(first: 1, second: [.infinity, -0.0])]
        var lists: [[Int32]] = [[], [1, 2, .min]]
        var range = 0.5...2.0
        var bytes: [UInt8] = [0, 255]
        var texts = ["", "b"]
    }

    @Test func `A value comes back as it was`() throws {
        let sample = Sample()
        #expect(try PackedDecoder.value(Sample.self, of: PackedEncoder.bytes(of: sample)[...]) == sample)
        let samples = (0..<50).map { number in
            var sample = Sample()
            sample.number = number
            sample.absent = number % 2 == 0 ? number : nil
            return sample
        }
        #expect(try PackedDecoder.value([Sample].self, of: PackedEncoder.bytes(of: samples)[...]) == samples)
    }

    @Test func `Results are packed as their memory`() throws {
        let cells = [Cell.none, Cell(Measure(n: 20, met: 7, outcome: .value(Rational(35)))), Cell(Measure(n: 3, met: nil, outcome: .absent(.belowMinimum)))]
        let bytes = PackedEncoder.bytes(of: cells)
        #expect(bytes.count == 8 + 3 * 24)
        #expect(try PackedDecoder.value([Cell].self, of: bytes[...]) == cells)
    }

    @Test func `Bytes that are cut short or go on are damage`() {
        let bytes = PackedEncoder.bytes(of: Sample())
        for count in 0..<bytes.count {
            #expect(throws: PackedDecoder.Damage.self) { try PackedDecoder.value(Sample.self, of: bytes[..<count]) }
        }
        #expect(throws: PackedDecoder.Damage.self) { try PackedDecoder.value(Sample.self, of: (bytes + [0])[...]) }
    }
}
