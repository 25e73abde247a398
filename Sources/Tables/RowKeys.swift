internal import Parallel

/// The key columns of a table, handed out as two words per row.
///
/// One identifier column goes whole into the first word, up to four text columns into 16 bits each of the second: then
/// equal words are equal keys. More columns are folded in, and equal words must be checked (`isExact`).
package struct RowKeys: Sendable {
    package let rowCount: Int
    private let wide: [Column]
    private let narrow: [(codes: [UInt16], translation: [UInt16]?, textCount: Int)]

    /// - Precondition: every column is a key, text or whole-number column of one table.
    package init(_ columns: [Column], rowCount: Int) {
        self.init(columns, translations: columns.map { _ in nil }, rowCount: rowCount)
    }

    /// The keys of columns that ask another table: texts get the codes that the other table has for them.
    package init(_ columns: [Column], asking other: [Column], rowCount: Int) {
        self.init(columns, translations: zip(columns, other).map { $0.translation(to: $1) }, rowCount: rowCount)
    }

    private init(_ columns: [Column], translations: [[UInt16]?], rowCount: Int) {
        self.rowCount = rowCount
        var wide: [Column] = [], narrow: [([UInt16], [UInt16]?, Int)] = []
        for (column, translation) in zip(columns, translations) {
            switch column {
            case .text(let codes, let vocabulary): narrow.append((codes, translation, vocabulary.texts.count))
            case .key, .short, .integer: wide.append(column)
            default: preconditionFailure("rows are found by key, text and whole-number columns only")
            }
        }
        self.wide = wide
        self.narrow = narrow
    }

    /// Whether rows with equal words have equal keys.
    var isExact: Bool { wide.count <= 1 && narrow.count <= 4 }

    /// Writes the words of some rows; `isWhole` gets 0 where a part of the key is missing.
    func fill(
        _ rows: UnsafeBufferPointer<Int32>, first: UnsafeMutablePointer<UInt64>, second: UnsafeMutablePointer<UInt64>,
        isWhole: UnsafeMutablePointer<UInt8>
    ) {
        if wide.isEmpty { first.update(repeating: 0, count: rows.count) }
        if narrow.isEmpty { second.update(repeating: 0, count: rows.count) }
        isWhole.update(repeating: 1, count: rows.count)
        for (place, column) in wide.enumerated() {
            switch column {
            case .key(let values):
                fold(values, rows, place, 1, first, isWhole) { $0 == 0 ? nil : $0 }
            case .short(let values):
                fold(values, rows, place, 1, first, isWhole) { $0 == .min ? nil : UInt64(bitPattern: Int64($0)) }
            case .integer(let values):
                fold(values, rows, place, 1, first, isWhole) { $0 == .min ? nil : UInt64(bitPattern: Int64($0)) }
            default: break
            }
        }
        for (place, column) in narrow.enumerated() {
            if let translation = column.translation {
                fold(column.codes, rows, place, 4, second, isWhole) { translation[Int($0)] == 0 ? nil : UInt64(translation[Int($0)]) }
            } else {
                fold(column.codes, rows, place, 4, second, isWhole) { $0 == 0 ? nil : UInt64($0) }
            }
        }
    }

    /// Puts a column's part of the key into the words: beside what is there as long as `fitting` parts fit, else mixed with it.
    @inline(__always)
    private func fold<Value: BitwiseCopyable>(
        _ values: [Value], _ rows: UnsafeBufferPointer<Int32>, _ place: Int, _ fitting: Int,
        _ words: UnsafeMutablePointer<UInt64>, _ isWhole: UnsafeMutablePointer<UInt8>, _ part: (Value) -> UInt64?
    ) {
        values.withUnsafeBufferPointer { values in
            for offset in 0..<rows.count {
                guard let part = part(values[Int(rows[offset])]) else {
                    isWhole[offset] = 0
                    continue
                }
                words[offset] =
                    place == 0 ? part : place < fitting ? words[offset] << 16 | part : Self.mixed(words[offset]) ^ part
            }
        }
    }

    // MARK: Partitions

    /// How rows are divided so that rows of one key are in one part.
    enum Division {
        /// By a text column, which files are often sorted by.
        case text(place: Int, count: Int)
        /// By a hash of the first identifier column.
        case hash(bits: Int)
    }

    /// The division for a table of these keys: by its text column with the most different texts, where there are enough.
    var division: Division {
        let sizes = narrow.map(\.textCount)
        if let most = sizes.max(), most >= 64 || wide.isEmpty { return .text(place: sizes.firstIndex(of: most)!, count: most) }
        var bits = 1
        while bits < 13 && rowCount >> bits > 2_048 { bits += 1 }
        return .hash(bits: bits)
    }

    /// By row its part, from 1; 0 for rows that take no part.
    ///
    /// - Parameter included: per row a truth value; only rows with `Truth.yes` take part; nil for all.
    func parts(by division: Division, included: [UInt8]?, workers: Workers) -> [UInt16] {
        [UInt16](unsafeUninitializedCapacity: rowCount) { storage, initialized in
            let target = storage.baseAddress
            workers.forEachPart(of: rowCount, size: 65_536) { rows in
                switch division {
                case .text(let place, _):
                    narrow[place].codes.withUnsafeBufferPointer { codes in
                        if let translation = narrow[place].translation {
                            for row in rows { (target! + row).initialize(to: translation[Int(codes[row])]) }
                        } else {
                            (target! + rows.lowerBound).initialize(from: codes.baseAddress! + rows.lowerBound, count: rows.count)
                        }
                    }
                case .hash(let bits): hashParts(rows, bits: bits, into: target!)
                }
                guard let included else { return }
                for row in rows where included[row] != Truth.yes { target![row] = 0 }
            }
            initialized = rowCount
        }
    }

    private func hashParts(_ rows: Range<Int>, bits: Int, into target: UnsafeMutablePointer<UInt16>) {
        let shift = UInt64(64 - bits)
        func fill<Value: FixedWidthInteger & BitwiseCopyable>(_ values: [Value]) {
            values.withUnsafeBufferPointer { values in
                for row in rows {
                    let hash = Self.mixed(UInt64(truncatingIfNeeded: values[row]))
                    (target + row).initialize(to: UInt16(truncatingIfNeeded: hash >> shift) + 1)
                }
            }
        }
        switch wide[0] {
        case .key(let values): fill(values)
        case .short(let values): fill(values)
        case .integer(let values): fill(values)
        default: break
        }
    }

    /// Source: the 64-bit finalizer of MurmurHash3 (A. Appleby, public domain).
    @inline(__always)
    static func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 33)) &* 0xff51_afd7_ed55_8ccd
        value = (value ^ (value >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        return value ^ (value >> 33)
    }

    /// Whether two rows have equal keys, column by column.
    func isEqual(_ row: Int, _ other: RowKeys, _ otherRow: Int) -> Bool {
        for (own, foreign) in zip(wide, other.wide) where !own.isEqual(at: row, foreign, otherRow) { return false }
        for (own, foreign) in zip(narrow, other.narrow) {
            let code = own.translation.map { $0[Int(own.codes[row])] } ?? own.codes[row]
            let foreignCode = foreign.translation.map { $0[Int(foreign.codes[otherRow])] } ?? foreign.codes[otherRow]
            if code != foreignCode { return false }
        }
        return true
    }
}

extension Column {
    /// For each code of this text column the code that the same text has in `other`, 0 where it has none; nil where the
    /// two have one vocabulary or are not text.
    fileprivate func translation(to other: Column) -> [UInt16]? {
        guard case .text(_, let own) = self, case .text(_, let foreign) = other, own != foreign else { return nil }
        return [0] + own.texts.map { foreign.code(of: $0) ?? 0 }
    }

    fileprivate func isEqual(at row: Int, _ other: Column, _ otherRow: Int) -> Bool {
        switch (self, other) {
        case (.key(let own), .key(let foreign)): own[row] == foreign[otherRow]
        case (.short(let own), .short(let foreign)): own[row] == foreign[otherRow]
        case (.integer(let own), .integer(let foreign)): own[row] == foreign[otherRow]
        case (.short(let own), .integer(let foreign)): Int32(own[row]) == foreign[otherRow]
        case (.integer(let own), .short(let foreign)): own[row] == Int32(foreign[otherRow])
        default: false
        }
    }
}
