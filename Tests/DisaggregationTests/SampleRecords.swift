import Conditions
import Disaggregation
import Model
import Tables
import TestSupport

/// A record of a student at a school; nil is a value that nobody knows.
struct SampleRecord {
    /// From 1; 0 for a record of another year.
    var school = 1
    var race: Int?
    var flags: [Bool?] = []
    var grade: Int?
    var days: Int?
    var attended: Int?
    var unit = 1
    var part: Int?
}

/// A condition in the pipeline file's language and the same in Swift; nil is Kleene's unknown.
struct SampleCondition: Sendable {
    let text: String
    let holds: @Sendable (SampleRecord) -> Bool?

    init(_ text: String, _ holds: @escaping @Sendable (SampleRecord) -> Bool?) {
        self.text = text
        self.holds = holds
    }

    static let always = SampleCondition("true") { _ in true }
}

/// Records as the columns of a table.
struct SampleRecords {
    static let races = ["A", "B", "C", "D", "E"]
    static let flagCount = 6
    static let parts = ["first", "second", "third", "of no part"]

    let records: [SampleRecord]
    let columns: [String: Column]

    init(_ records: [SampleRecord]) {
        self.records = records
        func short(_ value: (SampleRecord) -> Int?) -> Column { .short(records.map { value($0).map { Int16($0) } ?? .min }) }
        var columns: [String: Column] = [
            "race": .text(records.map { $0.race.map { UInt16($0 + 1) } ?? 0 }, Vocabulary(Self.races)),
            "grade": short(\.grade), "days": short(\.days), "attended": short(\.attended),
            "unit": .key(records.map { UInt64($0.unit) }),
            "part": .text(records.map { $0.part.map { UInt16($0 + 1) } ?? 0 }, Vocabulary(Self.parts)),
        ]
        for flag in 0..<Self.flagCount {
            columns["flag\(flag)"] = .boolean(records.map { record in
                flag < record.flags.count ? record.flags[flag].map { $0 ? Truth.yes : Truth.no } ?? Truth.unknown : Truth.unknown
            })
        }
        self.columns = columns
    }

    /// Records whose every value may be missing, many to a unit.
    static func random(_ count: Int, schools: Int, _ random: inout SeededNumbers) -> SampleRecords {
        SampleRecords((0..<count).map { _ in
            SampleRecord(
                school: random.whole(0...schools), race: random.happens(1, in: 9) ? nil : random.whole(0...races.count - 1),
                flags: (0..<flagCount).map { _ in random.happens(1, in: 8) ? nil : random.happens(1, in: 3) },
                grade: random.happens(1, in: 9) ? nil : random.whole(1...12),
                days: random.happens(1, in: 9) ? nil : random.whole(0...180),
                attended: random.happens(1, in: 9) ? nil : random.whole(0...180), unit: random.whole(1...count / 4 + 1),
                part: random.happens(1, in: 9) ? nil : random.whole(0...parts.count - 1))
        })
    }

    func predicate(_ condition: SampleCondition) -> Predicate {
        let declarations = columns.mapValues { ColumnDeclaration($0.type) }
        return try! Condition(condition.text, over: declarations).compiled(over: columns.mapValues { ColumnView($0) })
    }

    /// All students, each race and each flag.
    static let groups: [(key: String, condition: SampleCondition)] =
        [("all", .always)]
        + races.enumerated().map { place, race in
            (race, SampleCondition("race == \"\(race)\"") { $0.race.map { $0 == place } })
        }
        + (0..<flagCount).map { flag in ("flag\(flag)", SampleCondition("flag\(flag)") { $0.flags[flag] }) }
}

/// Kleene's `and` of what is known.
func both(_ first: Bool?, _ second: Bool?) -> Bool? {
    if first == false || second == false { return false }
    return first == nil || second == nil ? nil : true
}
