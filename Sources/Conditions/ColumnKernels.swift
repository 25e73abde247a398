internal import Tables

/// Whether a column's value lies between two bounds, both included.
struct Within<Stored: FixedWidthInteger & SignedInteger & Sendable>: Sendable {
    private let values: Values<Stored>
    private let lowest: Stored
    private let highest: Stored

    /// - Parameter interval: nil for one that holds nothing.
    init(_ values: Values<Stored>, _ interval: ClosedRange<Int128>?) {
        self.values = values
        // The smallest stored value means "missing" and lies outside of every interval.
        let low = max(interval?.lowerBound ?? 1, Int128(Stored.min) + 1)
        let high = min(interval?.upperBound ?? 0, Int128(Stored.max))
        lowest = low <= high ? Stored(low) : 1
        highest = low <= high ? Stored(high) : 0
    }

    func evaluate(_ rows: Range<Int>, into truth: UnsafeMutablePointer<UInt8>) {
        let (lowest, highest) = (lowest, highest)
        values.read(rows) { values in
            for i in 0..<rows.count {
                let value = values[i]
                truth[i] = Truth.of(
                    (value >= lowest).bit & (value <= highest).bit, known: (value != .min).bit)
            }
        }
    }
}

/// What a text column's codes mean for a condition, looked up in a table with one entry per code.
struct TextLookup: Sendable {
    /// The column's qualified name.
    let column: String
    let values: Values<UInt16>
    /// Truth values by code; the one of code 0, a missing value, is unknown.
    let truths: [UInt8]

    init(_ column: String, _ values: Values<UInt16>, _ vocabulary: Vocabulary, among texts: TextSet) {
        self.column = column
        self.values = values
        truths = [Truth.unknown] + vocabulary.texts.map { texts.contains($0) ? Truth.yes : Truth.no }
    }

    func evaluate(_ rows: Range<Int>, into truth: UnsafeMutablePointer<UInt8>) {
        truths.withUnsafeBufferPointer { truths in
            values.read(rows) { codes in
                for i in 0..<rows.count { truth[i] = truths[Int(codes[i])] }
            }
        }
    }
}

/// Whether two text columns, each with a vocabulary of its own, have the same text.
struct SameText: Sendable {
    private let first: Values<UInt16>
    private let second: Values<UInt16>
    /// The first column's code for each code of the second; one that never occurs where it has none.
    private let translation: [UInt16]

    init(
        _ first: Values<UInt16>, _ vocabulary: Vocabulary, _ second: Values<UInt16>, _ otherVocabulary: Vocabulary
    ) {
        self.first = first
        self.second = second
        translation = [0] + otherVocabulary.texts.map { vocabulary.code(of: $0) ?? .max }
    }

    func evaluate(_ rows: Range<Int>, into truth: UnsafeMutablePointer<UInt8>) {
        translation.withUnsafeBufferPointer { translation in
            first.read(rows) { codes in
                second.read(rows) { others in
                    for i in 0..<rows.count {
                        let other = translation[Int(others[i])]
                        truth[i] = Truth.of((codes[i] == other).bit, known: (codes[i] != 0).bit & (other != 0).bit)
                    }
                }
            }
        }
    }
}
