package import Model
package import Parallel
internal import Tables

/// One part of a school's result for a group as it was counted: a survey's construct, or the whole of a metric without parts.
package struct PartResult: Sendable, Equatable {
    /// Responses and those of them that meet the rule; 0 where the part's value comes with the data.
    package let responses: Int
    package let met: Int
    package let value: Rational?

    package init(responses: Int, met: Int, value: Rational?) {
        self.responses = responses
        self.met = met
        self.value = value
    }
}

extension GivenMetric {
    /// The parts of a school's result for a group, in the order of their weights.
    ///
    /// - Complexity: O(rows).
    package func parts(school: Int, group: Int, schoolCount: Int, groupCount: Int) -> [PartResult] {
        let tally = GivenTally(self, schoolCount: schoolCount, groupCount: groupCount, everyone: nil)
        let partCount = parts?.weights.count ?? 1, first = (school * groupCount + group) * partCount
        let hasValues = if case .values = content { true } else { false }
        return tally.parts[first..<first + partCount].map {
            PartResult(responses: $0.responses, met: $0.met, value: $0.result(hasValues: hasValues))
        }
    }
}

extension Records {
    /// The parts of a school's result for a group on one of the metrics, in the order of their weights.
    ///
    /// - Complexity: O(rows).
    package func parts(of metric: RecordMetric, school: Int, group: Int, schoolCount: Int, workers: Workers) -> [PartResult] {
        let order = RowOrder(codes: schools, codeCount: schoolCount, workers: workers)
        let tally = Tally(records: self, order: order, workers: workers).countUnits(metric)[school]
        return (0..<tally.partCount).map { part in
            let n = tally.n[part * tally.groupCount + group], met = tally.met[part * tally.groupCount + group]
            return PartResult(responses: n, met: met, value: n == 0 ? nil : Rational(Int128(100 * met), over: Int128(n)))
        }
    }
}
