package import Conditions
package import Model

/// A metric whose results come with the data: per row a group's number of students and its value, or its counts.
package struct GivenMetric: Sendable {
    /// What a row holds.
    package enum Content: Sendable {
        /// The result itself, and its standard error where the data tell it; nil entries are missing.
        case values([Rational?], standardErrors: [Double?]? = nil)
        /// Responses and those of them that are positive; the result is their percentage.
        case counts(responses: [Int?], met: [Int?])
    }

    package let metric: Int
    /// Codes of schools, 1 … schools; 0 for a row of another year.
    package let schools: [UInt16]
    /// The row's group in the measures; nil for a group the pipeline does not know.
    package let groups: [Int?]
    package let about: Predicate?
    package let counted: [CountedTest]
    package let n: [Int?]
    package let content: Content
    package let parts: PartRule?

    package init(
        metric: Int, schools: [UInt16], groups: [Int?], about: Predicate?, counted: [CountedTest], n: [Int?],
        content: Content, parts: PartRule?
    ) {
        self.metric = metric
        self.schools = schools
        self.groups = groups
        self.about = about
        self.counted = counted
        self.n = n
        self.content = content
        self.parts = parts
    }
}

/// What is known of one part of a school's result for one group.
struct GivenPart: Sendable {
    var n = 0
    var responses = 0
    var met = 0
    /// Rows that claim a value, and the last one's.
    var valueCount = 0
    var value = Rational.zero
    var standardError: Double?

    /// The part's result; nil where it has none, or where two rows claim it.
    func result(hasValues: Bool) -> Rational? {
        if hasValues { return valueCount == 1 ? value : nil }
        return responses > 0 ? Rational(Int128(100 * met), over: Int128(responses)) : nil
    }
}

/// The rows of a given metric, gathered by school, group and part, with the ledger's counts for the group of all students.
struct GivenTally: Sendable {
    /// `[(school * groupCount + group) * partCount + part]`.
    var parts: [GivenPart]
    /// Per school: students in rows that count, and by disposition.
    var dispositions: [[Int]]

    init(_ metric: GivenMetric, schoolCount: Int, groupCount: Int, everyone: Int?) {
        let partCount = metric.parts?.weights.count ?? 1
        parts = [GivenPart](repeating: GivenPart(), count: schoolCount * groupCount * partCount)
        dispositions = [[Int]](repeating: [Int](repeating: 0, count: 16), count: schoolCount)
        let outcomes = Self.dispositions(of: metric)
        for row in metric.schools.indices where metric.schools[row] != 0 {
            let school = Int(metric.schools[row]) - 1, part = Int(metric.parts?.partOfRow[row] ?? 0)
            guard let group = metric.groups[row], part < partCount else { continue }
            let outcome = metric.n[row] == nil && outcomes[row] == Disposition.met ? Disposition.metUnknown : outcomes[row]
            if group == everyone { dispositions[school][Int(outcome)] += metric.n[row] ?? 0 }
            if outcome != Disposition.met { continue }
            add(row, of: metric, to: (school * groupCount + group) * partCount + part)
        }
    }

    private mutating func add(_ row: Int, of metric: GivenMetric, to place: Int) {
        parts[place].n = max(parts[place].n, metric.n[row] ?? 0)
        switch metric.content {
        case .values(let values, let standardErrors):
            guard let value = values[row] else { return }
            parts[place].valueCount += 1
            parts[place].value = value
            parts[place].standardError = standardErrors?[row]
        case .counts(let responses, let met):
            guard let answered = responses[row], let positive = met[row] else { return }
            parts[place].responses += answered
            parts[place].met += positive
        }
    }

    private static func dispositions(of metric: GivenMetric) -> [UInt8] {
        let kernel = DispositionKernel()
        let rowCount = metric.schools.count
        return [UInt8](unsafeUninitializedCapacity: rowCount) { result, initialized in
            for start in stride(from: 0, to: rowCount, by: DispositionKernel.chunk) {
                let rows = start..<min(start + DispositionKernel.chunk, rowCount)
                kernel.dispositions(
                    about: metric.about, counted: metric.counted, met: nil, rows: rows, into: result.baseAddress! + start)
            }
            initialized = rowCount
        }
    }
}
