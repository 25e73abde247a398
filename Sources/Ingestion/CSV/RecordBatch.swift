/// Consecutive records of a file, split into fields; valid only during the call that receives it.
///
/// Fields stand column by column, as places in the batch's bytes. Every row has all columns asked for.
package struct RecordBatch: ~Copyable {
    /// 0, 1, … in the order of the file.
    package let number: Int
    /// Which thread holds the batch, below the workers' count: for scratch memory kept per thread.
    package let thread: Int
    package let rowCount: Int
    /// The records that gave no row, in the order of the file.
    package let malformed: [MalformedRecord]

    private let bytes: UnsafeRawPointer
    private let fields: UnsafePointer<FieldPlace>
    private let stride: Int
    private let columnCount: Int
    private let records: UnsafePointer<RecordPlace>

    init(
        number: Int, thread: Int, rowCount: Int, malformed: [MalformedRecord], bytes: UnsafeRawPointer,
        fields: UnsafePointer<FieldPlace>, stride: Int, columnCount: Int, records: UnsafePointer<RecordPlace>
    ) {
        self.number = number
        self.thread = thread
        self.rowCount = rowCount
        self.malformed = malformed
        self.bytes = bytes
        self.fields = fields
        self.stride = stride
        self.columnCount = columnCount
        self.records = records
    }

    /// One of the columns asked for, by its position among them: the fast way through many rows.
    package func fields(ofColumn column: Int) -> ColumnFields {
        precondition((0..<columnCount).contains(column), "a batch holds the columns asked for")
        return ColumnFields(bytes: bytes, places: fields + column * stride)
    }

    /// The bytes of a single field; `column` counts the columns asked for.
    package func field(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer { fields(ofColumn: column)[row] }

    /// Whether a field is written `""`, not left out.
    package func isQuotedEmpty(_ row: Int, _ column: Int) -> Bool { fields(ofColumn: column).isQuotedEmpty(row) }

    /// The physical line within the batch on which the record begins, 0-based.
    package func line(of row: Int) -> Int { Int(records[row].line) }

    /// The whole record as it stands in the file, without its line end.
    package func text(of row: Int) -> UnsafeRawBufferPointer {
        let place = records[row]
        return UnsafeRawBufferPointer(start: bytes + Int(place.start), count: Int(place.end - place.start))
    }
}

/// The fields of one column in a batch, row by row; valid as long as the batch is.
package struct ColumnFields {
    fileprivate let bytes: UnsafeRawPointer
    fileprivate let places: UnsafePointer<FieldPlace>

    /// A field's bytes, without its quotes and the blanks around it.
    @inline(__always)
    package subscript(row: Int) -> UnsafeRawBufferPointer {
        let place = places[row]
        return UnsafeRawBufferPointer(start: bytes + Int(place.start), count: place.length)
    }

    /// Whether a field is written `""`, not left out.
    @inline(__always)
    package func isQuotedEmpty(_ row: Int) -> Bool { places[row].isQuotedEmpty }
}

/// Where a field's bytes stand in a batch: 8 bytes a field.
struct FieldPlace: BitwiseCopyable {
    let start: UInt32
    /// The length; the highest bit marks a field written `""`.
    let lengthAndMark: UInt32

    @inline(__always)
    init(start: UInt32, length: UInt32) {
        self.start = start
        lengthAndMark = length
    }

    /// A field written `""`.
    static var quotedEmpty: FieldPlace { FieldPlace(start: 0, length: 1 << 31) }

    @inline(__always)
    var length: Int { Int(lengthAndMark & 0x7fff_ffff) }

    @inline(__always)
    var isQuotedEmpty: Bool { lengthAndMark >> 31 == 1 }
}

/// Where a record stands in a batch: its bytes without the line end, and its first line.
struct RecordPlace: BitwiseCopyable {
    let start: UInt32
    let end: UInt32
    let line: UInt32

    init(start: Int, end: Int, line: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
        self.line = UInt32(truncatingIfNeeded: line)
    }
}
