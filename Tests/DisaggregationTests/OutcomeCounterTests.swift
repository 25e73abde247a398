import TestSupport
import Testing

@testable import Disaggregation

/// How students' outcomes on metrics go together at a school.
@Suite struct OutcomeCounterTests {
    private func word(_ dispositions: [UInt8]) -> UInt64 {
        dispositions.enumerated().reduce(0xABCD << 32) { $0 | UInt64($1.element) << UInt64(4 * $1.offset) }
    }

    private let met = Disposition.met, notMet = Disposition.notMet, outside = Disposition.outside

    @Test func `Two students who meet both, one who meets one and one whom only one metric counts, by hand`() {
        var counter = OutcomeCounter(metricCount: 2)
        for own in [[met, met], [met, met], [notMet, met], [met, notMet], [notMet, outside]] { counter.add(word(own)) }
        // Shares 3/5 and 3/4. Deviations (2/5, 1/4) twice, (-3/5, 1/4), (2/5, -3/4), (-3/5, 0).
        let products = counter.products()
        #expect(abs(products[0] - 1.2) < 1e-12 && abs(products[3] - 0.75) < 1e-12)
        #expect(abs(products[1] - (0.1 * 2 - 0.15 - 0.3)) < 1e-12 && products[1] == products[2])
    }

    @Test func `Products are those added up student by student, for many different outcomes`() {
        var random = SeededNumbers(seed: 2)
        let records = (0..<5_000).map { _ in (0..<8).map { _ in UInt8(random.pick([0, 1, 6, 13, 14, 14, 15, 15])) } }
        var counter = OutcomeCounter(metricCount: 8)
        for record in records { counter.add(word(record)) }
        let products = counter.products()
        let shares = (0..<8).map { metric in
            Double(records.count { $0[metric] == met }) / Double(records.count { $0[metric] >= notMet })
        }
        for first in 0..<8 {
            for second in 0..<8 {
                let sum = records.reduce(0.0) { sum, record in
                    if record[first] < notMet || record[second] < notMet { return sum }
                    return sum + ((record[first] == met ? 1 : 0) - shares[first]) * ((record[second] == met ? 1 : 0) - shares[second])
                }
                #expect(abs(products[first * 8 + second] - sum) < 1e-8)
            }
        }
    }

    @Test func `The order of records does not change a digit`() {
        var random = SeededNumbers(seed: 4)
        let words = (0..<700).map { _ in word((0..<5).map { _ in UInt8(random.whole(12...15)) }) }
        var one = OutcomeCounter(metricCount: 5), other = one
        for word in words { one.add(word) }
        for word in words.reversed() { other.add(word) }
        #expect(one.products() == other.products())
    }

    @Test func `A school without records, and a metric that counts nobody, deviate by nothing`() {
        #expect(OutcomeCounter(metricCount: 2).products() == [0, 0, 0, 0])
        var counter = OutcomeCounter(metricCount: 2)
        counter.add(word([met, outside]))
        counter.add(word([notMet, outside]))
        #expect(counter.products() == [0.5, 0, 0, 0])
    }
}
