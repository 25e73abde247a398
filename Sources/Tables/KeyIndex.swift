internal import Parallel

/// The rows of a table by their keys.
///
/// Rows are divided by a hash of their key into parts that fit a core's cache; within a part an open-addressing table
/// leads from a hash to its row.
///
/// Source: A. Shatdal, C. Kant and J. Naughton, Cache Conscious Algorithms for Relational Query Processing (VLDB 1994),
/// section 3 (partitioned hash join).
struct KeyIndex: Sendable {
    /// A row with 31 bits of its key's hash; 0 is no entry.
    private struct Entry: BitwiseCopyable, Sendable {
        let bits: UInt64

        @inline(__always)
        init(digest: UInt64, row: Int) { bits = (digest & 0xffff_ffff) &<< 32 | UInt64(truncatingIfNeeded: row) }

        @inline(__always)
        var isFree: Bool { bits == 0 }

        @inline(__always)
        var row: Int { Int(truncatingIfNeeded: bits & 0xffff_ffff) }

        @inline(__always)
        var slot: Int { Int(truncatingIfNeeded: bits &>> 33) }

        @inline(__always)
        func hasHash(of other: Entry) -> Bool { (bits ^ other.bits) &>> 32 == 0 }
    }

    private let keys: RowKeys
    private let words: KeyWords
    private let shift: UInt64
    /// Part p has the slots `starts[p]..<starts[p + 1]`, a power of two.
    private let starts: [Int]
    private let slots: SharedBuffer<Entry>
    /// Tells most keys that are not in the index without a look into it; nil where nobody asks.
    private let sketch: KeySketch?
    /// Rows whose key an earlier row has: that first row and the repeating one, in row order.
    let repeats: [(first: Int32, row: Int32)]

    private static let rowsPerPart = 8_192

    /// - Parameters:
    ///   - rows: the rows in the index, in order; nil for all.
    ///   - isAsked: whether it is for questions, not for repeats only.
    init(_ keys: RowKeys, _ words: KeyWords, rows: [Int32]?, isAsked: Bool = true, workers: Workers) {
        let rowCount = rows?.count ?? keys.rowCount
        var bits: UInt64 = 1
        while bits < 12 && rowCount >> bits > Self.rowsPerPart { bits += 1 }
        let shift = 64 - bits
        let codes = Self.partCodes(words, rows, rowCount: rowCount, shift: shift, workers)
        let order = RowOrder(codes: codes, codeCount: 1 << Int(bits), workers: workers)
        let ordered = Self.entries(words, rows, codes, in: order, workers)
        let parts = zip(order.starts, order.starts.dropFirst()).map { $0..<$1 }
        let starts = parts.reduce(into: [0]) { $0.append($0.last! + Self.slotCount($1.count)) }
        let slots = SharedBuffer<Entry>(count: starts.last!)
        repeats = workers.map(parts.count) { part in
            let entries = UnsafeBufferPointer(rebasing: ordered.pointer[parts[part]])
            let own = UnsafeMutableBufferPointer(rebasing: slots.pointer[starts[part]..<starts[part + 1]])
            return Self.fill(own, with: entries, keys, words)
        }.joined().sorted { $0.row < $1.row }
        (self.keys, self.words, self.shift, self.starts, self.slots) = (keys, words, shift, starts, slots)
        sketch = isAsked ? KeySketch(words, rows: rows, rowCount: keys.rowCount) : nil
    }

    /// By place in `rows` the part of the row's key, from 1; 0 for a row without a whole key.
    private static func partCodes(
        _ words: KeyWords, _ rows: [Int32]?, rowCount: Int, shift: UInt64, _ workers: Workers
    ) -> [UInt16] {
        [UInt16](unsafeUninitializedCapacity: rowCount) { storage, initialized in
            let codes = storage.baseAddress
            workers.forEachPart(of: rowCount, size: 65_536) { part in
                words.withView { view in
                    for place in part {
                        let digest = view.digest(rows.map { Int($0[place]) } ?? place)
                        let code = digest == 0 ? 0 : UInt16(truncatingIfNeeded: digest &>> shift) &+ 1
                        (codes! + place).initialize(to: code)
                    }
                }
            }
            initialized = rowCount
        }
    }

    /// The rows that have a whole key, part by part.
    private static func entries(
        _ words: KeyWords, _ rows: [Int32]?, _ codes: [UInt16], in order: RowOrder, _ workers: Workers
    ) -> SharedBuffer<Entry> {
        let ordered = SharedBuffer<Entry>(count: order.rowCount)
        workers.forEach(order.blocks.count) { block in
            var places = order.places(ofBlock: block)
            places.withUnsafeMutableBufferPointer { places in
                codes.withUnsafeBufferPointer { codes in
                    words.withView { view in
                        for place in order.blocks[block] where codes[place] > 0 {
                            let row = rows.map { Int($0[place]) } ?? place, part = Int(codes[place]) - 1
                            ordered.pointer.initializeElement(
                                at: Int(places[part]), to: Entry(digest: view.digest(row), row: row))
                            places[part] += 1
                        }
                    }
                }
            }
        }
        return ordered
    }

    private static func slotCount(_ rows: Int) -> Int {
        var count = 4
        while 2 * count < 3 * rows { count *= 2 }
        return count
    }

    private static func fill(
        _ slots: UnsafeMutableBufferPointer<Entry>, with entries: UnsafeBufferPointer<Entry>, _ keys: RowKeys, _ words: KeyWords
    ) -> [(first: Int32, row: Int32)] {
        slots.initialize(repeating: Entry(digest: 0, row: 0))
        let mask = slots.count - 1
        var repeats: [(first: Int32, row: Int32)] = []
        words.withView { view in
            for entry in entries {
                var slot = entry.slot & mask
                while !slots[slot].isFree {
                    let other = slots[slot]
                    if other.hasHash(of: entry), view.isEqual(entry.row, view, other.row),
                        keys.isExact || keys.isEqual(entry.row, keys, other.row)
                    {
                        repeats.append((Int32(truncatingIfNeeded: other.row), Int32(truncatingIfNeeded: entry.row)))
                        break
                    }
                    slot = (slot &+ 1) & mask
                }
                if slots[slot].isFree { slots[slot] = entry }
            }
        }
        return repeats
    }

    // MARK: Questions

    /// For each asking row the first row with its key, or -1.
    ///
    /// - Parameter included: per row of the table whether it is in the index; nil where all are.
    func rows(for asking: RowKeys, _ questions: KeyWords, included: [UInt8]?, workers: Workers) -> [Int32] {
        let order = KeyOrder(words, rowCount: keys.rowCount, included: included)
        let isFollowed = repeats.isEmpty && keys.isExact && asking.isExact
        return [Int32](unsafeUninitializedCapacity: asking.rowCount) { storage, initialized in
            let found = storage.baseAddress
            workers.forEachPart(of: asking.rowCount, size: 65_536) { part in
                var last: Int32 = -1
                for question in part {
                    var row: Int32 = -1
                    if isFollowed, last >= 0 { row = order.row(behind: last, for: question, questions) }
                    if row < 0 { row = self.row(for: question, of: asking, questions) }
                    last = row
                    (found! + question).initialize(to: row)
                }
            }
            initialized = asking.rowCount
        }
    }

    /// The first row with the key of one asking row, or -1.
    @inline(__always)
    func row(for question: Int, of asking: RowKeys, _ questions: KeyWords) -> Int32 {
        let isExact = keys.isExact && asking.isExact
        return words.withView { view in
            questions.withView { asked in
                Int32(truncatingIfNeeded: find(question, asked, view) { isExact || asking.isEqual(question, keys, $0) })
            }
        }
    }

    @inline(__always)
    private func find(
        _ question: Int, _ asked: KeyWords.View, _ view: KeyWords.View, isEqual: (_ row: Int) -> Bool
    ) -> Int {
        let digest = asked.digest(question)
        if digest == 0 { return -1 }
        if let sketch, !sketch.mayHold(digest) { return -1 }
        let part = Int(truncatingIfNeeded: digest &>> shift), start = starts[part]
        let wanted = Entry(digest: digest, row: 0), mask = starts[part + 1] &- start &- 1
        var slot = wanted.slot & mask
        while true {
            let entry = slots.pointer[start &+ slot]
            if entry.isFree { return -1 }
            if entry.hasHash(of: wanted), asked.isEqual(question, view, entry.row), isEqual(entry.row) { return entry.row }
            slot = (slot &+ 1) & mask
        }
    }
}
