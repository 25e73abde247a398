import Disaggregation
import Model
import Parallel
import TestSupport
import Testing

/// Where a student has several records, records make the percentage and different students make n.
@Suite struct UnitCountTests {
    private static let metric = SampleMetric(
        key: "survey", about: SampleCondition("grade >= 4") { $0.grade.map { $0 >= 4 } },
        counted: [(SampleCondition("days is not missing") { $0.days != nil }, "no answer")],
        met: SampleCondition("days >= 90") { $0.days.map { $0 >= 90 } })

    private static let weights = [Rational(1), Rational(2), Rational(1, over: 3)]

    private func rule(_ sample: SampleRecords, _ missing: PartRule.Missing) -> PartRule {
        PartRule(
            weights: Self.weights, missing: missing, people: .same,
            partOfRow: sample.records.map { record in record.part.map { $0 < 3 ? UInt8($0) : 255 } ?? 255 })
    }

    /// The weighted mean of the parts' percentages, and how many students are in any of them.
    private func expected(_ counted: [SampleRecord], _ missing: PartRule.Missing) -> (n: Int, value: Rational?) {
        var values: [(weight: Rational, value: Rational)] = []
        for part in 0..<3 {
            let own = counted.filter { $0.part == part }
            if own.isEmpty { continue }
            let met = own.count { Self.metric.met.holds($0) == true }
            values.append((Self.weights[part], Rational(Int128(100 * met), over: Int128(own.count))))
        }
        let n = Set(counted.map(\.unit)).count
        if values.isEmpty || missing == .absent && values.count < 3 { return (n, nil) }
        let total = values.reduce(Rational.zero) { $0 + $1.weight }
        return (n, values.reduce(Rational.zero) { $0 + $1.weight * $1.value } / total)
    }

    @Test(arguments: PartRule.Missing.allCases, [1, 2, 7])
    func `Parts, students and percentages of random responses`(missing: PartRule.Missing, threads: Int) {
        var random = SeededNumbers(seed: UInt64(threads))
        let sample = SampleRecords.random(400, schools: 6, &random)
        var builder = MeasuresBuilder(
            sample.scope(schools: 6, metrics: ["survey"]), workers: Workers(count: threads))
        builder.add(sample.records(of: [sample.metric(Self.metric, place: 0, unit: true, parts: rule(sample, missing))]))
        let (measures, ledger) = builder.finished()
        for school in 0..<6 {
            let own = sample.records.filter { $0.school == school + 1 && $0.part.map { $0 < 3 } == true }
            let counted = own.filter { if case .counted? = Self.metric.fate(of: $0) { true } else { false } }
            for (group, words) in SampleRecords.groups.enumerated() {
                // A student is in a group where any of the counted responses says so.
                let members = counted.filter { words.condition.holds($0) == true }
                let (n, value) = expected(members, missing)
                let outcome: Measure.Outcome =
                    n == 0 ? .absent(.notAvailable) : n < 3 ? .absent(.belowMinimum)
                    : value.map { .value($0) } ?? .absent(.notAvailable)
                #expect(measures[school: school, metric: 0, group: group] == Measure(n: n, met: nil, outcome: outcome))
            }
            let entry = ledger.entries.first { $0.school == school }
            #expect(entry?.counted == counted.count)
            #expect(entry?.isBalanced == true)
        }
    }

    @Test func `Many responses of one student are one student`() {
        let responses = (0..<40).map { SampleRecord(grade: 5, days: 80 + $0 % 20, unit: 1 + $0 % 2, part: 0) }
        let sample = SampleRecords(responses.map { record in
            var record = record
            record.flags = [Bool?](repeating: true, count: SampleRecords.flagCount)
            return record
        })
        var builder = MeasuresBuilder(
            sample.scope(schools: 1, metrics: ["survey"], minimumN: 2), workers: Workers(count: 1))
        builder.add(sample.records(of: [sample.metric(Self.metric, place: 0, unit: true)]))
        let measures = builder.finished().measures
        #expect(measures[school: 0, metric: 0, group: 0] == Measure(n: 2, met: nil, outcome: .value(Rational(50))))
    }
}
