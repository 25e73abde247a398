internal import Parallel

/// The keys of a table's rows, each as two words: equal keys have equal words.
///
/// An identifier column goes whole into the first word, up to four text columns into 16 bits each of the second: then
/// equal words are equal keys (`isExact`). More columns are folded in, and equal words must be checked.
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

    // MARK: Words

    /// The words of all rows; 0 where a part of the key is missing, so that a key is whole where neither word is 0.
    func words(workers: Workers) -> KeyWords {
        var first: [UInt64] = []
        if case .key(let keys)? = wide.first, wide.count == 1 {
            first = keys
        } else if !wide.isEmpty || narrow.isEmpty {
            first = filled(workers) { rows, words in
                words.initialize(repeating: 1, count: rows.count)
                for (place, column) in wide.enumerated() { fold(column, rows, isFirst: place == 0, into: words) }
            }
        }
        if narrow.isEmpty { return KeyWords(first: first, second: first) }
        let second = filled(workers) { rows, words in
            for (place, column) in narrow.enumerated() { fold(column.codes, column.translation, rows, place, into: words) }
        }
        return KeyWords(first: wide.isEmpty ? second : first, second: second)
    }

    private func filled(
        _ workers: Workers, _ fill: (_ rows: Range<Int>, _ words: UnsafeMutablePointer<UInt64>) -> Void
    ) -> [UInt64] {
        [UInt64](unsafeUninitializedCapacity: rowCount) { storage, initialized in
            let target = storage.baseAddress
            workers.forEachPart(of: rowCount, size: 65_536) { rows in fill(rows, target! + rows.lowerBound) }
            initialized = rowCount
        }
    }

    /// Puts a column of identifiers or whole numbers into the first words.
    private func fold(_ column: Column, _ rows: Range<Int>, isFirst: Bool, into words: UnsafeMutablePointer<UInt64>) {
        func fold<Value: FixedWidthInteger & BitwiseCopyable>(_ values: [Value], missing: Value, offset: UInt64) {
            values.withUnsafeBufferPointer { values in
                for (place, row) in rows.enumerated() {
                    let isWhole = words[place] != 0 && values[row] != missing
                    let part = UInt64(truncatingIfNeeded: values[row]) &+ offset
                    words[place] = !isWhole ? 0 : isFirst ? part : max(1, KeyWords.mixed(words[place]) ^ part)
                }
            }
        }
        // Whole numbers are moved up, so that no number's word is 0.
        switch column {
        case .key(let values): fold(values, missing: 0, offset: 0)
        case .short(let values): fold(values, missing: .min, offset: 1 << 32)
        case .integer(let values): fold(values, missing: .min, offset: 1 << 32)
        default: break
        }
    }

    /// Puts a text column's codes into the second words: beside what is there as long as four fit, else mixed with it.
    private func fold(
        _ codes: [UInt16], _ translation: [UInt16]?, _ rows: Range<Int>, _ place: Int, into words: UnsafeMutablePointer<UInt64>
    ) {
        func fold(_ translated: (UInt16) -> UInt16) {
            codes.withUnsafeBufferPointer { codes in
                for (offset, row) in rows.enumerated() {
                    let code = UInt64(translated(codes[row]))
                    let before = place == 0 ? 1 : words[offset]
                    let word =
                        place == 0 ? code : place < 4 ? before << 16 | code : max(1, KeyWords.mixed(before) ^ code)
                    words[offset] = code == 0 || before == 0 ? 0 : word
                }
            }
        }
        if let translation { fold { translation[Int($0)] } } else { fold { $0 } }
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
