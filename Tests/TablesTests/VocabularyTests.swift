import Tables
import Testing

/// Texts and their codes belong together one to one.
@Suite struct VocabularyTests {
    @Test func `Codes count up from 1 in order of arrival`() {
        var words = Vocabulary(["b", "a", "b"])
        #expect(words.texts == ["b", "a"])
        #expect(words.code(of: "b") == 1)
        #expect(words.code(of: "a") == 2)
        #expect(words.insert("c") == 3)
        #expect(words.insert("a") == 2)
        #expect(words.text(of: 3) == "c")
    }

    @Test func `The code 0 is a missing text, and an unknown text has no code`() {
        let words = Vocabulary(["a"])
        #expect(words.text(of: 0) == nil)
        #expect(words.code(of: "b") == nil)
    }

    @Test func `An empty text is a text`() {
        let words = Vocabulary(["", "a"])
        #expect(words.code(of: "") == 1)
        #expect(words.text(of: 1) == "")
    }

    @Test func `Texts that look alike but differ in their bytes are two`() {
        let composed = "Caf\u{E9}", decomposed = "Cafe\u{301}"
        let words = Vocabulary([decomposed, composed])
        #expect(words.texts.map { Array($0.utf8) } == [decomposed, composed].map { Array($0.utf8) })
        #expect(words.code(of: decomposed) == 1)
        #expect(words.code(of: composed) == 2)
    }

    @Test func `A full vocabulary still knows its texts and takes no more`() {
        var words = Vocabulary((0..<Vocabulary.capacity).map { String($0) })
        #expect(words.insert("one more") == nil)
        #expect(words.texts.count == Vocabulary.capacity)
        let last = Vocabulary.capacity - 1
        #expect(words.insert(String(last)) == UInt16(Vocabulary.capacity))
        #expect(words.text(of: UInt16(Vocabulary.capacity)) == String(last))
    }
}
