package import Model
package import Parallel
internal import Tables

/// Makes measures and ledger from the rows of one source after the other.
///
/// A group's result counts where at least `minimumN` of its students are in the metric's denominator. The ledger balances
/// the records that a source has for a school against the counts by reason.
///
/// - Complexity: O(records · metrics / 8 + schools · metrics · groups), in parallel over rows and schools.
package struct MeasuresBuilder {
    private let input: DisaggregationScope
    private let workers: Workers
    private var cells: [Cell]
    private var entries: [[Ledger.Entry]]

    package init(_ scope: DisaggregationScope, workers: Workers) {
        input = scope
        self.workers = workers
        cells = [Cell](repeating: .none, count: scope.schools.count * scope.metrics.count * scope.groups.count)
        entries = [[Ledger.Entry]](repeating: [], count: scope.metrics.count)
    }

    private func place(school: Int, metric: Int, group: Int) -> Int {
        (school * input.metrics.count + metric) * input.groups.count + group
    }

    private func applies(_ metric: Int, to school: Int) -> Bool {
        guard let levels = input.metrics[metric].schoolLevels else { return true }
        let level = input.schools[school].level
        return levels.contains(level) || !input.schoolLevels.contains(level)
    }

    private func isComputed(_ metric: Int, for group: Int) -> Bool {
        input.metrics[metric].groups?.contains(group) ?? true
    }

    /// Fills a metric's cells at every school it applies to, for every group it is computed for.
    private mutating func fill(_ metric: Int, _ measure: (_ school: Int, _ group: Int) -> Measure) {
        for school in input.schools.indices where applies(metric, to: school) {
            for group in input.groups.indices where isComputed(metric, for: group) {
                cells[place(school: school, metric: metric, group: group)] = Cell(measure(school, group))
            }
        }
    }

    // MARK: Records

    /// Counts the metrics of one source's records, eight at a time.
    package mutating func add(_ records: Records) {
        let order = RowOrder(codes: records.schools, codeCount: input.schools.count, workers: workers)
        let tally = Tally(records: records, order: order, workers: workers)
        let simple = records.metrics.filter { $0.unit == nil && $0.parts == nil }
        for start in stride(from: 0, to: simple.count, by: Tally.batchSize) {
            let batch = Array(simple[start..<min(start + Tally.batchSize, simple.count)])
            add(tally.count(batch), of: batch, order: order)
        }
        for metric in records.metrics where metric.unit != nil || metric.parts != nil {
            add(tally.countUnits(metric), of: metric, order: order)
        }
    }

    private mutating func add(_ tallies: [[MetricTally]], of batch: [RecordMetric], order: RowOrder) {
        let input = self.input
        for (position, metric) in batch.enumerated() {
            fill(metric.metric) { school, group in
                let n = Int(tallies[school][position].n[group]), met = Int(tallies[school][position].met[group])
                return input.measure(n: n, met: met, value: Rational(Int128(100 * met), over: Int128(n)))
            }
            for school in input.schools.indices {
                enter(metric.metric, tests: metric.counted, school: school,
                    counts: tallies[school][position].dispositions.map(Int.init),
                    rows: order.starts[school + 1] - order.starts[school])
            }
        }
    }

    private mutating func add(_ tallies: [UnitTally], of metric: RecordMetric, order: RowOrder) {
        let input = self.input
        fill(metric.metric) { school, group in
            let tally = tallies[school]
            let values = (0..<tally.partCount).map { part -> Rational? in
                let n = tally.n[part * tally.groupCount + group], met = tally.met[part * tally.groupCount + group]
                return n == 0 ? nil : Rational(Int128(100 * met), over: Int128(n))
            }
            return input.measure(n: tally.students[group], met: nil, value: Self.whole(of: values, rule: metric.parts))
        }
        for school in input.schools.indices {
            enter(metric.metric, tests: metric.counted, school: school,
                counts: tallies[school].dispositions.map(Int.init),
                rows: order.starts[school + 1] - order.starts[school])
        }
    }

    // MARK: Given results

    package mutating func add(_ metric: GivenMetric) {
        let input = self.input
        let groupCount = input.groups.count, partCount = metric.parts?.weights.count ?? 1
        let tally = GivenTally(metric, schoolCount: input.schools.count, groupCount: groupCount, everyone: input.everyone)
        let hasValues = if case .values = metric.content { true } else { false }
        fill(metric.metric) { school, group in
            let first = (school * groupCount + group) * partCount
            let parts = tally.parts[first..<first + partCount]
            let n = metric.parts?.people == .different ? parts.reduce(0) { $0 + $1.n } : parts.map(\.n).max() ?? 0
            let values = parts.map { $0.result(hasValues: hasValues) }
            return input.measure(n: n, met: nil, value: Self.whole(of: values, rule: metric.parts))
        }
        for school in input.schools.indices {
            let counts = tally.dispositions[school]
            enter(metric.metric, tests: metric.counted, school: school, counts: counts, rows: counts.reduce(0, +))
        }
    }

    /// The weighted mean of the parts' results; nil where one is missing that must not be, or none is there.
    private static func whole(of values: [Rational?], rule: PartRule?) -> Rational? {
        guard let rule else { return values[0] }
        let present = values.indices.filter { values[$0] != nil }
        if present.isEmpty || rule.missing == .absent && present.count < values.count { return nil }
        let total = present.reduce(Rational.zero) { $0 + rule.weights[$1] }
        if total == .zero { return nil }
        return present.reduce(Rational.zero) { $0 + rule.weights[$1] * values[$1]! } / total
    }

    /// Takes the best of metrics that were added before.
    package mutating func add(_ metric: BestMetric) {
        let better = input.metrics[metric.metric].words.better
        let before = self
        fill(metric.metric) { school, group in
            let candidates = metric.of.compactMap { before.cells[before.place(school: school, metric: $0, group: group)].measure }
            let best = candidates.filter { $0.value != nil }.reduce(nil as Measure?) { best, next in
                guard let best else { return next }
                return better.isWorse(best.value!, than: next.value!) ? next : best
            }
            return best ?? candidates.first ?? Measure(n: 0, met: nil, outcome: .absent(.notAvailable))
        }
    }

    // MARK: The ledger

    private mutating func enter(_ metric: Int, tests: [CountedTest], school: Int, counts: [Int], rows: Int) {
        let about = rows - counts[Int(Disposition.outside)]
        if about == 0 { return }
        var excluded: [Ledger.Exclusion] = []
        for (place, test) in tests.enumerated() {
            excluded.append(.init(reason: test.otherwise, records: counts[Int(Disposition.failed(place))]))
            excluded.append(.init(reason: "not known: \(test.otherwise)", records: counts[Int(Disposition.unknown(place))]))
        }
        excluded.append(.init(reason: "not known whether met", records: counts[Int(Disposition.metUnknown)]))
        entries[metric].append(
            Ledger.Entry(
                school: school, metric: input.metrics[metric].words.key, enrolled: about,
                counted: counts[Int(Disposition.met)] + counts[Int(Disposition.notMet)],
                excluded: excluded.filter { $0.records > 0 }))
    }

    // MARK: Together

    package func finished() -> (measures: Measures, ledger: Ledger) {
        let choices = input.chosen.map { rule in
            input.schools.indices.flatMap { school in
                input.metrics.indices.map { metric -> Int16 in
                    let lowest = rule.lowest(better: input.metrics[metric].words.better) { group in
                        cells[place(school: school, metric: metric, group: group)].measure
                    }
                    return lowest.map { Int16($0) } ?? -1
                }
            }
        }
        let measures = Measures(
            year: input.year, schools: input.schools, metrics: input.metrics.map(\.words), groups: input.groups,
            chosenGroups: input.chosen.map(\.words), cells: cells, choices: choices)
        let bySchool = input.schools.indices.map { _ in [Ledger.Entry]() }
        let sorted = entries.joined().reduce(into: bySchool) { $0[$1.school].append($1) }
        return (measures, Ledger(year: input.year, schools: input.schools, entries: sorted.flatMap { $0 }))
    }
}

extension DisaggregationScope {
    /// A result that counts where enough students are in its denominator.
    fileprivate func measure(n: Int, met: Int?, value: @autoclosure () -> Rational?) -> Measure {
        if n == 0 { return Measure(n: 0, met: nil, outcome: .absent(.notAvailable)) }
        if n < minimumN { return Measure(n: n, met: nil, outcome: .absent(.belowMinimum)) }
        guard let value = value() else { return Measure(n: n, met: nil, outcome: .absent(.notAvailable)) }
        return Measure(n: n, met: met, outcome: .value(value))
    }
}
