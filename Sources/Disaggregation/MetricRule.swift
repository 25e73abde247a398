package import Conditions
package import Model
package import Tables

/// A test that a record must pass to count, with the reason that the ledger gives where it does not.
package struct CountedTest: Sendable {
    package let when: Predicate
    package let otherwise: String

    package init(when: Predicate, otherwise: String) {
        self.when = when
        self.otherwise = otherwise
    }
}

/// How a result is put together from parts, such as survey constructs or respondent groups.
package struct PartRule: Sendable {
    /// What happens where a part has no result.
    package enum Missing: String, Sendable, CaseIterable {
        /// The whole result is absent.
        case absent
        /// The other parts' weights stand for the whole.
        case reweighted
    }

    /// How many students the whole counts.
    package enum People: String, Sendable, CaseIterable {
        /// Every part asks the same students: the largest part's number.
        case same
        /// Every part asks different people: the sum.
        case different
    }

    package let weights: [Rational]
    package let missing: Missing
    package let people: People
    /// Which part each row belongs to, 0…; 255 for none of them.
    package let partOfRow: [UInt8]

    package init(weights: [Rational], missing: Missing, people: People, partOfRow: [UInt8]) {
        self.weights = weights
        self.missing = missing
        self.people = people
        self.partOfRow = partOfRow
    }
}

/// A metric over records of students: the share of those counted who meet a condition.
package struct RecordMetric: Sendable {
    /// The metric's place in the measures.
    package let metric: Int
    /// The records the metric is about; nil for all.
    package let about: Predicate?
    package let counted: [CountedTest]
    package let met: Predicate
    /// Whom a record belongs to where one student can have several records (survey responses); nil: each record is one student.
    package let unit: Column?
    package let parts: PartRule?

    package init(
        metric: Int, about: Predicate?, counted: [CountedTest], met: Predicate, unit: Column?, parts: PartRule?
    ) {
        precondition(counted.count <= Disposition.testLimit, "a metric has at most \(Disposition.testLimit) tests")
        self.metric = metric
        self.about = about
        self.counted = counted
        self.met = met
        self.unit = unit
        self.parts = parts
    }
}

/// What is said of the values of a metric's records.
package enum Statistic: String, Sendable, CaseIterable {
    case mean
    /// The middle value; of an even number the mean of the middle two.
    case median
}

/// A metric over records of students: a statistic of a value that those counted have.
package struct ValueMetric: Sendable {
    /// The metric's place in the measures.
    package let metric: Int
    /// The records the metric is about; nil for all.
    package let about: Predicate?
    package let counted: [CountedTest]
    package let statistic: Statistic
    /// A column of whole or decimal numbers.
    package let values: Column

    package init(metric: Int, about: Predicate?, counted: [CountedTest], statistic: Statistic, values: Column) {
        precondition(counted.count <= Disposition.testLimit, "a metric has at most \(Disposition.testLimit) tests")
        self.metric = metric
        self.about = about
        self.counted = counted
        self.statistic = statistic
        self.values = values
    }
}

/// The records of one source with the groups that their students belong to.
package struct Records: Sendable {
    package let rowCount: Int
    /// Codes of schools, 1 … schools; 0 for a record of another year.
    package let schools: [UInt16]
    /// One condition per group, in the order of the measures' groups.
    package let groups: [Predicate]
    package let metrics: [RecordMetric]
    package let valueMetrics: [ValueMetric]

    package init(
        rowCount: Int, schools: [UInt16], groups: [Predicate], metrics: [RecordMetric], valueMetrics: [ValueMetric] = []
    ) {
        precondition(groups.count <= 32, "at most 32 groups are counted")
        self.rowCount = rowCount
        self.schools = schools
        self.groups = groups
        self.metrics = metrics
        self.valueMetrics = valueMetrics
    }
}

/// What became of a record for a metric, in four bits.
enum Disposition {
    /// The metric is not about the record.
    static let outside: UInt8 = 0
    static let testLimit = 5
    /// Counted nowhere, because it is not known whether the student meets the rule, or what the student's value is.
    static let metUnknown: UInt8 = 13
    static let notMet: UInt8 = 14
    static let met: UInt8 = 15

    /// Test `test` (from 0) failed.
    static func failed(_ test: Int) -> UInt8 { UInt8(1 + test) }

    /// It is not known whether test `test` (from 0) is passed.
    static func unknown(_ test: Int) -> UInt8 { UInt8(1 + testLimit + test) }
}
