/// JSON as bytes: members in the order in which they are added, indented by two spaces, short objects on one line.
struct JSONText: Sendable {
    private(set) var bytes: [UInt8] = []
    private var depth = 0
    private var isInline = false
    private var isFirst = true

    private mutating func write(_ text: some StringProtocol) { bytes.append(contentsOf: text.utf8) }

    /// Ends the member before and begins a new line, or goes on in the line of a short object.
    private mutating func beginMember() {
        if !isFirst { write(isInline ? ", " : ",") }
        isFirst = false
        if !isInline { breakLine() }
    }

    private mutating func breakLine() {
        if depth == 0 && bytes.isEmpty { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private mutating func beginMember(_ key: String?) {
        beginMember()
        guard let key else { return }
        writeQuoted(key)
        write(": ")
    }

    private mutating func enclose(_ open: String, _ close: String, isInline: Bool, _ body: (inout JSONText) -> Void) {
        let outer = self.isInline
        write(open)
        self.isInline = outer || isInline
        isFirst = true
        depth += 1
        body(&self)
        depth -= 1
        if !isFirst && !self.isInline { breakLine() }
        write(close)
        self.isInline = outer
        isFirst = false
    }

    private mutating func writeQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.contains(where: { Self.needsEscape($0) }) {
            for byte in text.utf8 { writeEscaped(byte) }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    @inline(__always)
    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        if byte < 0x20 {
            write("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16))
        } else {
            if Self.needsEscape(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
    }
}

extension JSONText {
    /// A whole document: one object and a line end.
    static func document(_ members: (inout JSONText) -> Void) -> [UInt8] {
        var text = JSONText()
        text.enclose("{", "}", isInline: false, members)
        text.write("\n")
        return text.bytes
    }

    /// An object; without a key, as an element of a list.
    mutating func object(_ key: String? = nil, isInline: Bool = false, _ members: (inout JSONText) -> Void) {
        beginMember(key)
        enclose("{", "}", isInline: isInline, members)
    }

    mutating func list<Elements: Sequence>(
        _ key: String, _ elements: Elements, _ element: (inout JSONText, Elements.Element) -> Void
    ) {
        beginMember(key)
        enclose("[", "]", isInline: false) { text in
            for item in elements { element(&text, item) }
        }
    }

    /// A text, as an element of a list.
    mutating func add(_ text: String) {
        beginMember()
        writeQuoted(text)
    }

    /// A text; null for nil.
    mutating func add(_ key: String, _ text: String?) {
        beginMember(key)
        if let text { writeQuoted(text) } else { write("null") }
    }

    mutating func add(_ key: String, _ number: Int?) {
        beginMember(key)
        if let number { write(String(number)) } else { write("null") }
    }

    mutating func add(_ key: String, _ truth: Bool?) {
        beginMember(key)
        write(truth.map { $0 ? "true" : "false" } ?? "null")
    }

    /// A printed decimal, as a number; null for nil.
    mutating func add(_ key: String, decimal: String?) {
        beginMember(key)
        write(decimal ?? "null")
    }
}
