/// The memory of one batch: the file's bytes, room for the fields that libcsv rewrites, and the places found in them.
///
/// ```
/// | 64 bytes | text: count of capacity + line end | rewritten fields | 64 bytes |
/// ```
/// The margins let scans load whole words at either end. Each thread has one block and uses it again and again.
final class Block {
    private(set) var capacity: Int
    /// How many bytes of text it holds: whole records, each with its line end.
    var count = 0
    var number = 0
    /// The text is the front of a single record beyond the limit.
    var isOverlong = false

    private(set) var stride: Int
    private(set) var fields: UnsafeMutablePointer<FieldPlace>
    private(set) var records: UnsafeMutablePointer<RecordPlace>
    /// Where the separators of a stretch of text are; see `SeparatorScan`.
    private(set) var separators: UnsafeMutablePointer<UInt32>

    private var memory: UnsafeMutableRawPointer
    private let fieldsPerRecord: Int
    private let columns: Int
    /// Bytes that can be read behind every field.
    static let margin = 64

    init(capacity: Int, fieldsPerRecord: Int, columns: Int) {
        self.capacity = capacity
        self.fieldsPerRecord = fieldsPerRecord
        self.columns = columns
        stride = Self.rows(capacity, fieldsPerRecord)
        memory = Self.memory(capacity)
        fields = .allocate(capacity: columns * stride)
        records = .allocate(capacity: stride)
        separators = .allocate(capacity: capacity + Self.margin)
    }

    deinit {
        memory.deallocate()
        fields.deallocate()
        records.deallocate()
        separators.deallocate()
    }

    /// The first byte of the text.
    var base: UnsafeMutableRawPointer { memory + Self.margin }

    var text: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// The room for rewritten fields begins this far behind `base`.
    var rewrittenStart: Int { capacity + 1 }

    /// Makes sure there is room for `newCapacity` bytes of text, and keeps the first `kept`.
    func reserve(_ newCapacity: Int, keeping kept: Int) {
        if newCapacity <= capacity { return }
        let old = memory
        memory = Self.memory(newCapacity)
        base.copyMemory(from: old + Self.margin, byteCount: kept)
        old.deallocate()
        capacity = newCapacity
        stride = Self.rows(capacity, fieldsPerRecord)
        fields.deallocate()
        records.deallocate()
        separators.deallocate()
        fields = .allocate(capacity: columns * stride)
        records = .allocate(capacity: stride)
        separators = .allocate(capacity: capacity + Self.margin)
    }

    /// A record has a delimiter or line end for each field, and at least two bytes (blank lines give no row).
    private static func rows(_ capacity: Int, _ fieldsPerRecord: Int) -> Int {
        (capacity + 1) / max(fieldsPerRecord, 2) + 1
    }

    private static func memory(_ capacity: Int) -> UnsafeMutableRawPointer {
        let size = 2 * (capacity + 1) + 2 * margin
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: margin)
        return memory
    }
}
