internal import Model
internal import Reports

/// How explanations write numbers and lists in their sentences.
extension Rational {
    /// As a factor, a fraction in parentheses.
    var factor: String {
        let plain = plain
        return plain.contains("/") ? "(\(plain))" : plain
    }
}

extension [String] {
    /// `A`, `A and B`, `A, B and C`.
    var listed: String { count < 2 ? first ?? "" : dropLast().joined(separator: ", ") + " and " + last! }

    /// `A + B`.
    var added: String { joined(separator: " + ") }
}

extension String {
    /// The same with single spaces between its words and none around them.
    var words: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

extension Int {
    /// `1 student`, `12 students`.
    var students: String { self == 1 ? "1 student" : "\(self) students" }
}

extension Double {
    /// With so many decimals, halves away from zero, as the tables print it; empty for what is no number.
    func told(_ decimals: Int) -> String {
        var text = RowText()
        text.add(self, decimals: decimals)
        return String(decoding: text.bytes, as: UTF8.self)
    }
}
