import Conditions
import Disaggregation
import Model
import Parallel
import Tables
import TestSupport
import Testing

/// Means and medians of a field, and ranks among schools.
@Suite struct ValueMetricTests {
    private func metric(_ sample: SampleRecords, _ place: Int, _ statistic: Statistic, tested: Bool = false) -> ValueMetric {
        ValueMetric(
            metric: place, about: nil,
            counted: tested ? [CountedTest(when: sample.predicate(SampleCondition("flag0") { $0.flags[0] }), otherwise: "no flag")] : [],
            statistic: statistic, values: sample.columns["days"]!)
    }

    private func records(_ sample: SampleRecords, _ metrics: [ValueMetric]) -> Records {
        Records(
            rowCount: sample.records.count, schools: sample.records.map { UInt16($0.school) },
            groups: SampleRecords.groups.map { sample.predicate($0.condition) }, metrics: [], valueMetrics: metrics)
    }

    private func built(_ sample: SampleRecords, schools: Int, tested: Bool = false, threads: Int = 1) -> (measures: Measures, ledger: Ledger) {
        var builder = MeasuresBuilder(
            sample.scope(schools: schools, metrics: ["mean", "median"], minimumN: 1), workers: Workers(count: threads))
        builder.add(records(sample, [metric(sample, 0, .mean, tested: tested), metric(sample, 1, .median, tested: tested)]))
        return builder.finished()
    }

    @Test(arguments: [
        ([7], "7", "7"), ([1, 2], "1.5", "1.5"), ([10, 1, 4], "5", "4"), ([1, 1, 2, 100], "26", "1.5"), ([0, 0, 1], "1/3", "0"),
    ] as [([Int], String, String)])
    func `The mean, and the middle or the mean of the middle two`(days: [Int], mean: String, median: String) {
        let sample = SampleRecords(days.map { SampleRecord(days: $0) })
        let measures = built(sample, schools: 1).measures
        for (place, value) in [mean, median].enumerated() {
            #expect(
                measures[school: 0, metric: place, group: 0]
                    == Measure(n: days.count, met: nil, outcome: .value(Rational(value)!)))
        }
    }

    @Test func `A record without a value is not counted, and the ledger says so`() {
        let rows: [(days: Int?, flag: Bool?)] = [(5, true), (nil, true), (9, false), (nil, false), (7, nil)]
        let sample = SampleRecords(rows.map { SampleRecord(flags: [$0.flag], days: $0.days) })
        let (measures, ledger) = built(sample, schools: 1, tested: true)
        #expect(measures[school: 0, metric: 1, group: 0] == Measure(n: 1, met: nil, outcome: .value(Rational(5))))
        #expect(
            ledger.entries == ["mean", "median"].map { key in
                Ledger.Entry(
                    school: 0, metric: key, enrolled: 5, counted: 1,
                    excluded: [
                        Ledger.Exclusion(reason: "no flag", records: 2), Ledger.Exclusion(reason: "not known: no flag", records: 1),
                        Ledger.Exclusion(reason: "value not known", records: 1),
                    ])
            })
        #expect(ledger.entries.allSatisfy { $0.isBalanced })
    }

    @Test(arguments: [1, 2, 7])
    func `Every cell of random records`(threads: Int) {
        var random = SeededNumbers(seed: UInt64(threads))
        let sample = SampleRecords.random(2_500, schools: 9, &random)
        let measures = built(sample, schools: 9, threads: threads).measures
        for school in 0..<9 {
            for group in SampleRecords.groups.indices {
                let days = sample.members(school: school + 1, group: group).compactMap(\.days).sorted()
                let mean = measures[school: school, metric: 0, group: group], median = measures[school: school, metric: 1, group: group]
                if days.isEmpty {
                    #expect(mean?.outcome == .absent(.notAvailable) && median?.outcome == .absent(.notAvailable))
                    continue
                }
                #expect(mean?.value == Rational(Int128(days.reduce(0, +)), over: Int128(days.count)))
                #expect(median?.value == Rational(Int128(days[(days.count - 1) / 2] + days[days.count / 2]), over: 2))
            }
        }
    }

    @Test func `Decimal numbers are kept exactly`() {
        var builder = MeasuresBuilder(SampleRecords([]).scope(schools: 1, metrics: ["mean"], minimumN: 1), workers: Workers(count: 1))
        let groups = SampleRecords.groups.map { _ in SampleRecords([SampleRecord()]).predicate(.always) }
        builder.add(
            Records(
                rowCount: 3, schools: [1, 1, 1], groups: groups, metrics: [],
                valueMetrics: [
                    ValueMetric(
                        metric: 0, about: nil, counted: [], statistic: .mean, values: .number([100_000_000, 200_000_000, .min]))
                ]))
        #expect(builder.finished().measures[school: 0, metric: 0, group: 0]?.value == Rational("0.15"))
    }

    // MARK: Ranks

    /// Schools with the given values of a metric, by level.
    private func ranks(
        _ values: [(level: String, days: [Int])], better: Better = .higher, minimumN: Int = 1, isRanked: [Bool]? = nil
    ) -> [Measure?] {
        let sample = SampleRecords(values.enumerated().flatMap { place, school in school.days.map { SampleRecord(school: place + 1, days: $0) } })
        let scope = DisaggregationScope(
            year: "2016-17",
            schools: values.enumerated().map { School(id: "S\($0)", districtID: "D", name: "", districtName: "", level: $1.level) },
            schoolLevels: ["middle", "high"], groups: SampleRecords.groups.map { GroupWords(key: $0.key, title: $0.key) }, everyone: 0,
            chosen: [],
            metrics: [better, .higher].enumerated().map { place, better in
                MetricScope(words: MetricWords(key: "m\(place)", title: "", better: better, decimals: 2), groups: nil)
            }, minimumN: minimumN)
        var builder = MeasuresBuilder(scope, workers: Workers(count: 1))
        builder.add(records(sample, [metric(sample, 0, .median)]))
        builder.add(RankMetric(metric: 1, of: 0, isRanked: isRanked))
        let measures = builder.finished().measures
        return values.indices.map { measures[school: $0, metric: 1, group: 0] }
    }

    @Test func `A rank is the share of worse schools, those with an equal result half`() {
        let found = ranks([("middle", [10]), ("middle", [40]), ("middle", [20]), ("middle", [30])])
        #expect(found.map { $0?.value } == ["12.5", "87.5", "37.5", "62.5"].map { Rational($0) })
        let tied = ranks([("middle", [10]), ("middle", [20]), ("middle", [20]), ("middle", [30])])
        #expect(tied.map { $0?.value } == ["12.5", "50", "50", "87.5"].map { Rational($0) })
    }

    @Test func `A school alone is in the middle`() {
        #expect(ranks([("middle", [10])])[0]?.value == Rational(50))
    }

    @Test func `Where less is better, the least ranks highest`() {
        #expect(ranks([("middle", [10]), ("middle", [40])], better: .lower).map { $0?.value } == [Rational(75), Rational(25)])
    }

    @Test func `Schools are ranked within their level`() {
        let found = ranks([("middle", [10]), ("high", [99]), ("middle", [40]), ("high", [1])])
        #expect(found.map { $0?.value } == [25, 75, 75, 25].map { Rational($0) })
    }

    @Test func `A school that is held back does not move the others`() {
        let values = [("middle", [10]), ("middle", [40]), ("middle", [99])], found = ranks(values, isRanked: [true, true, false])
        #expect(found[0]?.value == Rational(25) && found[1]?.value == Rational(75))
        #expect(found[2] == Measure(n: 0, met: nil, outcome: .absent(.notAvailable)))
    }

    @Test func `A result that does not count is neither ranked nor ranked against`() {
        let found = ranks([("middle", [1, 1]), ("middle", [40, 50]), ("middle", [99]), ("middle", [])], minimumN: 2)
        #expect(found.map { $0?.value } == [Rational(25), Rational(75), nil, nil])
        #expect(found[2] == Measure(n: 1, met: nil, outcome: .absent(.belowMinimum)))
        #expect(found[3] == Measure(n: 0, met: nil, outcome: .absent(.notAvailable)))
    }
}
