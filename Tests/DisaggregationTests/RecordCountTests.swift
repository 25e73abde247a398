import Disaggregation
import Model
import Parallel
import TestSupport
import Testing

/// Counting records in words and profiles gives what loops over records give, in every cell and every line of the ledger.
@Suite struct RecordCountTests {
    private func built(_ sample: SampleRecords, schools: Int, metrics: [SampleMetric], threads: Int)
        -> (measures: Measures, ledger: Ledger)
    {
        var builder = MeasuresBuilder(
            sample.scope(schools: schools, metrics: metrics.map(\.key)), workers: Workers(count: threads))
        builder.add(sample.records(of: metrics.enumerated().map { sample.metric($1, place: $0) }))
        return builder.finished()
    }

    private func compare(_ sample: SampleRecords, schools: Int, metrics: [SampleMetric], threads: Int) {
        let (measures, ledger) = built(sample, schools: schools, metrics: metrics, threads: threads)
        for school in 0..<schools {
            for group in SampleRecords.groups.indices {
                let members = sample.members(school: school + 1, group: group)
                for (place, metric) in metrics.enumerated() {
                    let (n, met) = metric.share(of: members)
                    #expect(measures[school: school, metric: place, group: group] == Self.measure(n: n, met: met))
                }
            }
        }
        #expect(ledger.entries == expectedLedger(sample, schools: schools, metrics: metrics))
        #expect(!ledger.entries.contains { !$0.isBalanced })
    }

    private static func measure(n: Int, met: Int) -> Measure {
        if n == 0 { return Measure(n: 0, met: nil, outcome: .absent(.notAvailable)) }
        if n < 3 { return Measure(n: n, met: nil, outcome: .absent(.belowMinimum)) }
        return Measure(n: n, met: met, outcome: .value(Rational(Int128(100 * met), over: Int128(n))))
    }

    private func expectedLedger(_ sample: SampleRecords, schools: Int, metrics: [SampleMetric]) -> [Ledger.Entry] {
        (0..<schools).flatMap { school in
            metrics.compactMap { metric -> Ledger.Entry? in
                let own = sample.records.filter { $0.school == school + 1 }
                let (enrolled, counted, excluded) = metric.ledger(of: own)
                if enrolled == 0 { return nil }
                let reasons = metric.counted.flatMap { [$0.otherwise, "not known: \($0.otherwise)"] } + ["not known whether met"]
                return Ledger.Entry(
                    school: school, metric: metric.key, enrolled: enrolled, counted: counted,
                    excluded: reasons.compactMap { reason in
                        excluded[reason].map { Ledger.Exclusion(reason: reason, records: $0) }
                    })
            }
        }
    }

    @Test(arguments: [1, 2, 7])
    func `Every cell and ledger entry of random records`(threads: Int) {
        var random = SeededNumbers(seed: UInt64(threads))
        let sample = SampleRecords.random(2_500, schools: 9, &random)
        compare(sample, schools: 9, metrics: SampleMetric.samples, threads: threads)
    }

    @Test func `One school whose students are in more sets of groups than profiles are kept`() {
        var random = SeededNumbers(seed: 11)
        compare(SampleRecords.random(3_000, schools: 1, &random), schools: 1, metrics: SampleMetric.samples, threads: 2)
    }

    @Test(arguments: [0, 1, 2])
    func `Few records or none`(count: Int) {
        var random = SeededNumbers(seed: 12)
        compare(SampleRecords.random(count, schools: 3, &random), schools: 3, metrics: SampleMetric.samples, threads: 2)
    }

    @Test(arguments: 1...10)
    func `Any number of metrics`(count: Int) {
        var random = SeededNumbers(seed: UInt64(20 + count))
        let metrics = Array(SampleMetric.samples.shuffled(using: &random).prefix(count))
        compare(SampleRecords.random(300, schools: 4, &random), schools: 4, metrics: metrics, threads: 2)
    }

    @Test func `Records in more than one block of rows`() {
        var random = SeededNumbers(seed: 13)
        let few = SampleRecords.random(1_400, schools: 3, &random)
        // 100 times the same records are 100 times the students.
        let many = SampleRecords((0..<100).flatMap { _ in few.records })
        let metrics = Array(SampleMetric.samples.prefix(4))
        let (once, ledger) = built(few, schools: 3, metrics: metrics, threads: 1)
        let (often, manyLedger) = built(many, schools: 3, metrics: metrics, threads: 7)
        for (one, other) in zip(once.cells, often.cells) where one.measure!.value != nil {
            #expect(other.measure!.n == 100 * one.measure!.n)
            #expect(other.measure!.met == 100 * one.measure!.met!)
            #expect(other.measure!.value == one.measure!.value)
        }
        #expect(manyLedger.entries.map(\.enrolled) == ledger.entries.map { 100 * $0.enrolled })
    }

    @Test func `Students by school, group and level`() {
        var random = SeededNumbers(seed: 14)
        let sample = SampleRecords.random(5_000, schools: 5, &random)
        let levels = sample.records.map { UInt8($0.grade.map { $0 <= 5 ? 0 : 1 } ?? 2) }
        let about = SampleCondition("flag0") { $0.flags[0] }
        let counts = countStudents(
            schools: sample.records.map { UInt16($0.school) }, schoolCount: 5,
            groups: SampleRecords.groups.map { sample.predicate($0.condition) }, about: sample.predicate(about), levels: levels,
            levelCount: 3, workers: Workers(count: 2))
        let groups = SampleRecords.groups
        for school in 0..<5 {
            for group in groups.indices {
                for level in 0..<3 {
                    let expected = sample.records.indices.count { row in
                        let record = sample.records[row]
                        return record.school == school + 1 && levels[row] == level && about.holds(record) == true
                            && groups[group].condition.holds(record) == true
                    }
                    #expect(counts[(school * groups.count + group) * 3 + level] == expected)
                }
            }
        }
    }
}
