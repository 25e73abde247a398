internal import Tables

/// The values of one field in a batch, as its thread parsed them.
enum SegmentColumn: Sendable {
    case key([UInt64])
    /// Codes of the thread's own texts (`FieldParser.texts`), or of the shared vocabulary where there is one.
    case text([UInt16])
    case short([Int16])
    case integer([Int32])
    case number([Int64])
    case boolean([UInt8])
    case date([Int32])
}

/// Parses one field of one file for one thread.
final class FieldParser {
    let rule: FieldRule
    private let keys: StudentKeys
    /// Taken out while a column is parsed, so that the loop over its rows works on a value of its own.
    private var coder: FieldCoder?
    /// The thread's texts by code - 1, for text fields without a shared vocabulary.
    private let vocabulary: Box

    private final class Box {
        var vocabulary = Vocabulary()
    }

    var texts: [String] { vocabulary.vocabulary.texts }

    init(rule: FieldRule, keys: StudentKeys, schools: SchoolCodes) {
        self.rule = rule
        self.keys = keys
        let box = Box()
        vocabulary = box
        coder = FieldCoder { text in Self.resolve(text, rule: rule, schools: schools, box: box) }
    }

    /// A fault of one row: the row's position in `rows`.
    typealias Report = (_ position: Int, _ fault: ValueFault) -> Void

    /// The values of a field that is the same text in every row.
    func parseConstant(count: Int, report: Report) -> SegmentColumn {
        guard case .constant(let text) = rule.origin else { preconditionFailure("only a constant needs no column") }
        let bytes = Array(text.utf8)
        return (bytes + [UInt8](repeating: 0, count: Block.margin)).withUnsafeBytes { padded in
            parse(count: count, report: report) { _ in UnsafeRawBufferPointer(rebasing: padded[..<bytes.count]) }
        }
    }

    /// The field's values at the batch's rows.
    ///
    /// - Parameter column: the field's place among the batch's columns.
    func parse(_ batch: borrowing RecordBatch, column: Int, rows: [Int32], report: Report) -> SegmentColumn {
        let fields = batch.fields(ofColumn: column)
        return rows.withUnsafeBufferPointer { rows in
            parse(count: rows.count, report: report) { fields[Int(rows[$0])] }
        }
    }

    @inline(__always)
    private func parse(
        count: Int, report: Report, bytes: (_ position: Int) -> UnsafeRawBufferPointer
    ) -> SegmentColumn {
        switch rule.type {
        case .key:
            return .key(values(count, bytes) { bytes, position in
                meaning(of: bytes) { bytes in
                    if bytes.isEmpty && rule.isRequired { report(position, .missing) }
                    return keys.key(of: bytes)
                }
            })
        case .text:
            return .text(coded(count, bytes, missing: 0, report: report) { $0 })
        case .boolean:
            return .boolean(coded(count, bytes, missing: Truth.unknown, report: report) { UInt8($0) })
        case .integer where fitsShort:
            return .short(hasMeanings
                ? coded(count, bytes, missing: Int16.min, report: report) { Int16(bitPattern: $0) }
                : wholes(count, bytes, missing: Int16.min, report: report))
        case .integer:
            return .integer(wholes(count, bytes, missing: Int32.min, report: report))
        case .number:
            return .number(values(count, bytes) { bytes, position in
                meaning(of: bytes) { number($0, position, report) }
            })
        case .date:
            return .date(values(count, bytes) { bytes, position in
                meaning(of: bytes) { bytes in
                    if bytes.isEmpty { return absent(Int32.min, position, report) }
                    guard let day = ValueParsing.date(bytes) else {
                        report(position, .notDate)
                        return .min
                    }
                    return day
                }
            })
        }
    }

    /// Whether some texts of the field mean something else than they say.
    private var hasMeanings: Bool { !rule.recode.isEmpty || !rule.missing.isEmpty }

    /// Works on what a text means: on nothing for one that means "missing", on another one where it is recoded.
    @inline(__always)
    private func meaning<Value>(of bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        if !hasMeanings { return body(bytes) }
        let text = String(decoding: bytes, as: UTF8.self)
        if rule.missing.contains(text) { return body(UnsafeRawBufferPointer(rebasing: bytes[..<0])) }
        guard let recoded = rule.recode[text] else { return body(bytes) }
        let count = recoded.utf8.count
        return (Array(recoded.utf8) + [UInt8](repeating: 0, count: Block.margin)).withUnsafeBytes { padded in
            body(UnsafeRawBufferPointer(rebasing: padded[..<count]))
        }
    }

    /// Whether every allowed value of an integer field fits 16 bits beside the missing one.
    private var fitsShort: Bool {
        guard let minimum = rule.minimum, let maximum = rule.maximum else { return false }
        return minimum > Int64(Int16.min) && maximum <= Int64(Int16.max)
    }

    // MARK: Ways to parse

    @inline(__always)
    private func values<Value>(
        _ count: Int, _ bytes: (_ position: Int) -> UnsafeRawBufferPointer,
        _ value: (_ bytes: UnsafeRawBufferPointer, _ position: Int) -> Value
    ) -> [Value] {
        [Value](unsafeUninitializedCapacity: count) { storage, initialized in
            for position in 0..<count {
                (storage.baseAddress! + position).initialize(to: value(bytes(position), position))
            }
            initialized = count
        }
    }

    @inline(__always)
    private func coded<Value>(
        _ count: Int, _ bytes: (_ position: Int) -> UnsafeRawBufferPointer, missing: Value, report: Report,
        _ value: (UInt16) -> Value
    ) -> [Value] {
        guard var coder = self.coder else { preconditionFailure("a thread parses one column at a time") }
        self.coder = nil
        defer { self.coder = coder }
        return values(count, bytes) { bytes, position in
            let code = coder.code(of: bytes)
            if code >= 0 { return value(UInt16(truncatingIfNeeded: code)) }
            if code == FieldCoder.missing { return absent(missing, position, report) }
            report(position, coder.fault(code))
            return missing
        }
    }

    @inline(__always)
    private func wholes<Value: FixedWidthInteger>(
        _ count: Int, _ bytes: (_ position: Int) -> UnsafeRawBufferPointer, missing: Value, report: Report
    ) -> [Value] {
        let minimum = rule.minimum ?? Int64(Value.min) + 1, maximum = rule.maximum ?? Int64(Value.max)
        return values(count, bytes) { bytes, position in
            meaning(of: bytes) { bytes in
                if bytes.isEmpty { return absent(missing, position, report) }
                guard let whole = ValueParsing.whole(bytes) else {
                    report(position, .notWhole)
                    return missing
                }
                if whole < minimum || whole > maximum {
                    report(position, whole < minimum ? .below(minimum) : .above(maximum))
                    return missing
                }
                return Value(truncatingIfNeeded: whole)
            }
        }
    }

    private func number(_ bytes: UnsafeRawBufferPointer, _ position: Int, _ report: Report) -> Int64 {
        if bytes.isEmpty { return absent(Int64.min, position, report) }
        switch ValueParsing.number(bytes) {
        case .billionths(let value):
            if let minimum = rule.minimum, value < minimum * Column.numberScale { report(position, .below(minimum)) }
            if let maximum = rule.maximum, value > maximum * Column.numberScale { report(position, .above(maximum)) }
            return value
        case .fault(let fault):
            report(position, fault)
            return .min
        }
    }

    @inline(__always)
    private func absent<Value>(_ missing: Value, _ position: Int, _ report: Report) -> Value {
        if rule.isRequired { report(position, .missing) }
        return missing
    }

    // MARK: What a text means

    private static func resolve(_ original: String, rule: FieldRule, schools: SchoolCodes, box: Box) -> Resolution {
        if original.isEmpty || rule.missing.contains(original) { return .missing }
        let text = rule.recode[original] ?? original
        if text.isEmpty { return .missing }
        switch rule.type {
        case .boolean:
            if rule.truthTexts.yes.contains(text) { return .value(UInt16(Truth.yes)) }
            if rule.truthTexts.no.contains(text) { return .value(UInt16(Truth.no)) }
            return .fault(.notTruth(yes: rule.truthTexts.yes[0], no: rule.truthTexts.no[0]))
        case .integer:
            guard let whole = Array(text.utf8).withUnsafeBytes(ValueParsing.whole) else { return .fault(.notWhole) }
            guard let minimum = rule.minimum, let maximum = rule.maximum else { preconditionFailure("a short field has a range") }
            if whole < minimum { return .fault(.below(minimum)) }
            if whole > maximum { return .fault(.above(maximum)) }
            return .value(UInt16(bitPattern: Int16(whole)))
        default:
            if let allowed = rule.allowed, !allowed.contains(text) { return .fault(.notAllowed(allowed)) }
            if rule.role == .school { return schools.resolution(of: text) }
            // A file with more texts than a vocabulary holds is refused as a whole.
            return box.vocabulary.insert(text).map { .value($0) } ?? .missing
        }
    }
}
