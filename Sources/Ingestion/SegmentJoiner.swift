internal import Parallel
internal import Tables

/// Joins the segments of all files of a source into one column per field, freeing the segments' part as it goes.
struct SegmentJoiner {
    let contents: [FileContent]
    let rowCount: Int
    private let segments: [(file: Int, segment: Segment, start: Int)]

    init(_ contents: [FileContent]) {
        self.contents = contents
        var start = 0
        var placed: [(Int, Segment, Int)] = []
        for (file, content) in contents.enumerated() {
            for segment in content.segments {
                placed.append((file, segment, start))
                start += segment.rowCount
            }
        }
        segments = placed
        rowCount = start
    }

    /// Where a row of the joined table came from.
    func origin(of row: Int) -> (file: Int, batch: Int, variant: Int, position: Int) {
        var low = 0, high = segments.count
        while low + 1 < high {
            let middle = (low + high) / 2
            if segments[middle].start <= row { low = middle } else { high = middle }
        }
        let (file, segment, start) = segments[low]
        return (file, segment.batch, segment.variant, row - start)
    }

    /// The column of a field.
    ///
    /// - Parameter vocabulary: the shared vocabulary of a school field; nil: one is made of the texts met, sorted.
    func column(_ field: Int, rule: FieldRule, vocabulary: Vocabulary?, workers: Workers) -> Column? {
        switch rule.type {
        case .key: return .key(joined(field, workers) { if case .key(let values) = $0 { values } else { [] } })
        case .number: return .number(joined(field, workers) { if case .number(let values) = $0 { values } else { [] } })
        case .boolean: return .boolean(joined(field, workers) { if case .boolean(let values) = $0 { values } else { [] } })
        case .date: return .date(joined(field, workers) { if case .date(let values) = $0 { values } else { [] } })
        case .integer:
            if segments.contains(where: { if case .integer = $0.segment.columns[field] { true } else { false } }) {
                return .integer(joined(field, workers) { column in
                    switch column {
                    case .integer(let values): values
                    case .short(let values): values.map { $0 == .min ? Int32.min : Int32($0) }
                    default: []
                    }
                })
            }
            return .short(joined(field, workers) { if case .short(let values) = $0 { values } else { [] } })
        case .text: return textColumn(field, vocabulary: vocabulary, workers: workers)
        }
    }

    private func joined<Value: BitwiseCopyable & Sendable>(
        _ field: Int, _ workers: Workers, _ values: @Sendable (SegmentColumn) -> [Value]
    ) -> [Value] {
        [Value](unsafeUninitializedCapacity: rowCount) { storage, initialized in
            let target = storage.baseAddress
            workers.forEach(segments.count) { number in
                let (_, segment, start) = segments[number]
                values(segment.columns[field]).withUnsafeBufferPointer { source in
                    guard let from = source.baseAddress else { return }
                    (target! + start).initialize(from: from, count: source.count)
                }
                segment.columns[field] = .boolean([])
            }
            initialized = rowCount
        }
    }

    private func textColumn(_ field: Int, vocabulary: Vocabulary?, workers: Workers) -> Column? {
        if let vocabulary {
            let codes = joined(field, workers) { (column) -> [UInt16] in
                if case .text(let values) = column { values } else { [] }
            }
            return .text(codes, vocabulary)
        }
        // Sorted, so that codes do not depend on which thread met which text first.
        let texts = Set(contents.flatMap { $0.texts.flatMap { $0[field].map { Array($0.utf8) } } })
        precondition(texts.count <= Vocabulary.capacity, "a source with more texts is refused")
        let whole = Vocabulary(
            texts.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) })
        let translations = contents.map { content in
            content.texts.map { texts in [0] + texts[field].map { whole.code(of: $0)! } }
        }
        let codes = [UInt16](unsafeUninitializedCapacity: rowCount) { storage, initialized in
            let target = storage.baseAddress
            workers.forEach(segments.count) { number in
                let (file, segment, start) = segments[number]
                guard case .text(let values) = segment.columns[field] else { return }
                let content = contents[file]
                let variants = content.texts.count / max(1, content.threadCount)
                let translation = translations[file][segment.thread * variants + segment.variant]
                for (place, code) in values.enumerated() {
                    (target! + start + place).initialize(to: translation[Int(code)])
                }
                segment.columns[field] = .boolean([])
            }
            initialized = rowCount
        }
        return .text(codes, whole)
    }
}
