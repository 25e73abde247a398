import Tables
import Testing

@testable import Conditions

/// What the language means, on columns small enough to read.
@Suite struct ConditionTests {
    private func evaluate(_ text: String, over views: [String: ColumnView], rows: Int) throws -> [UInt8] {
        let declarations = views.mapValues { ColumnDeclaration($0.column.type) }
        var truth = [UInt8](repeating: 9, count: rows)
        try Condition(text, over: declarations).compiled(over: views).evaluate(rows: 0..<rows, into: &truth)
        return truth
    }

    /// Both operands take no, unknown and yes, the second one faster.
    private static let pairs: [String: ColumnView] = [
        "a": ColumnView(.boolean([0, 0, 0, 1, 1, 1, 2, 2, 2])),
        "b": ColumnView(.boolean([0, 1, 2, 0, 1, 2, 0, 1, 2])),
    ]

    @Test(arguments: [
        ("a and b", [0, 0, 0, 0, 1, 1, 0, 1, 2]),
        ("a or b", [0, 1, 2, 1, 1, 2, 2, 2, 2]),
        ("not a", [2, 2, 2, 1, 1, 1, 0, 0, 0]),
        ("a == b", [2, 1, 0, 1, 1, 1, 0, 1, 2]),
        ("a != b", [0, 1, 2, 1, 1, 1, 2, 1, 0]),
        ("a is missing", [0, 0, 0, 2, 2, 2, 0, 0, 0]),
        ("(a and b) is not missing", [2, 2, 2, 2, 0, 0, 2, 0, 2]),
        ("a or not a", [2, 2, 2, 1, 1, 1, 2, 2, 2]),
        ("true and a", [0, 0, 0, 1, 1, 1, 2, 2, 2]),
    ])
    func `Unknown is neither true nor false`(text: String, expected: [UInt8]) throws {
        #expect(try evaluate(text, over: Self.pairs, rows: 9) == expected)
    }

    @Test(arguments: [
        ("true or true and false", true), ("(true or true) and false", false),
        ("not false and false", false), ("not (false and false)", true),
        ("not true == false", true), ("1 + 2 * 3 == 7", true), ("(1 + 2) * 3 == 9", true),
        ("8 - 3 - 2 == 3", true), ("8 / 4 / 2 == 1", true), ("-2 * -3 == 6", true), ("- -2 == 2", true),
        ("1 - 2 == -1", true), ("12 / 3 * 2 == 8", true), ("90% == 0.9", true), ("90% * 10 = 9", true),
        ("0.1 + 0.2 == 0.3", true), ("1 / 3 * 3 == 1", true), ("(1 < 2) == true", true),
    ])
    func `Operators bind as in arithmetic`(text: String, expected: Bool) throws {
        #expect(try evaluate(text, over: [:], rows: 1) == [expected ? 2 : 0])
    }

    @Test func `A student present exactly 90 percent of days is at or below 90 percent`() throws {
        for days in Int16(1)...400 {
            let exact = Int(days) * 9 / 10
            let present = (-1...1).map { Int16(exact + $0) }.filter { $0 >= 0 }
            let views = [
                "present": ColumnView(.short(present)),
                "enrolled": ColumnView(.short(present.map { _ in days })),
            ]
            for (text, holds) in Self.thresholds {
                let expected: [UInt8] = present.map { holds(Int($0) * 10, Int(days) * 9) ? 2 : 0 }
                #expect(try evaluate(text, over: views, rows: present.count) == expected, "\(text), \(days) days")
            }
        }
    }

    private static let thresholds: [(String, @Sendable (Int, Int) -> Bool)] = [
        ("present / enrolled <= 90%", { $0 <= $1 }),
        ("present / enrolled < 90%", { $0 < $1 }),
        ("present / enrolled == 0.9", { $0 == $1 }),
        ("90% <= present / enrolled", { $0 >= $1 }),
        ("present / enrolled > 9 / 10", { $0 > $1 }),
        ("1 - present / enrolled >= 10%", { $0 <= $1 }),
    ]

    @Test func `A quotient's signs and zeros are minded`() throws {
        let views = [
            "x": ColumnView(.short([-9, 9, -9, 9, 0, 5, .min, 5])),
            "y": ColumnView(.short([10, -10, -10, 10, -3, 0, 1, .min])),
        ]
        #expect(try evaluate("x / y <= -90%", over: views, rows: 8) == [2, 2, 0, 0, 0, 1, 1, 1])
        #expect(try evaluate("x / y >= 90%", over: views, rows: 8) == [0, 0, 2, 2, 0, 1, 1, 1])
        #expect(try evaluate("x / y is missing", over: views, rows: 8) == [0, 0, 0, 0, 0, 2, 2, 2])
        #expect(try evaluate("1 / (x / y) > 0", over: views, rows: 8) == [0, 0, 2, 2, 1, 1, 1, 1])
    }

    @Test func `Numbers as long as a column can hold are decided exactly`() throws {
        let views = [
            "x": ColumnView(.number([.max, .max - 1, .max, -.max])),
            "y": ColumnView(.number([.max, .max, .max - 1, .max])),
        ]
        #expect(try evaluate("x == y", over: views, rows: 4) == [2, 0, 0, 0])
        #expect(try evaluate("x * x < y * y", over: views, rows: 4) == [0, 2, 0, 0])
        #expect(try evaluate("x / y < y / x", over: views, rows: 4) == [0, 2, 0, 0])
        #expect(try evaluate("x >= 9223372036.85477580", over: views, rows: 4) == [2, 2, 2, 0])
        #expect(try evaluate("x >= 9223372036.85477581", over: views, rows: 4) == [0, 0, 0, 0])
    }

    @Test func `A comparison beyond 127 bits is unknown`() throws {
        let views = ["x": ColumnView(.number([.max, 1_000_000_000, .min]))]
        #expect(try evaluate("x * x * x > 0", over: views, rows: 3) == [1, 2, 1])
    }

    @Test func `A row without a match in a join has a missing value`() throws {
        let views = [
            "student.grade": ColumnView(.text([1, 2], Vocabulary(["8", "KG"])), rows: [1, -1, 0]),
            "student.days": ColumnView(.integer([5, 6]), rows: [0, -1, 1]),
        ]
        #expect(try evaluate("student.grade in [3..8]", over: views, rows: 3) == [0, 1, 2])
        #expect(try evaluate("student.grade is missing", over: views, rows: 3) == [0, 2, 0])
        #expect(try evaluate("student.days > 5", over: views, rows: 3) == [0, 1, 2])
    }

    @Test func `A text that the data never has is false beside a present value`() throws {
        let views = ["race": ColumnView(.text([1, 0], Vocabulary(["LX"])))]
        #expect(try evaluate("race == 'AA'", over: views, rows: 2) == [0, 1])
        #expect(try evaluate("race != 'AA'", over: views, rows: 2) == [2, 1])
    }

    @Test func `A date stands before arithmetic and is ordered`() throws {
        let views = ["day": ColumnView(.date([16_983, 16_982, .min, 16_984]))]
        #expect(try evaluate("day >= 2016-07-01", over: views, rows: 4) == [2, 0, 1, 2])
        #expect(try evaluate("day in [2016-06-30, 2016-07-02]", over: views, rows: 4) == [0, 2, 1, 2])
    }

    @Test func `The columns read are named in order, each once`() throws {
        let declarations: [String: ColumnDeclaration] = [
            "b": ColumnDeclaration(.integer), "a.c": ColumnDeclaration(.integer), "api.stu": ColumnDeclaration(.number),
        ]
        let condition = try Condition("b / (b / a.c) > 0 * `api.stu`", over: declarations)
        #expect(condition.columns == ["a.c", "api.stu", "b"])
    }

    @Test func `No rows are no work`() throws {
        let views = ["x": ColumnView(.integer([]))]
        #expect(try evaluate("x / x > 1", over: views, rows: 0) == [])
    }
}
