package import Model
internal import Parallel
internal import Tables

/// The statistic of one metric at one school.
struct ValueTally: Sendable {
    /// Students counted, and the statistic of their values, per group.
    var n: [Int]
    var results: [Rational?]
    /// Records by disposition, whatever their group.
    var dispositions: [Int32]
}

extension Tally {
    private struct Value: BitwiseCopyable, Sendable {
        let units: Int64
        let mask: UInt32
        let disposition: UInt8
    }

    /// The tally of one metric over values, per school. A record without a value is not counted.
    ///
    /// - Complexity: O(records · groups), for a median times the logarithm of a school's records.
    func countValues(_ metric: ValueMetric) -> [ValueTally] {
        let (units, scale) = Self.units(of: metric.values)
        let values = bySchool(about: metric.about, counted: metric.counted, met: nil) { row, mask, disposition in
            let isMissing = disposition == Disposition.met && units[row] == .min
            return Value(units: units[row], mask: mask, disposition: isMissing ? Disposition.metUnknown : disposition)
        }
        let groupCount = records.groups.count
        return workers.map(order.starts.count - 1) { school in
            var tally = ValueTally(
                n: [Int](repeating: 0, count: groupCount), results: [Rational?](repeating: nil, count: groupCount),
                dispositions: [Int32](repeating: 0, count: 16))
            var byGroup = [[Int64]](repeating: [], count: groupCount)
            for place in order.starts[school]..<order.starts[school + 1] {
                let value = values.pointer[place]
                tally.dispositions[Int(value.disposition)] += 1
                if value.disposition != Disposition.met { continue }
                for group in 0..<groupCount where value.mask >> UInt32(group) & 1 == 1 { byGroup[group].append(value.units) }
            }
            for group in 0..<groupCount where !byGroup[group].isEmpty {
                tally.n[group] = byGroup[group].count
                tally.results[group] = metric.statistic.of(byGroup[group], scale: scale)
            }
            return tally
        }
    }

    /// A number column's values in the unit in which they are whole, `Int64.min` where there is none, and that unit's share of 1.
    private static func units(of column: Column) -> (values: [Int64], scale: Int64) {
        switch column {
        case .short(let values): (values.map { $0 == .min ? .min : Int64($0) }, 1)
        case .integer(let values): (values.map { $0 == .min ? .min : Int64($0) }, 1)
        case .number(let values): (values, Column.numberScale)
        default: preconditionFailure("only numbers have a mean and a median")
        }
    }
}

extension Statistic {
    /// The statistic of some values.
    ///
    /// - Parameters:
    ///   - values: at least one, in units of which `scale` make 1.
    package func of(_ values: [Int64], scale: Int64 = 1) -> Rational {
        switch self {
        case .mean:
            return Rational(values.reduce(Int128(0)) { $0 + Int128($1) }, over: Int128(values.count) * Int128(scale))
        case .median:
            let sorted = values.sorted(), middle = sorted.count / 2
            let lower = sorted.count % 2 == 0 ? sorted[middle - 1] : sorted[middle]
            return Rational(Int128(lower) + Int128(sorted[middle]), over: 2 * Int128(scale))
        }
    }
}
