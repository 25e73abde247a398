/// The different texts of a column and their codes: 0 is "missing", the first text has code 1.
///
/// Codes say nothing about order: whatever is printed is sorted by text. Two texts are the same where their bytes are:
/// which of two spellings of "é" a file has must not depend on which of them was met first.
package struct Vocabulary: Sendable, Equatable {
    package private(set) var texts: [String] = []
    /// By the text's UTF-8.
    private var codes: [[UInt8]: UInt16] = [:]

    /// The most different texts a column can hold.
    package static let capacity = Int(UInt16.max) - 1

    package init(_ texts: some Sequence<String> = []) {
        for text in texts { _ = insert(text) }
    }

    /// The code of a text, or nil where the column does not hold it.
    package func code(of text: String) -> UInt16? { codes[Array(text.utf8)] }

    /// The text of a code; nil for missing (0).
    package func text(of code: UInt16) -> String? { code == 0 ? nil : texts[Int(code) - 1] }

    /// The text's code, new or not; nil where the vocabulary is full.
    package mutating func insert(_ text: String) -> UInt16? {
        let bytes = Array(text.utf8)
        if let code = codes[bytes] { return code }
        if texts.count >= Self.capacity { return nil }
        texts.append(text)
        let code = UInt16(texts.count)
        codes[bytes] = code
        return code
    }
}

extension Vocabulary: Codable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(texts)
    }

    package init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode([String].self)) }
}
