/// The key columns of a table, handed out in chunks as two words per row.
///
/// One identifier column goes whole into the first word, up to four text columns into 16 bits each of the second: then
/// equal words are equal keys. More columns are folded in, and equal words must be checked (`isExact`).
package struct RowKeys: Sendable {
    package let rowCount: Int
    private let wide: [Column]
    private let narrow: [(codes: [UInt16], translation: [UInt16]?)]

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
        var wide: [Column] = [], narrow: [([UInt16], [UInt16]?)] = []
        for (column, translation) in zip(columns, translations) {
            switch column {
            case .text(let codes, _): narrow.append((codes, translation))
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
        _ rows: Range<Int>, first: UnsafeMutablePointer<UInt64>, second: UnsafeMutablePointer<UInt64>,
        isWhole: UnsafeMutablePointer<UInt8>
    ) {
        first.update(repeating: 0, count: rows.count)
        second.update(repeating: 0, count: rows.count)
        isWhole.update(repeating: 1, count: rows.count)
        for (place, column) in wide.enumerated() {
            switch column {
            case .key(let values): fold(values, missing: 0, place, rows, first, isWhole) { $0 }
            case .short(let values): fold(values, missing: .min, place, rows, first, isWhole) { UInt64(bitPattern: Int64($0)) }
            case .integer(let values): fold(values, missing: .min, place, rows, first, isWhole) { UInt64(bitPattern: Int64($0)) }
            default: break
            }
        }
        for (place, column) in narrow.enumerated() {
            if let translation = column.translation {
                fold(column.codes, missing: 0, place, rows, second, isWhole) { UInt64(translation[Int($0)]) }
            } else {
                foldCodes(column.codes, place, rows, second, isWhole)
            }
        }
    }

    @inline(__always)
    private func fold<Value: Equatable>(
        _ values: [Value], missing: Value, _ place: Int, _ rows: Range<Int>, _ words: UnsafeMutablePointer<UInt64>,
        _ isWhole: UnsafeMutablePointer<UInt8>, _ word: (Value) -> UInt64
    ) {
        values.withUnsafeBufferPointer { values in
            for offset in 0..<rows.count {
                let value = values[rows.lowerBound + offset], part = word(value)
                let isMissing = value == missing || (Value.self == UInt16.self && part == 0)
                isWhole[offset] &= isMissing ? 0 : 1
                words[offset] = place == 0 ? part : Self.mixed(words[offset]) ^ part
            }
        }
    }

    private func foldCodes(
        _ codes: [UInt16], _ place: Int, _ rows: Range<Int>, _ words: UnsafeMutablePointer<UInt64>,
        _ isWhole: UnsafeMutablePointer<UInt8>
    ) {
        codes.withUnsafeBufferPointer { codes in
            for offset in 0..<rows.count {
                let code = codes[rows.lowerBound + offset]
                isWhole[offset] &= code == 0 ? 0 : 1
                words[offset] = place < 4 ? words[offset] << 16 | UInt64(code) : Self.mixed(words[offset]) ^ UInt64(code)
            }
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
