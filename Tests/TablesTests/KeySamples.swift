import Tables
import TestSupport

/// A table of key columns whose values come from small or large ranges, with missing ones among them, and the same values
/// as texts.
struct KeySample {
    let columns: [Column]
    let rowCount: Int
    /// By row the key's parts as texts; nil where a part is missing.
    let keys: [[String]?]

    /// What a key column of a sample holds: its type and how many different values.
    struct Kind: Sendable {
        let type: String
        let values: Int

        static func key(_ values: Int) -> Kind { Kind(type: "key", values: values) }
        static func text(_ values: Int) -> Kind { Kind(type: "text", values: values) }
        static func short(_ values: Int) -> Kind { Kind(type: "short", values: values) }
        static func whole(_ values: Int) -> Kind { Kind(type: "whole", values: values) }
    }

    /// - Parameter isMixed: whether whole numbers are stored in the other width than their kind says.
    init(_ kinds: [Kind], rowCount: Int, missing: Int = 12, isMixed: Bool = false, random: inout SeededNumbers) {
        self.rowCount = rowCount
        var columns: [Column] = []
        var keys = [[String]?](repeating: [], count: rowCount)
        for kind in kinds {
            let numbers = (0..<rowCount).map { _ in random.happens(1, in: missing) ? nil : random.whole(0...kind.values - 1) }
            for row in 0..<rowCount {
                keys[row] = keys[row].flatMap { parts in numbers[row].map { parts + [String($0)] } }
            }
            columns.append(Self.column(kind, numbers, isMixed: isMixed, random: &random))
        }
        self.columns = columns
        self.keys = keys
    }

    private static func column(_ kind: Kind, _ numbers: [Int?], isMixed: Bool, random: inout SeededNumbers) -> Column {
        switch kind.type {
        case "key":
            // Distances such as those of packed identifiers, so that the low bits of many keys are equal.
            return .key(numbers.map { $0.map { (UInt64($0) + 1) << 5 | 10 } ?? 0 })
        case "text":
            // Each table numbers the texts its own way.
            let order = Array(0..<kind.values).shuffled(using: &random)
            let vocabulary = Vocabulary(order.map { String($0) })
            return .text(numbers.map { $0.map { vocabulary.code(of: String($0))! } ?? 0 }, vocabulary)
        case let type where (type == "short") != isMixed:
            return .short(numbers.map { $0.map { Int16($0 - kind.values / 2) } ?? .min })
        default:
            return .integer(numbers.map { $0.map { Int32($0 - kind.values / 2) } ?? .min })
        }
    }

    /// For each key the first row that has it, and every later row with that first row.
    func firstRows(included: [UInt8]?) -> (first: [[String]: Int], repeats: [[Int]]) {
        var first: [[String]: Int] = [:]
        var repeats: [[Int]] = []
        for row in 0..<rowCount where included.map({ $0[row] == Truth.yes }) ?? true {
            guard let key = keys[row] else { continue }
            if let earlier = first[key] { repeats.append([earlier, row]) } else { first[key] = row }
        }
        return (first, repeats)
    }
}
