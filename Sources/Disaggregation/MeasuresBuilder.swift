package import Model
package import Parallel
internal import Tables

/// Makes measures and ledger from the rows of one source after the other.
///
/// First all rows are counted, whatever the minimum number of students; then a group's result counts where at least `minimumN`
/// of its students are in the metric's denominator, and what is made of others' results is made. The ledger balances the
/// records that a source has for a school against the counts by reason.
///
/// - Complexity: O(records · metrics / 8 + schools · metrics · groups), in parallel over rows and schools.
package struct MeasuresBuilder {
    private let input: DisaggregationScope
    private let workers: Workers
    private var cells: [Cell]
    private var entries: [[Ledger.Entry]]
    private var standardErrors: [Int: [Double]] = [:]
    private var correlations: [OutcomeCorrelations.Block] = []
    private var isSettled = false

    package init(_ scope: DisaggregationScope, workers: Workers) {
        input = scope
        self.workers = workers
        cells = [Cell](repeating: .none, count: scope.schools.count * scope.metrics.count * scope.groups.count)
        entries = [[Ledger.Entry]](repeating: [], count: scope.metrics.count)
    }

    /// - Parameter counts: what was counted before, for a scope of the same schools, metrics and groups.
    package init(_ scope: DisaggregationScope, counts: Counts, workers: Workers) {
        precondition(
            counts.cells.count == scope.schools.count * scope.metrics.count * scope.groups.count && counts.entries.count == scope.metrics.count,
            "the counts are of this scope")
        input = scope
        self.workers = workers
        cells = counts.cells
        entries = counts.entries
        standardErrors = counts.standardErrors.byMetric
        correlations = counts.correlations.blocks
    }

    /// What was counted so far.
    package var counts: Counts {
        Counts(cells: cells, entries: entries, standardErrors: StandardErrors(standardErrors),
            correlations: OutcomeCorrelations(correlations))
    }

    private func place(school: Int, metric: Int, group: Int) -> Int {
        (school * input.metrics.count + metric) * input.groups.count + group
    }

    /// A school that spans levels is asked in any case.
    private func applies(_ metric: Int, to school: Int) -> Bool {
        guard let levels = input.metrics[metric].words.schoolLevels else { return true }
        let level = input.schools[school].level
        return levels.contains(level) || !input.schoolLevels.contains(level)
    }

    private func isComputed(_ metric: Int, for group: Int) -> Bool {
        input.metrics[metric].groups?.contains(group) ?? true
    }

    /// Fills a metric's cells at every school it applies to, for every group it is computed for.
    private mutating func fill(_ metric: Int, _ measure: (_ school: Int, _ group: Int) -> Measure) {
        let groups = input.groups.indices.filter { isComputed(metric, for: $0) }
        let schools = input.schools.indices.filter { applies(metric, to: $0) }
        let row = input.metrics.count * input.groups.count, first = metric * input.groups.count
        let workers = self.workers
        cells.withUnsafeMutableBufferPointer { cells in
            let cells = cells
            workers.forEachPart(of: schools.count, size: 32) { part in
                for school in schools[part] {
                    for group in groups { cells[school * row + first + group] = Cell(measure(school, group)) }
                }
            }
        }
    }

    // MARK: The minimum

    /// Leaves no result of fewer students than the minimum; what is made of others' results comes after.
    package mutating func applyMinimum() {
        if isSettled { return }
        isSettled = true
        let minimum = input.minimumN, workers = self.workers
        cells.withUnsafeMutableBufferPointer { cells in
            let cells = cells
            workers.forEachPart(of: cells.count, size: 65_536) { part in
                for place in part { cells[place] = cells[place].counting(from: minimum) }
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
            let (tallies, products) = tally.count(batch)
            add(tallies, of: batch, order: order)
            correlations.append(OutcomeCorrelations.Block(metrics: batch.map(\.metric), products: products))
        }
        for metric in records.metrics where metric.unit != nil || metric.parts != nil {
            add(tally.countUnits(metric), of: metric, order: order)
        }
        for metric in records.valueMetrics { add(tally.countValues(metric), of: metric, order: order) }
    }

    private mutating func add(_ tallies: [[MetricTally]], of batch: [RecordMetric], order: RowOrder) {
        for (position, metric) in batch.enumerated() {
            fill(metric.metric) { school, group in
                let n = Int(tallies[school][position].n[group]), met = Int(tallies[school][position].met[group])
                return Measure(counted: n, met: met, value: Rational(Int128(100 * met), over: Int128(n)))
            }
            enter(
                metric.metric, tests: metric.counted, counts: { tallies[$0][position].dispositions.map(Int.init) },
                rows: { order.rowCount(of: $0) })
        }
    }

    private mutating func add(_ tallies: [UnitTally], of metric: RecordMetric, order: RowOrder) {
        fill(metric.metric) { school, group in
            let tally = tallies[school]
            let values = (0..<tally.partCount).map { part -> Rational? in
                let n = tally.n[part * tally.groupCount + group], met = tally.met[part * tally.groupCount + group]
                return n == 0 ? nil : Rational(Int128(100 * met), over: Int128(n))
            }
            return Measure(counted: tally.students[group], met: nil, value: Self.whole(of: values, rule: metric.parts))
        }
        enter(
            metric.metric, tests: metric.counted, counts: { tallies[$0].dispositions.map(Int.init) },
            rows: { order.rowCount(of: $0) })
    }

    private mutating func add(_ tallies: [ValueTally], of metric: ValueMetric, order: RowOrder) {
        fill(metric.metric) { school, group in
            Measure(counted: tallies[school].n[group], met: nil, value: tallies[school].results[group])
        }
        enter(
            metric.metric, tests: metric.counted, unknown: "value not known",
            counts: { tallies[$0].dispositions.map(Int.init) }, rows: { order.rowCount(of: $0) })
    }

    // MARK: Given results

    package mutating func add(_ metrics: [GivenMetric]) {
        let input = self.input
        let tallies = workers.map(metrics.count) { number in
            GivenTally(
                metrics[number], schoolCount: input.schools.count, groupCount: input.groups.count, everyone: input.everyone)
        }
        for (metric, tally) in zip(metrics, tallies) { add(metric, tally) }
    }

    private mutating func add(_ metric: GivenMetric, _ tally: GivenTally) {
        let groupCount = input.groups.count, partCount = metric.parts?.weights.count ?? 1
        let hasValues = if case .values = metric.content { true } else { false }
        if case .values(_, .some) = metric.content {
            standardErrors[metric.metric] = stride(from: 0, to: tally.parts.count, by: partCount).map { first in
                Self.standardError(of: tally.parts[first..<first + partCount], rule: metric.parts)
            }
        }
        fill(metric.metric) { school, group in
            let first = (school * groupCount + group) * partCount
            let parts = tally.parts[first..<first + partCount]
            let n = metric.parts?.people == .different ? parts.reduce(0) { $0 + $1.n } : parts.reduce(0) { max($0, $1.n) }
            return Measure(
                counted: n, met: nil, value: Self.whole(of: parts.map { $0.result(hasValues: hasValues) }, rule: metric.parts))
        }
        enter(
            metric.metric, tests: metric.counted, counts: { tally.dispositions[$0] },
            rows: { tally.dispositions[$0].reduce(0, +) })
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

    /// The standard error of the weighted mean of parts that err apart from each other; NaN where one of them is not known.
    private static func standardError(of parts: ArraySlice<GivenPart>, rule: PartRule?) -> Double {
        let present = parts.enumerated().filter { $1.result(hasValues: true) != nil }
        let weights = present.map { rule?.weights[$0.offset].approximation ?? 1 }, total = weights.reduce(0, +)
        let squares = zip(weights, present).reduce(0.0) { sum, part in
            let weighted = part.0 * (part.1.element.standardError ?? .nan)
            return sum + weighted * weighted
        }
        return total > 0 ? squares.squareRoot() / total : .nan
    }

    /// Takes the best of metrics that were added before.
    package mutating func add(_ metric: BestMetric) {
        applyMinimum()
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

    /// Ranks the results of a metric that was added before: the share of the schools of the same level, with a result for the
    /// same group, whose result is worse, those with an equal one counted half; 50 is the middle.
    ///
    /// Source: I. D. J. Bross, How to Use Ridit Analysis (Biometrics 14, 1958), p. 19.
    package mutating func add(_ metric: RankMetric) {
        applyMinimum()
        let better = input.metrics[metric.of].words.better
        let before = self
        func measure(_ school: Int, _ group: Int) -> Measure? {
            if metric.isRanked?[school] == false { return nil }
            return before.cells[before.place(school: school, metric: metric.of, group: group)].measure
        }
        let levels = Dictionary(grouping: input.schools.indices) { input.schools[$0].level }
        let tasks = levels.values.flatMap { schools in input.groups.indices.map { (schools: schools, group: $0) } }
        var ranks = [Rational?](repeating: nil, count: input.schools.count * input.groups.count)
        for (schools, group) in tasks {
            let ranked = schools.compactMap { school in measure(school, group)?.value.map { (school: school, value: $0) } }
                .sorted { better.isWorse($0.value, than: $1.value) }
            var first = 0
            while first < ranked.count {
                let end = ranked[first...].firstIndex { $0.value != ranked[first].value } ?? ranked.count
                for place in first..<end {
                    ranks[ranked[place].school * input.groups.count + group] = Rational(
                        Int128(50 * (first + end)), over: Int128(ranked.count))
                }
                first = end
            }
        }
        let groupCount = input.groups.count
        fill(metric.metric) { school, group in
            guard let base = measure(school, group) else { return Measure(n: 0, met: nil, outcome: .absent(.notAvailable)) }
            return Measure(n: base.n, met: nil, outcome: ranks[school * groupCount + group].map { .value($0) } ?? base.outcome)
        }
    }

    // MARK: The ledger

    /// Enters a metric for every school that has records of it.
    ///
    /// - Parameters:
    ///   - countsOf: a school's records by disposition.
    ///   - rows: how many records the metric's source has for the school.
    ///   - unknown: what it is called when the student's own result is not known.
    private mutating func enter(
        _ metric: Int, tests: [CountedTest], unknown: String = "not known whether met",
        counts countsOf: @Sendable (_ school: Int) -> [Int], rows: @Sendable (_ school: Int) -> Int
    ) {
        let key = input.metrics[metric].words.key, reasons = Self.reasons(tests, unknown: unknown)
        entries[metric] += workers.map(input.schools.count) { school -> Ledger.Entry? in
            let counts = countsOf(school), about = rows(school) - counts[Int(Disposition.outside)]
            if about == 0 { return nil }
            let excluded = reasons.compactMap { disposition, reason in
                let records = counts[Int(disposition)]
                return records == 0 ? nil : Ledger.Exclusion(reason: reason, records: records)
            }
            return Ledger.Entry(
                school: school, metric: key, enrolled: about,
                counted: counts[Int(Disposition.met)] + counts[Int(Disposition.notMet)], excluded: excluded)
        }.compactMap { $0 }
    }

    /// What each disposition that excludes a record is called, in the order of the tests.
    private static func reasons(_ tests: [CountedTest], unknown: String) -> [(disposition: UInt8, reason: String)] {
        tests.enumerated().flatMap { place, test in
            [(Disposition.failed(place), test.otherwise), (Disposition.unknown(place), "not known: \(test.otherwise)")]
        } + [(Disposition.metUnknown, unknown)]
    }

    // MARK: Together

    package mutating func finished() -> (measures: Measures, ledger: Ledger) {
        applyMinimum()
        let choices = input.chosen.map { chosenGroups(by: $0) }
        let measures = Measures(
            year: input.year, schools: input.schools, metrics: input.metrics.map(\.words), groups: input.groups,
            chosenGroups: input.chosen.map(\.words), cells: cells, choices: choices,
            standardErrors: StandardErrors(standardErrors), correlations: OutcomeCorrelations(correlations))
        let bySchool = input.schools.indices.map { _ in [Ledger.Entry]() }
        let sorted = entries.joined().reduce(into: bySchool) { $0[$1.school].append($1) }
        return (measures, Ledger(year: input.year, schools: input.schools, entries: sorted.flatMap { $0 }))
    }

    /// The group that a rule chooses, by school and metric; -1 for none.
    private func chosenGroups(by rule: ChoiceRule) -> [Int16] {
        let metrics = input.metrics.map(\.words.better)
        return workers.map(input.schools.count) { school in
            metrics.enumerated().map { metric, better -> Int16 in
                let lowest = rule.lowest(better: better) { group in
                    cells[place(school: school, metric: metric, group: group)].measure
                }
                return lowest.map { Int16($0) } ?? -1
            }
        }.flatMap { $0 }
    }
}

extension Measure {
    /// The result of so many students, whatever the minimum.
    fileprivate init(counted n: Int, met: Int?, value: @autoclosure () -> Rational?) {
        guard n > 0, let value = value() else {
            self.init(n: n, met: nil, outcome: .absent(.notAvailable))
            return
        }
        self.init(n: n, met: met, outcome: .value(value))
    }
}
