import Disaggregation
import Model
import Parallel
import Testing

/// A record is excluded for the first reason that applies to it, and what is not known is never good news.
@Suite struct ReasonOrderTests {
    private static let metric = SampleMetric(
        key: "rate", counted: [
            (SampleCondition("grade >= 3") { $0.grade.map { $0 >= 3 } }, "young"),
            (SampleCondition("days >= 31") { $0.days.map { $0 >= 31 } }, "few days"),
        ], met: SampleCondition("flag0") { $0.flags[0] })

    private func excluded(_ record: SampleRecord) -> [Ledger.Exclusion] {
        let sample = SampleRecords([record])
        var builder = MeasuresBuilder(sample.scope(schools: 1, metrics: ["rate"]), workers: Workers(count: 1))
        builder.add(sample.records(of: [sample.metric(Self.metric, place: 0)]))
        let entries = builder.finished().ledger.entries
        #expect(entries.map(\.enrolled) == [1])
        #expect(!entries.contains { !$0.isBalanced })
        return entries[0].excluded
    }

    @Test(arguments: [
        (1, 10, true, "young"), (1, nil, nil, "young"), (nil, 10, true, "not known: young"), (5, 10, nil, "few days"),
        (5, nil, true, "not known: few days"), (5, 31, nil, "not known whether met"),
    ] as [(Int?, Int?, Bool?, String)])
    func `The first test that is not passed is the reason`(grade: Int?, days: Int?, flag: Bool?, reason: String) {
        let record = SampleRecord(flags: [flag], grade: grade, days: days)
        #expect(excluded(record) == [Ledger.Exclusion(reason: reason, records: 1)])
    }

    @Test(arguments: [true, false])
    func `A record that passes every test is counted, whether it meets the rule or not`(flag: Bool) {
        #expect(excluded(SampleRecord(flags: [flag], grade: 3, days: 31)).isEmpty)
    }

    @Test func `A record that a metric is not about is in no ledger`() {
        let metric = SampleMetric(key: "rate", about: SampleCondition("flag1") { $0.flags[1] }, met: .always)
        let sample = SampleRecords([SampleRecord(flags: [true, nil]), SampleRecord(flags: [true, false])])
        var builder = MeasuresBuilder(sample.scope(schools: 1, metrics: ["rate"]), workers: Workers(count: 1))
        builder.add(sample.records(of: [sample.metric(metric, place: 0)]))
        #expect(builder.finished().ledger.entries.isEmpty)
    }
}
