internal import Parallel

/// A value that knows how it is written as one CSV field: digits, codes and names that never need quotes.
protocol CSVField {
    func write(to rows: inout RowBuffer)
}

/// CSV rows of one file, formatted by hand into bytes, to be written out later in order.
struct RowBuffer: Sendable {
    /// The rows so far.
    private(set) var bytes: [UInt8] = []
    /// The row that is being formatted, and its length.
    private let row = SharedBuffer<UInt8>(count: Self.longestRow)
    private var length = 0

    /// Bytes of the longest row: a dozen short fields, of which the two names may have some length.
    private static let longestRow = 512
    private static let longestName = 128

    /// Appends one row: the fields with commas between them and a line feed.
    @inline(__always)
    mutating func append<each Field: CSVField>(_ fields: repeat each Field) {
        length = 0
        for field in repeat each fields {
            field.write(to: &self)
            put(UInt8(ascii: ","))
        }
        row.pointer[length - 1] = UInt8(ascii: "\n")
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: row.pointer[..<length]))
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        row.pointer[length] = byte
        length += 1
    }

    mutating func put(_ text: StaticString) {
        put(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func put(_ text: UnsafeBufferPointer<UInt8>) {
        precondition(text.count <= Self.longestName, "names are short")
        for byte in text { put(byte) }
    }

    /// A whole number of 0 or more, with leading zeros up to `width` digits.
    mutating func put(_ number: UInt64, width: Int) {
        var rest = number
        var place = length + width
        while place > length {
            place -= 1
            row.pointer[place] = UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")
            rest /= 10
        }
        length += width
    }
}

extension Int: CSVField {
    func write(to rows: inout RowBuffer) {
        if self < 0 { rows.put(UInt8(ascii: "-")) }
        let size = UInt64(magnitude)
        var width = 1
        var bound: UInt64 = 10
        while size >= bound {
            width += 1
            bound *= 10
        }
        rows.put(size, width: width)
    }
}

extension StaticString: CSVField {
    func write(to rows: inout RowBuffer) { rows.put(self) }
}

extension String: CSVField {
    func write(to rows: inout RowBuffer) {
        var text = self
        text.withUTF8 { rows.put($0) }
    }
}

/// Yes and no are written `Y` and `N`.
extension Bool: CSVField {
    func write(to rows: inout RowBuffer) { rows.put(self ? UInt8(ascii: "Y") : UInt8(ascii: "N")) }
}

/// A missing value is an empty field.
extension Optional: CSVField where Wrapped: CSVField {
    func write(to rows: inout RowBuffer) {
        if let value = self { value.write(to: &rows) }
    }
}

/// A number of two decimals, kept in hundredths: 257 is written `2.57`.
struct Hundredths: CSVField {
    let count: Int

    /// The nearest hundredth, half away from zero.
    init(rounding value: Double) { count = Int((value * 100).rounded()) }

    func write(to rows: inout RowBuffer) {
        if count < 0 { rows.put(UInt8(ascii: "-")) }
        Int(count.magnitude / 100).write(to: &rows)
        rows.put(UInt8(ascii: "."))
        rows.put(UInt64(count.magnitude % 100), width: 2)
    }
}
