import Tables
import Testing

/// Columns of two tables, one below the other.
@Suite struct StackedColumnsTests {
    @Test func `Texts keep what they say, whatever codes the two columns have for them`() {
        let own = Column.text([1, 0, 2], Vocabulary(["A", "B"])), other = Column.text([1, 2, 0], Vocabulary(["C", "A"]))
        guard case .text(let codes, let words)? = own.followed(by: other) else { return #expect(Bool(false), "texts stay texts") }
        #expect(codes.map { words.text(of: $0) } == ["A", nil, "B", "C", "A", nil])
    }

    @Test func `Missing values stay missing`() {
        guard case .number(let numbers)? = Column.number([1, .min]).followed(by: .number([.min, 2])) else {
            return #expect(Bool(false), "numbers stay numbers")
        }
        #expect(numbers == [1, .min, .min, 2])
        guard case .boolean(let truths)? = Column.boolean([Truth.yes]).followed(by: .boolean([Truth.unknown])) else {
            return #expect(Bool(false), "truth values stay truth values")
        }
        #expect(truths == [Truth.yes, Truth.unknown])
    }

    @Test func `More different texts than a vocabulary holds are no column`() {
        let many = Vocabulary((0..<40_000).map { "a\($0)" }), more = Vocabulary((0..<40_000).map { "b\($0)" })
        let stacked = Column.text([1], many).followed(by: .text([1], more))
        #expect(stacked.map(\.count) == nil)
    }
}
