/// What becomes of a student's record on a metric.
enum Fate: Equatable {
    /// The metric is not about the record.
    case outside
    /// The record does not count, and why.
    case excluded(String)
    case counted(meets: Bool)

    static let unknownWhetherMet = Fate.excluded("not known whether met")

    static func unknown(_ reason: String) -> Fate { .excluded("not known: \(reason)") }
}

/// A school's result on a metric for a group.
struct GroupResult: Equatable {
    /// Students in the denominator.
    let n: Int
    /// Students who meet the rule, where the result is a share of students.
    let met: Int?
    let value: Fraction?
    /// Why there is no value: `u` below the minimum number of students, `x` not available.
    let reason: String

    /// A result that counts from 20 students (index-rules.md, section 3).
    init(n: Int, met: Int? = nil, value: Fraction?) {
        self.n = n
        if n > 0 && n < 20 {
            (self.met, self.value, reason) = (nil, nil, "u")
        } else if n == 0 || value == nil {
            (self.met, self.value, reason) = (nil, nil, "x")
        } else {
            (self.met, self.value, reason) = (met, value, "")
        }
    }

    /// The share of the counted who meet the rule, in percent.
    init(of fates: [Fate]) {
        let met = fates.count { $0 == .counted(meets: true) }
        let n = met + fates.count { $0 == .counted(meets: false) }
        self.init(n: n, met: met, value: n == 0 ? nil : Fraction(Int128(100 * met), Int128(n)))
    }
}
