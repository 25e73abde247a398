package import Model

/// Where a number comes from: the number, how it was made in words, the rule behind it, and the numbers it was made of.
package struct Explanation: Sendable, Equatable {
    /// What it tells of; the `kind` of its JSON.
    package enum Kind: String, Sendable, CaseIterable {
        case score, domain, metric, rank, rounding
        /// Whether the school is among the lowest-performing ones.
        case lowest
        /// A metric's weight at the school, or all weights before anything is missing.
        case weight
        /// Where the weights of metrics without a result went.
        case redistribution
        /// How a metric's points are divided between all students and groups.
        case shares
        /// All students or a scored group, with its points.
        case component
        /// How a group was chosen among others, by the candidates and the one that was.
        case choice
        case candidate, chosen
        /// A group's result, with who was counted, who was not and why, and who met the rule.
        case result, counted, excluded, met
        /// A part of a result, such as a survey's construct.
        case part
        /// Growth step by step.
        case growth
        case level, bounds
        /// How far it is to the next level.
        case next
    }

    package let kind: Kind
    /// The key of the metric, group or part it is about; nil for all else.
    package let key: String?
    package let title: String
    /// A printed decimal; nil where there is none, which the sentence then gives the reason for.
    package let value: String?
    /// Printed right after the value: `%` or nothing.
    package let unit: String
    /// What the value could be at most, as a printed decimal.
    package let maximum: String?
    /// The value before it was rounded; nil where the printed one is exact.
    package let exact: Rational?
    package let sentence: String
    package let provenance: Provenance?
    package private(set) var children: [Explanation]

    /// - Parameter exact: the value before it was rounded; kept only where the printed one differs from it.
    package init(
        _ kind: Kind, key: String? = nil, _ title: String, value: String? = nil, unit: String = "", maximum: String? = nil,
        exact: Rational? = nil, _ sentence: String, _ provenance: Provenance? = nil, children: [Explanation] = []
    ) {
        self.kind = kind
        self.key = key
        self.title = title
        self.value = value
        self.unit = unit
        self.maximum = maximum
        self.exact = exact == nil || value.flatMap { Rational($0) } == exact ? nil : exact
        self.sentence = sentence
        self.provenance = provenance
        self.children = children
    }

    /// The same without what metrics are made of: a line or two for each.
    package var overview: Explanation {
        if kind == .metric { return with(children: []) }
        return with(children: children.map(\.overview))
    }

    /// The same for people: without numbers that the sentence above them tells, and with cut points only where they are first met.
    var forReading: Explanation {
        var told: Set<String> = []
        return pruned(&told)
    }

    private func pruned(_ told: inout Set<String>) -> Explanation {
        var kept: [Explanation] = []
        for child in children {
            if child.sentence.isEmpty && child.children.isEmpty { continue }
            if child.kind == .bounds && !told.insert(child.title + child.sentence).inserted { continue }
            kept.append(child.pruned(&told))
        }
        return with(children: kept)
    }

    /// The same with further nodes below it.
    package func adding(_ nodes: [Explanation]) -> Explanation { with(children: children + nodes) }

    private func with(children: [Explanation]) -> Explanation {
        var copy = self
        copy.children = children
        return copy
    }

    /// Value, unit, maximum and exact value: `4.17 of 10.00, exactly 25/6`; nil without a value.
    package var number: String? {
        value.map { $0 + unit + (maximum.map { " of \($0)" } ?? "") + (exact.map { ", exactly \($0.plain)" } ?? "") }
    }
}

/// An explanation with what it is about.
package struct ExplanationDocument: Sendable, Equatable {
    /// The index's title.
    package let title: String
    package let year: String
    package let school: School
    /// The metric and the group asked for; nil for the score, or for all that a metric is made of.
    package let metric: MetricWords?
    package let group: String?
    package let explanation: Explanation

    package init(title: String, year: String, school: School, metric: MetricWords?, group: String?, explanation: Explanation) {
        self.title = title
        self.year = year
        self.school = school
        self.metric = metric
        self.group = group
        self.explanation = explanation
    }
}
