import Disaggregation
import Model
import Tables

/// A metric over sample records, with a slow, obvious count of it.
struct SampleMetric: Sendable {
    let key: String
    var about: SampleCondition?
    var counted: [(when: SampleCondition, otherwise: String)] = []
    let met: SampleCondition

    /// What becomes of a record: nil where the metric is not about it, else why it is not counted, or whether it meets the rule.
    enum Fate: Equatable {
        case excluded(String)
        case counted(Bool)
    }

    func fate(of record: SampleRecord) -> Fate? {
        if let about, about.holds(record) != true { return nil }
        for test in counted {
            switch test.when.holds(record) {
            case true?: continue
            case false?: return .excluded(test.otherwise)
            case nil: return .excluded("not known: \(test.otherwise)")
            }
        }
        return met.holds(record).map { .counted($0) } ?? .excluded("not known whether met")
    }

    /// Students counted and students who meet the rule.
    func share(of records: [SampleRecord]) -> (n: Int, met: Int) {
        let fates = records.map(fate)
        return (fates.count { $0 == .counted(true) || $0 == .counted(false) }, fates.count { $0 == .counted(true) })
    }

    /// What the ledger has to say of some records: enrolled, counted and excluded by reason.
    func ledger(of records: [SampleRecord]) -> (enrolled: Int, counted: Int, excluded: [String: Int]) {
        let fates = records.compactMap(fate)
        var excluded: [String: Int] = [:]
        for case .excluded(let reason) in fates { excluded[reason, default: 0] += 1 }
        return (fates.count, fates.count - excluded.values.reduce(0, +), excluded)
    }

    /// Metrics of every shape: with and without tests, with as many tests as there may be, with unknown and constant rules.
    static let samples: [SampleMetric] = [
        SampleMetric(key: "plain", met: SampleCondition("flag0") { $0.flags[0] }),
        SampleMetric(
            key: "tested", counted: [(SampleCondition("days >= 31") { $0.days.map { $0 >= 31 } }, "few days")],
            met: SampleCondition("attended / days <= 90%") { record in
                guard let days = record.days, let attended = record.attended, days != 0 else { return nil }
                return 10 * attended <= 9 * days
            }),
        SampleMetric(
            key: "about", about: SampleCondition("flag1") { $0.flags[1] },
            met: SampleCondition("grade in [3..8, 11]") { $0.grade.map { (3...8).contains($0) || $0 == 11 } }),
        SampleMetric(
            key: "five_tests", about: SampleCondition("race is not missing") { $0.race != nil },
            counted: [
                (SampleCondition("grade >= 2") { $0.grade.map { $0 >= 2 } }, "young"),
                (SampleCondition("days >= 10") { $0.days.map { $0 >= 10 } }, "few days"),
                (SampleCondition("flag2 is not missing") { $0.flags[2] != nil }, "no flag"),
                (SampleCondition("attended >= 5") { $0.attended.map { $0 >= 5 } }, "seldom there"),
                (SampleCondition("not flag3") { $0.flags[3].map { !$0 } }, "flagged"),
            ], met: SampleCondition("flag4 and flag5") { both($0.flags[4], $0.flags[5]) }),
        SampleMetric(key: "everybody", met: .always),
        SampleMetric(key: "nobody", met: SampleCondition("false") { _ in false }),
        SampleMetric(
            key: "no_record", about: SampleCondition("grade > 12") { $0.grade.map { $0 > 12 } }, met: .always),
        SampleMetric(key: "seven", met: SampleCondition("days > attended") { both2($0.days, $0.attended) { $0 > $1 } }),
        SampleMetric(key: "eight", met: SampleCondition("flag5") { $0.flags[5] }),
        SampleMetric(
            key: "nine", counted: [(SampleCondition("flag4") { $0.flags[4] }, "without")],
            met: SampleCondition("attended == days") { both2($0.days, $0.attended) { $0 == $1 } }),
    ]

    private static func both2(_ first: Int?, _ second: Int?, _ holds: (Int, Int) -> Bool) -> Bool? {
        guard let first, let second else { return nil }
        return holds(first, second)
    }
}

extension SampleRecords {
    func metric(_ metric: SampleMetric, place: Int, unit: Bool = false, parts: PartRule? = nil) -> RecordMetric {
        RecordMetric(
            metric: place, about: metric.about.map(predicate),
            counted: metric.counted.map { CountedTest(when: predicate($0.when), otherwise: $0.otherwise) },
            met: predicate(metric.met), unit: unit ? columns["unit"] : nil, parts: parts)
    }

    func records(of metrics: [RecordMetric]) -> Records {
        Records(
            rowCount: records.count, schools: records.map { UInt16($0.school) },
            groups: Self.groups.map { predicate($0.condition) }, metrics: metrics)
    }

    func scope(
        schools: Int, metrics: [String], minimumN: Int = 3, better: Better = .higher, chosen: [ChoiceRule] = []
    ) -> DisaggregationScope {
        DisaggregationScope(
            year: "2016-17",
            schools: (1...schools).map { School(id: "S\($0)", districtID: "D", name: "", districtName: "", level: "middle") },
            schoolLevels: ["middle"], groups: Self.groups.map { GroupWords(key: $0.key, title: $0.key) }, everyone: 0,
            chosen: chosen,
            metrics: metrics.map { key in
                MetricScope(
                    words: MetricWords(key: key, title: key, better: better, decimals: 2), groups: nil)
            }, minimumN: minimumN)
    }

    func members(school: Int, group: Int) -> [SampleRecord] {
        records.filter { $0.school == school && Self.groups[group].condition.holds($0) == true }
    }
}
