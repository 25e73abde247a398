import Tables

/// Numbers that look random and are the same in every run (SplitMix64).
///
/// Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// Random columns of every type, each also behind a join, with missing values.
struct SampleColumns {
    static let texts = ["A", "B", "C", "7", "8", "9", "10"]

    private(set) var views: [String: ColumnView] = [:]
    let rowCount: Int

    /// - Parameter isHuge: whether numbers take their types' whole range; otherwise they stay within ±100.
    init(rowCount: Int, isHuge: Bool, random: inout SeededNumbers) {
        self.rowCount = rowCount
        let joined = rowCount / 2
        let rows = (0..<rowCount).map { _ in Int32.random(in: -1..<Int32(joined), using: &random) }
        for name in ["first", "second"] {
            for type in ["short", "whole", "decimal", "text", "key", "flag", "day"] {
                views["\(name)_\(type)"] = ColumnView(
                    Self.column(type, rowCount, isHuge: isHuge, random: &random))
                views["other.\(name)_\(type)"] = ColumnView(
                    Self.column(type, joined, isHuge: isHuge, random: &random), rows: rows)
            }
        }
    }

    var declarations: [String: ColumnDeclaration] { views.mapValues { ColumnDeclaration($0.column.type) } }

    private static func column(_ type: String, _ count: Int, isHuge: Bool, random: inout SeededNumbers) -> Column {
        func values<Value>(missing: Value, _ value: (inout SeededNumbers) -> Value) -> [Value] {
            (0..<count).map { _ in Int.random(in: 0..<8, using: &random) == 0 ? missing : value(&random) }
        }
        func whole<Stored: FixedWidthInteger & SignedInteger & Sendable>(_: Stored.Type, _ near: Stored, step: Stored) -> [Stored] {
            values(missing: .min) {
                switch Int.random(in: 0..<4, using: &$0) {
                case 0: Stored.random(in: -2...2, using: &$0) * step
                case 1 where isHuge: [Stored.max, Stored.min + 1].randomElement(using: &$0)!
                default: Stored.random(in: isHuge ? (.min + 1)...(.max) : -near...near, using: &$0)
                }
            }
        }
        switch type {
        case "short": return .short(whole(Int16.self, 100, step: 1))
        case "whole": return .integer(whole(Int32.self, 100, step: 1))
        case "decimal": return .number(whole(Int64.self, 100_000_000_000, step: 500_000_000))
        case "day": return .date(whole(Int32.self, 100, step: 1))
        case "flag": return .boolean(values(missing: 1) { Bool.random(using: &$0) ? 0 : 2 })
        case "key": return .key(values(missing: 0) { UInt64.random(in: 1...3, using: &$0) })
        default:
            // Each column lacks two texts and numbers the others its own way.
            let vocabulary = Vocabulary(texts.shuffled(using: &random).dropLast(2))
            return .text(values(missing: 0) { UInt16.random(in: 1...5, using: &$0) }, vocabulary)
        }
    }

    func cell(_ name: String, row: Int) -> Cell {
        let view = views[name]!
        let place = view.rows.map { Int($0[row]) } ?? row
        if place < 0 { return .missing }
        switch view.column {
        case .key(let values): return values[place] == 0 ? .missing : .key(values[place])
        case .text(let codes, let vocabulary):
            return vocabulary.text(of: codes[place]).map { .text($0) } ?? .missing
        case .short(let values): return Self.number(Int(values[place]), values[place] == .min)
        case .integer(let values), .date(let values): return Self.number(Int(values[place]), values[place] == .min)
        case .number(let values):
            let value = BigRatio(BigWhole(Int(values[place])), over: BigWhole(1_000_000_000))
            return values[place] == .min ? .missing : .number(value)
        case .boolean(let values): return .truth(Int(values[place]) - 1)
        }
    }

    private static func number(_ value: Int, _ isMissing: Bool) -> Cell {
        isMissing ? .missing : .number(BigRatio(BigWhole(value)))
    }
}
