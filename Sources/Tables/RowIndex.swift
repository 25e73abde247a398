package import Parallel

/// Finds a table's row by its key: an open-addressing table of row numbers, built and asked in parallel.
///
/// A row with a missing key part is in no index and finds nothing. The first row of a key (in row order) stands for it;
/// further rows of the same key are listed in `repeats`, so that nothing depends on which of them was met first by a thread.
/// Memory: 4 bytes for each of 1.5 to 3 places per row.
package struct RowIndex: Sendable {
    private let keys: KeyReader
    private let slots: SharedBuffer<Int32>
    private let regionMask: Int
    private let regionShift: UInt64

    /// Rows whose key another row already has: the first row of the key and the repeating row, in row order.
    package let repeats: [(first: Int32, row: Int32)]

    /// Indexes the rows of key columns.
    ///
    /// - Parameters:
    ///   - keys: key and text columns of one table.
    ///   - included: per row a truth value; only rows with `Truth.yes` are indexed; nil for all.
    package init(keys: [Column], rowCount: Int, included: [UInt8]? = nil, workers: Workers) {
        let reader = KeyReader(keys.map { ColumnView($0) }, translations: keys.map { _ in nil })
        self.keys = reader
        var regionBits = 0
        while 1 << regionBits < workers.count { regionBits += 1 }
        let needed = included.map { $0.reduce(0) { $0 + ($1 == Truth.yes ? 1 : 0) } } ?? rowCount
        var slotBits = 4
        while (1 << (slotBits + regionBits)) < needed + needed / 2 { slotBits += 1 }
        regionMask = (1 << slotBits) - 1
        regionShift = UInt64(64 - regionBits)
        slots = SharedBuffer(count: 1 << (slotBits + regionBits), initial: -1)
        let filler = Filler(
            keys: reader, slots: slots, regionMask: regionMask, regionShift: regionShift, included: included)
        let perRegion = workers.map(1 << regionBits) { filler.fill(region: $0, rowCount: rowCount) }
        repeats = perRegion.flatMap { $0 }.sorted { $0.row < $1.row }
    }

    private struct Filler: Sendable {
        let keys: KeyReader
        let slots: SharedBuffer<Int32>
        let regionMask: Int
        let regionShift: UInt64
        let included: [UInt8]?

        func fill(region: Int, rowCount: Int) -> [(first: Int32, row: Int32)] {
            var repeats: [(first: Int32, row: Int32)] = []
            let region64 = UInt64(region), base = region * (regionMask + 1)
            for row in 0..<rowCount {
                if let included, included[row] != Truth.yes { continue }
                guard let hash = keys.hash(row), regionShift == 64 || hash >> regionShift == region64 else { continue }
                var slot = Int(truncatingIfNeeded: hash) & regionMask
                while true {
                    let other = slots.pointer[base + slot]
                    if other < 0 {
                        slots.pointer[base + slot] = Int32(row)
                        break
                    }
                    if keys.isEqual(row, keys, Int(other)) {
                        repeats.append((other, Int32(row)))
                        break
                    }
                    slot = (slot + 1) & regionMask
                }
            }
            return repeats
        }
    }

    /// For each row of the asking columns the first indexed row with the same key, or -1.
    ///
    /// - Parameter keys: as many columns as the index has, each of the same type as its counterpart.
    /// - Complexity: O(rows), in parallel over parts of them.
    package func rows(for keys: [Column], rowCount: Int, workers: Workers) -> [Int32] {
        let asking = KeyReader(
            keys.map { ColumnView($0) },
            translations: zip(keys, self.keys.columns).map { $0.translation(to: $1.column) })
        return [Int32](unsafeUninitializedCapacity: rowCount) { storage, initialized in
            let found = storage.baseAddress
            workers.forEachPart(of: rowCount, size: 65_536) { part in
                for row in part { found![row] = self.row(for: asking, at: row) }
            }
            initialized = rowCount
        }
    }

    @inline(__always)
    private func row(for asking: KeyReader, at row: Int) -> Int32 {
        guard let hash = asking.hash(row) else { return -1 }
        let base = (regionShift == 64 ? 0 : Int(hash >> regionShift)) * (regionMask + 1)
        var slot = Int(truncatingIfNeeded: hash) & regionMask
        while true {
            let found = slots.pointer[base + slot]
            if found < 0 || asking.isEqual(row, keys, Int(found)) { return found }
            slot = (slot + 1) & regionMask
        }
    }
}

/// The key columns of a table, read row by row without any look-up by name.
struct KeyReader: Sendable {
    let columns: [ColumnView]
    private let wide: [[UInt64]]
    private let narrow: [[UInt16]]
    /// For each narrow column the codes of another vocabulary, where the index has another one than the asking table.
    private let translations: [[UInt16]?]

    /// - Precondition: every column is a key, text or whole-number column without indirection.
    init(_ columns: [ColumnView], translations: [[UInt16]?]) {
        self.columns = columns
        var wide: [[UInt64]] = [], narrow: [[UInt16]] = [], narrowTranslations: [[UInt16]?] = []
        for (column, translation) in zip(columns, translations) {
            switch column.column {
            case .key(let keys): wide.append(keys)
            case .text(let codes, _):
                narrow.append(codes)
                narrowTranslations.append(translation)
            case .short(let values): wide.append(values.map { $0 == .min ? 0 : Self.key(of: Int64($0)) })
            case .integer(let values): wide.append(values.map { $0 == .min ? 0 : Self.key(of: Int64($0)) })
            default: preconditionFailure("rows are found by key, text and whole-number columns only")
            }
        }
        self.wide = wide
        self.narrow = narrow
        self.translations = narrowTranslations
    }

    /// Whole numbers as keys that are never 0.
    private static func key(of whole: Int64) -> UInt64 { UInt64(bitPattern: whole) ^ 1 << 63 }

    @inline(__always)
    private func code(_ column: Int, _ row: Int) -> UInt16 {
        let code = narrow[column][row]
        guard let translation = translations[column] else { return code }
        return translation[Int(code)]
    }

    /// A well-mixed hash of the row's key; nil where a part of it is missing.
    ///
    /// Source: the 64-bit finalizer of MurmurHash3 (A. Appleby, public domain).
    @inline(__always)
    func hash(_ row: Int) -> UInt64? {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        for column in 0..<wide.count {
            let key = wide[column][row]
            if key == 0 { return nil }
            hash = Self.mixed(hash ^ key)
        }
        for column in 0..<narrow.count {
            let code = code(column, row)
            if code == 0 { return nil }
            hash = Self.mixed(hash &+ UInt64(code))
        }
        return hash
    }

    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 33)) &* 0xff51_afd7_ed55_8ccd
        value = (value ^ (value >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return value ^ (value >> 33)
    }

    @inline(__always)
    func isEqual(_ row: Int, _ other: KeyReader, _ otherRow: Int) -> Bool {
        for column in 0..<wide.count where wide[column][row] != other.wide[column][otherRow] { return false }
        for column in 0..<narrow.count where code(column, row) != other.code(column, otherRow) { return false }
        return true
    }
}

extension Column {
    /// For each code of this text column the code that the same text has in `other`, 0 where it has none; nil where the
    /// two have one vocabulary or are not text.
    func translation(to other: Column) -> [UInt16]? {
        guard case .text(_, let own) = self, case .text(_, let foreign) = other, own != foreign else { return nil }
        return [0] + own.texts.map { foreign.code(of: $0) ?? 0 }
    }
}
