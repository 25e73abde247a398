import Parallel
import Tables
import TestSupport
import Testing

/// Identifiers survive packing: equal texts have equal keys, different ones different keys, and every key gives its text back.
@Suite struct StudentKeysTests {
    private func key(_ text: String, _ keys: StudentKeys) -> UInt64 {
        Array(text.utf8).withUnsafeBytes { keys.key(of: $0) }
    }

    private func identifier(_ random: inout SeededNumbers) -> String {
        let digits = Array("0123456789"), letters = Array("0019azAZ-_ éß漢")
        let length = random.whole(1...24)
        let characters = random.happens(1, in: 2) ? digits : letters
        return String((0..<length).map { _ in random.pick(characters) })
    }

    @Test(arguments: 1...3)
    func `Random identifiers come back`(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        let keys = StudentKeys()
        var textOfKey: [UInt64: String] = [:]
        for _ in 0..<4_000 {
            let text = identifier(&random)
            let packed = key(text, keys)
            #expect(packed != 0)
            #expect(keys.text(of: packed) == text)
            #expect(key(text, keys) == packed)
            #expect(textOfKey.updateValue(text, forKey: packed) ?? text == text)
        }
    }

    @Test(arguments: [
        "0", "00", "000000000", "1", "01", "0000000001", "9999999999", "99999999999999999", "00000000000000000",
        "000000000000000000", "123456789012345678", "a", "abcdefg", "abcdefgh", "-1", "1e5", "ü",
    ])
    func `Identifiers at the borders of the packings come back`(text: String) {
        let keys = StudentKeys()
        #expect(keys.text(of: key(text, keys)) == text)
    }

    /// Every byte at every place of every length that packings differ by, among digits.
    @Test func `A byte that is no digit makes another identifier`() {
        let keys = StudentKeys()
        for length in 7...18 {
            let digits = (0..<length).map { UInt8(ascii: "0") + UInt8($0 % 10) }
            for place in digits.indices {
                var packed: [UInt64: [UInt8]] = [:]
                for byte in UInt8(1)...127 {
                    var text = digits
                    text[place] = byte
                    let key = text.withUnsafeBytes { keys.key(of: $0) }
                    if let other = packed.updateValue(text, forKey: key) {
                        Issue.record("\(text) and \(other) have one key")
                    }
                    if Array(keys.text(of: key).utf8) != text { Issue.record("\(text) does not come back") }
                }
            }
        }
    }

    @Test func `Leading zeros make another identifier`() {
        let keys = StudentKeys()
        let texts = ["7", "07", "007", "0000000007"]
        #expect(Set(texts.map { key($0, keys) }).count == texts.count)
    }

    @Test func `No bytes are no identifier`() {
        let keys = StudentKeys()
        #expect(key("", keys) == 0)
        #expect(keys.text(of: 0) == "")
    }

    @Test func `Threads that meet the same long identifiers give them the same keys`() {
        let keys = StudentKeys()
        let texts = (0..<500).map { "student-with-a-long-identifier-\($0)" }
        let packed = Workers(count: 7).map(14) { _ in
            texts.map { text in Array(text.utf8).withUnsafeBytes { keys.key(of: $0) } }
        }
        #expect(packed == [[UInt64]](repeating: packed[0], count: packed.count))
        #expect(Set(packed[0]).count == texts.count)
        #expect(packed[0].map { keys.text(of: $0) } == texts)
    }
}
