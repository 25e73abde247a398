package import Model

/// Rows of a CSV file as bytes: LF line ends, fields quoted only where they must be.
package struct RowText: Sendable {
    package private(set) var bytes: [UInt8] = []
    package private(set) var rowCount = 0
    private var isAtStart = true

    package init() {}

    private mutating func separate() {
        if !isAtStart { bytes.append(UInt8(ascii: ",")) }
        isAtStart = false
    }

    /// A text; one that a spreadsheet would take for a formula gets an apostrophe in front.
    package mutating func add(_ text: String) {
        separate()
        var text = text
        text.withUTF8 { append($0) }
    }

    private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        let isSpecial = text.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
        if isSpecial { bytes.append(UInt8(ascii: "\"")) }
        if Self.looksLikeFormula(text) { bytes.append(UInt8(ascii: "'")) }
        if !isSpecial {
            bytes.append(contentsOf: text)
            return
        }
        for byte in text {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Spreadsheets take a text for a formula that begins with = + - @, a tab or a carriage return.
    private static func looksLikeFormula(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first else { return false }
        return first == 0x3D || first == 0x2B || first == 0x2D || first == 0x40 || first == 0x09 || first == 0x0D
    }

    /// A cell of another table: a number as it is written there, such as `-0.5`, and any other text as a text.
    package mutating func add(cell text: String) {
        guard let number = Double(text), number.isFinite else { return add(text) }
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    /// Fields that were rendered before.
    package mutating func add(_ fields: RenderedFields) {
        separate()
        bytes.append(contentsOf: fields.bytes)
    }

    /// A whole number; empty for nil.
    package mutating func add(_ value: Int?) {
        separate()
        if let value { append(value.magnitude, isNegative: value < 0, decimals: 0) }
    }

    /// A fraction with exactly `decimals` decimals; empty for nil.
    package mutating func add(_ value: Rational?, decimals: Int) {
        add(scaled: value?.scaledAndRounded(decimals: decimals), decimals: decimals)
    }

    /// A whole number of 10^-`decimals`; empty for nil.
    package mutating func add(scaled value: Int128?, decimals: Int) {
        separate()
        guard let value else { return }
        if let short = Int(exactly: value) {
            append(short.magnitude, isNegative: short < 0, decimals: decimals)
        } else {
            bytes.append(contentsOf: Rational.text(ofScaled: value, decimals: decimals).utf8)
        }
    }

    /// A number with exactly `decimals` decimals, rounded half away from zero; empty for nil.
    package mutating func add(_ value: Double?, decimals: Int) {
        let scale = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
        guard let value, abs(value) < Self.farthest else {
            add(value.map { "\($0)" } ?? "")
            return
        }
        add(scaled: Int128((value * scale).rounded()), decimals: decimals)
    }

    /// Numbers beyond are written with an exponent.
    private static let farthest = 1e18

    /// A number with as many decimals as it has, such as a scale score; empty for nil.
    package mutating func add(plain value: Double?) {
        let text = value.map { "\($0)" } ?? "", parts = text.split(separator: ".")
        guard parts.count == 2, !text.contains("e"), parts[1] != "0", parts[1].utf8.count <= 18 else {
            add(value, decimals: 0)
            return
        }
        add(scaled: Int128(parts.joined()), decimals: parts[1].utf8.count)
    }

    /// Digits, written from the last one to the first, with a point in front of the last `decimals`.
    private mutating func append(_ magnitude: UInt, isNegative: Bool, decimals: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24 + decimals) { digits in
            var start = digits.count, rest = magnitude, written = 0
            repeat {
                if written == decimals, decimals > 0 {
                    start -= 1
                    digits[start] = UInt8(ascii: ".")
                }
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
                rest = quotient
                written += 1
            } while rest > 0 || written <= decimals
            if isNegative {
                start -= 1
                digits[start] = UInt8(ascii: "-")
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    package mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isAtStart = true
        rowCount += 1
    }
}

/// Fields side by side, rendered once for the many rows that begin with them or hold them.
package struct RenderedFields: Sendable {
    fileprivate let bytes: [UInt8]

    package init(_ texts: String...) {
        var text = RowText()
        for field in texts { text.add(field) }
        bytes = text.bytes
    }
}
