import Testing

@testable import Pipeline

/// The place of a character inside a value, however the value is written.
@Suite struct FileTextTests {
    private func place(_ text: String, _ number: Int, of value: String, from line: Int, _ column: Int) -> [Int] {
        let place = FileText(text).place(ofCharacter: number, of: value, from: Place(line: line, column: column))
        return [place.line, place.column]
    }

    @Test func `A plain value`() {
        #expect(place("met: a < b", 5, of: "a < b", from: 1, 6) == [1, 10])
    }

    @Test func `The end of a value`() {
        #expect(place("met: a <", 4, of: "a <", from: 1, 6) == [1, 9])
    }

    @Test func `A quoted value begins behind its quote`() {
        #expect(place("met: 'a < b'", 5, of: "a < b", from: 1, 6) == [1, 11])
        #expect(place("met: \"a < b\"", 5, of: "a < b", from: 1, 6) == [1, 11])
    }

    @Test func `Quotes inside a quoted value are written twice or escaped`() {
        #expect(place("met: 'a == ''b'' < c'", 11, of: "a == 'b' < c", from: 1, 6) == [1, 20])
        #expect(place(#"met: "a == \"b\" < c""#, 12, of: #"a == "b" < c"#, from: 1, 6) == [1, 20])
    }

    @Test func `A folded value goes on below`() {
        #expect(place("met: >-\n  a < b\n  and c", 11, of: "a < b and c", from: 1, 6) == [3, 7])
    }

    @Test func `A plain value over several lines`() {
        #expect(place("met: a < b\n  and c", 11, of: "a < b and c", from: 1, 6) == [2, 7])
    }

    @Test func `Where the file says something else, the value's own place`() {
        #expect(place("met: *alias", 3, of: "a < b", from: 1, 6) == [1, 6])
        #expect(place("met:", 1, of: "a", from: 7, 6) == [7, 6])
    }
}
