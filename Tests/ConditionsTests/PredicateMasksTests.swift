import Tables
import Testing

@testable import Conditions

/// Conditions evaluated together hold for the same rows as each by itself.
@Suite struct PredicateMasksTests {
    private static let words = Vocabulary(["AA", "LX", "WH"])
    private static let columns: [String: Column] = [
        "race": .text([0, 1, 2, 3, 1, 0, 2, 3], words), "english": .text([1, 1, 0, 2, 3, 3, 2, 0], words),
        "disability": .boolean([0, 1, 2, 0, 1, 2, 0, 2]), "days": .short([1, 2, 3, .min, 5, 6, 7, 8]),
    ]
    private static let declarations: [String: ColumnDeclaration] = [
        "race": ColumnDeclaration(.text), "english": ColumnDeclaration(.text), "disability": ColumnDeclaration(.boolean),
        "days": ColumnDeclaration(.integer),
    ]

    @Test func `Each bit is its condition's`() throws {
        let texts = [
            "true", "race == \"AA\"", "race in [\"LX\", \"WH\"]", "english == \"AA\"", "not race == \"AA\"", "false", "disability",
            "days >= 5", "race is missing", "race == \"AA\" and disability", "race == \"LX\"",
        ]
        let predicates = try texts.map {
            try Condition($0, over: Self.declarations).compiled(over: Self.columns.mapValues { ColumnView($0) })
        }
        for rows in [0..<8, 3..<7, 5..<5] {
            var expected = [UInt32](repeating: 0, count: rows.count)
            for (place, predicate) in predicates.enumerated() {
                var truth = [UInt8](repeating: 0, count: rows.count)
                truth.withUnsafeMutableBufferPointer { truth in
                    if let first = truth.baseAddress { predicate.evaluate(rows: rows, into: first) }
                }
                for row in 0..<rows.count where truth[row] == Truth.yes { expected[row] |= 1 << UInt32(place) }
            }
            var masks = [UInt32](repeating: .max, count: rows.count), room = [UInt8](repeating: 0, count: rows.count + 1)
            masks.withUnsafeMutableBufferPointer { masks in
                room.withUnsafeMutableBufferPointer { room in
                    guard let first = masks.baseAddress, let truth = room.baseAddress else { return }
                    PredicateMasks(predicates).evaluate(rows: rows, truth: truth, into: first)
                }
            }
            #expect(masks == expected)
        }
    }
}
