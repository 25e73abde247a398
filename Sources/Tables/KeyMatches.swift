package import Parallel

/// Which rows of a table have the keys that rows ask for, and which rows repeat a key.
///
/// Rows are divided so that all rows of a key are in one part, and each part is settled in a core's cache. A row with a
/// missing key part matches nothing. Nothing depends on the number of threads or on the order in which they work.
///
/// Source: A. Shatdal, C. Kant and J. Naughton, Cache Conscious Algorithms for Relational Query Processing (VLDB 1994),
/// section 3 (partitioned hash join).
package struct KeyMatches: Sendable {
    /// For each asking row the first row with its key, or -1; empty where nobody asked.
    package let rows: [Int32]
    /// Rows whose key an earlier row has: that first row and the repeating one, in row order.
    package let repeats: [(first: Int32, row: Int32)]

    /// Rows that repeat a key.
    package init(repeatsOf keys: RowKeys, workers: Workers) {
        let parts = KeyParts(keys, by: keys.division, included: nil, workers: workers)
        repeats = Self.sorted(workers.map(parts.count) { KeyCluster(keys, parts.rows(of: $0)).repeats })
        rows = []
    }

    /// For each asking row the row of a table with its key.
    ///
    /// - Parameter included: per row of the table a truth value; only rows with `Truth.yes` can match; nil for all.
    package init(of asking: RowKeys, in table: RowKeys, included: [UInt8]?, workers: Workers) {
        let division = table.division
        let parts = KeyParts(table, by: division, included: included, workers: workers)
        let questions = KeyParts(asking, by: division, included: nil, workers: workers)
        let found = SharedBuffer<Int32>(count: asking.rowCount)
        found.pointer.initialize(repeating: -1)
        repeats = Self.sorted(workers.map(parts.count) { part in
            let cluster = KeyCluster(table, parts.rows(of: part))
            cluster.answer(asking, questions.rows(of: part), into: found)
            return cluster.repeats
        })
        rows = Array(found.pointer)
    }

    private static func sorted(_ repeats: [[(first: Int32, row: Int32)]]) -> [(first: Int32, row: Int32)] {
        repeats.joined().sorted { $0.row < $1.row }
    }
}

/// The rows of a table, part by part.
private struct KeyParts: Sendable {
    private let starts: [Int]
    private let rows: SharedBuffer<Int32>

    init(_ keys: RowKeys, by division: RowKeys.Division, included: [UInt8]?, workers: Workers) {
        let count =
            switch division {
            case .text(_, let count): count
            case .hash(let bits): 1 << bits
            }
        let parts = keys.parts(by: division, included: included, workers: workers)
        let order = RowOrder(codes: parts, codeCount: count, workers: workers)
        starts = order.starts
        rows = order.rows(codes: parts, workers: workers)
    }

    var count: Int { starts.count - 1 }

    func rows(of part: Int) -> UnsafeBufferPointer<Int32> {
        UnsafeBufferPointer(rebasing: rows.pointer[starts[part]..<starts[part + 1]])
    }
}

/// The rows of one part in an open-addressing table.
private struct KeyCluster {
    private let keys: RowKeys
    private let rows: UnsafeBufferPointer<Int32>
    private let words: Words
    private let slots: [Int32]
    private let mask: Int
    let repeats: [(first: Int32, row: Int32)]

    /// The words of a list of rows.
    private struct Words {
        let first: [UInt64]
        let second: [UInt64]
        let isWhole: [UInt8]

        init(_ keys: RowKeys, _ rows: UnsafeBufferPointer<Int32>) {
            var first = [UInt64](repeating: 0, count: rows.count), second = first
            var isWhole = [UInt8](repeating: 1, count: rows.count)
            keys.fill(rows, first: &first, second: &second, isWhole: &isWhole)
            (self.first, self.second, self.isWhole) = (first, second, isWhole)
        }

        @inline(__always)
        func hash(_ place: Int) -> Int {
            let mixed = (first[place] ^ second[place] &* 0xC2B2_AE3D_27D4_EB4F) &* 0x9E37_79B9_7F4A_7C15
            return Int(truncatingIfNeeded: mixed >> 20)
        }
    }

    init(_ keys: RowKeys, _ rows: UnsafeBufferPointer<Int32>) {
        self.keys = keys
        self.rows = rows
        let words = Words(keys, rows)
        self.words = words
        var size = 4
        while size < 2 * rows.count { size *= 2 }
        let mask = size - 1
        self.mask = mask
        var repeats: [(first: Int32, row: Int32)] = []
        slots = [Int32](unsafeUninitializedCapacity: size) { slots, initialized in
            slots.initialize(repeating: -1)
            initialized = size
            for place in 0..<rows.count where words.isWhole[place] != 0 {
                var slot = words.hash(place) & mask
                while slots[slot] >= 0 {
                    let other = Int(slots[slot])
                    if Self.isEqual(words, place, rows, keys, words, other, rows, keys) { break }
                    slot = (slot + 1) & mask
                }
                if slots[slot] >= 0 { repeats.append((rows[Int(slots[slot])], rows[place])) } else { slots[slot] = Int32(place) }
            }
        }
        self.repeats = repeats
    }

    @inline(__always)
    private static func isEqual(
        _ words: Words, _ place: Int, _ rows: UnsafeBufferPointer<Int32>, _ keys: RowKeys,
        _ otherWords: Words, _ other: Int, _ otherRows: UnsafeBufferPointer<Int32>, _ otherKeys: RowKeys
    ) -> Bool {
        words.first[place] == otherWords.first[other] && words.second[place] == otherWords.second[other]
            && (otherKeys.isExact || keys.isEqual(Int(rows[place]), otherKeys, Int(otherRows[other])))
    }

    /// Writes for each asking row of the part the row that has its key.
    func answer(_ asking: RowKeys, _ questions: UnsafeBufferPointer<Int32>, into found: SharedBuffer<Int32>) {
        if rows.isEmpty || questions.isEmpty { return }
        let asked = Words(asking, questions)
        for place in 0..<questions.count where asked.isWhole[place] != 0 {
            var slot = asked.hash(place) & mask
            while slots[slot] >= 0 {
                let other = Int(slots[slot])
                if Self.isEqual(asked, place, questions, asking, words, other, rows, keys) {
                    found.pointer[Int(questions[place])] = rows[other]
                    break
                }
                slot = (slot + 1) & mask
            }
        }
    }
}
