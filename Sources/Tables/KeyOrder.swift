/// A table's rows in their order, for questions that come in much the same order, as files of one system mostly do.
struct KeyOrder: Sendable {
    private let words: KeyWords
    private let rowCount: Int
    private let included: [UInt8]?

    /// How far behind the last row found the next one is looked for.
    private static let reach = 4

    /// - Parameter included: only rows with `Truth.yes` can be found; nil for all.
    init(_ words: KeyWords, rowCount: Int, included: [UInt8]?) {
        self.words = words
        self.rowCount = rowCount
        self.included = included
    }

    /// The row with a question's key, if it is at or shortly behind the last one found; else -1.
    @inline(__always)
    func row(behind last: Int32, for question: Int, _ questions: KeyWords) -> Int32 {
        words.withView { view in
            questions.withView { asked in
                if !asked.isWhole(question) { return -1 }
                let end = min(rowCount, Int(last) &+ Self.reach &+ 1)
                var row = Int(last)
                while row < end {
                    if asked.isEqual(question, view, row), isIncluded(row) { return Int32(truncatingIfNeeded: row) }
                    row &+= 1
                }
                return -1
            }
        }
    }

    @inline(__always)
    private func isIncluded(_ row: Int) -> Bool {
        guard let included else { return true }
        return included[row] == Truth.yes
    }
}
