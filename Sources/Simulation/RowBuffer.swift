internal import Glibc
internal import Parallel

/// A value that knows how it is written as one CSV field: digits, codes and names that never need quotes.
protocol CSVField {
    func write(to rows: inout RowBuffer)
}

/// CSV rows of one file, formatted by hand into bytes, to be written out later in order.
struct RowBuffer: Sendable {
    private var storage = SharedBuffer<UInt8>(count: 1 << 14, initial: 0)
    private(set) var count = 0

    /// The longest row there may be, in bytes.
    private static let longestRow = 512

    /// The rows so far.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(storage.pointer)[..<count]) }

    /// Appends one row: the fields with commas between them and a line feed.
    @inline(__always)
    mutating func append<each Field: CSVField>(_ fields: repeat each Field) {
        reserveRow()
        for field in repeat each fields {
            field.write(to: &self)
            put(UInt8(ascii: ","))
        }
        storage.pointer[count - 1] = UInt8(ascii: "\n")
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        storage.pointer[count] = byte
        count += 1
    }

    mutating func put(_ text: StaticString) { put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)) }

    mutating func put(_ text: UnsafeRawBufferPointer) {
        precondition(text.count < Self.longestRow / 2, "names are short")
        guard let source = text.baseAddress else { return }
        memcpy(storage.pointer.baseAddress! + count, source, text.count)
        count += text.count
    }

    /// A whole number of 0 or more, with leading zeros up to `width` digits.
    mutating func put(_ number: UInt64, width: Int) {
        var rest = number
        var place = count + width
        while place > count {
            place -= 1
            storage.pointer[place] = UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")
            rest /= 10
        }
        count += width
    }

    private mutating func reserveRow() {
        let capacity = storage.pointer.count
        if count + Self.longestRow <= capacity { return }
        let larger = SharedBuffer<UInt8>(count: capacity * 2, initial: 0)
        memcpy(larger.pointer.baseAddress!, storage.pointer.baseAddress!, count)
        storage = larger
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
        text.withUTF8 { rows.put(UnsafeRawBufferPointer($0)) }
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
        (count.magnitude / 100).description.write(to: &rows)
        rows.put(UInt8(ascii: "."))
        rows.put(UInt64(count.magnitude % 100), width: 2)
    }
}
