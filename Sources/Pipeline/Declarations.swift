package import Aggregation
package import Banding
package import Conditions
package import Disaggregation
package import Ingestion
package import Model
package import Sensitivity

/// A pipeline file, read and checked.
package struct Pipeline: Sendable {
    package let title: String
    package let year: String?
    package let levels: [SchoolLevel]
    package let levelsProvenance: Provenance
    package let sources: [SourceRule]
    package let quality: QualityRule
    package let uncertainty: UncertaintyDeclaration
    package let groups: [GroupDeclaration]
    package let metrics: [MetricDeclaration]
    package let indices: [IndexDeclaration]
    /// In an order in which every stage comes after those whose tables it reads.
    package let stages: [StageDeclaration]
    /// Names of the tables to publish.
    package let published: [String]
    /// What is worth knowing about the file, and keeps nothing from running.
    package let remarks: [PipelineProblem]

    package func source(_ name: String) -> SourceRule? { sources.first { $0.name == name } }
    package func metric(_ key: String) -> MetricDeclaration? { metrics.first { $0.key == key } }
    package func index(_ key: String) -> IndexDeclaration? { indices.first { $0.key == key } }

    /// The source that lists the schools.
    package var schoolsSource: SourceRule { sources.first { $0.kind == "schools" }! }

    /// The groups counted by a condition, in declared order: the places of the measures' groups.
    package var countedGroups: [GroupDeclaration] {
        groups.filter { if case .condition = $0.rule { true } else { false } }
    }
}

/// How uncertain scores are told to be; without provenance where the file says nothing.
package struct UncertaintyDeclaration: Sendable {
    package let rule: UncertaintyRule
    package let provenance: Provenance?

    package static let standard = UncertaintyDeclaration(rule: .standard, provenance: nil)
}

/// A condition's text with where it stands.
package struct ConditionText: Sendable, Equatable {
    package let text: String
    package let place: Place
}

/// A student group.
package struct GroupDeclaration: Sendable {
    /// The key of the group of all students.
    package static let everyone = "all"

    package enum Rule: Sendable {
        /// Students for whom a condition holds; by source, since each source has its own columns.
        case condition(ConditionText, bySource: [String: Condition])
        /// The lowest-performing of other groups.
        case lowest(of: [String], ties: [ChoiceRule.Tie])
    }

    package let key: String
    package let title: String
    package let provenance: Provenance
    package var rule: Rule
    package let place: Place

    package func condition(over source: String) -> Condition? {
        if case .condition(_, let bySource) = rule { bySource[source] } else { nil }
    }
}

/// A test of a metric's denominator.
package struct TestDeclaration: Sendable {
    package let condition: Condition
    package let otherwise: String
}

/// Parts of a result by the value of a field.
package struct PartsDeclaration: Sendable {
    package let field: String
    package let missing: PartRule.Missing
    package let people: PartRule.People
    package let weights: [(value: String, weight: Rational)]
}

/// A metric.
package struct MetricDeclaration: Sendable {
    package enum Rule: Sendable {
        /// The share of records that meet a condition.
        case records(met: Condition, unit: String?)
        /// The mean or median of a field of the records counted.
        case statistic(Statistic, field: String)
        /// A value that comes with the data, and its standard error where they tell it.
        case value(group: String, n: String, value: String, standardError: String?)
        /// Counts of responses that come with the data.
        case counts(group: String, n: String, responses: String, met: String)
        /// The best of other metrics.
        case best(of: [String])
        /// Another metric's rank among the schools of a level, from 0 to 100.
        case rank(of: String)

        /// The metrics that it is made of.
        package var parts: [String] {
            switch self {
            case .best(let others): others
            case .rank(let other): [other]
            default: []
            }
        }
    }

    package let key: String
    package let title: String
    package let provenance: Provenance
    /// Empty for a metric made of others.
    package let source: String
    package let about: Condition?
    package let counted: [TestDeclaration]
    package let rule: Rule
    package let parts: PartsDeclaration?
    package let better: Better
    package let decimals: Int
    package let groups: [String]?
    package let schoolLevels: [String]?
    package let range: ClosedRange<Rational>?
    package let place: Place

    package var words: MetricWords {
        MetricWords(key: key, title: title, better: better, decimals: decimals, schoolLevels: schoolLevels)
    }
}

/// The weights that hold from a year on.
package struct DatedWeights: Sendable {
    package let from: String
    /// School level → metric → weight.
    package let levels: [String: [String: Rational]]
    package let place: Place
    /// School level → metric → where its weight stands.
    let levelPlaces: [String: [String: Place]]
}

/// An index, with weights that can change from year to year.
package struct IndexDeclaration: Sendable {
    package let key: String
    package let title: String
    package let domains: [IndexRule.Domain]
    package let domainProvenance: [Provenance]
    /// In the order of years; each holds until the next.
    package let weights: [DatedWeights]
    package let weightsProvenance: Provenance
    package let shares: ShareRule
    package let sharesProvenance: Provenance
    package let redistribution: IndexRule.Redistribution
    package let redistributionProvenance: Provenance
    package let spanProvenance: Provenance?
    package let decimals: Int
    package let roundingProvenance: Provenance
    package let lowest: LowestRule?
    package let lowestProvenance: Provenance?
    package let place: Place

    /// The index as it stands in a year; nil before its first weights.
    package func rule(year: String) -> IndexRule? {
        guard let weights = weights.last(where: { $0.from <= year })?.levels else { return nil }
        return IndexRule(
            key: key, title: title, domains: domains, weights: weights, shares: shares, redistribution: redistribution,
            decimals: decimals, lowest: lowest)
    }
}

/// One stage of the pipeline: what it is, which tables it reads and makes, and its parameters.
package struct StageDeclaration: Sendable {
    package enum Parameters: Sendable {
        case population(year: String?, about: Condition?, grade: String)
        case growthPercentiles(PercentileDeclaration)
        case valueAdded(ValueAddedDeclaration)
        case disaggregate(year: String?, metrics: [String], minimumN: Int, provenance: Provenance)
        case calibrate(CalibrationRule)
        case band(BandingRule, provenance: Provenance)
        case aggregate(index: String)
        case report
        case growthReport([ComparisonDeclaration])
    }

    package let kind: StageKind
    /// The name shown in plans: its kind, or its kind with its first table where several are of one kind.
    package let name: String
    /// Port → table.
    package let reads: [String: String]
    package let makes: [String: String]
    package let parameters: Parameters
    package let place: Place
    /// Port → where its table is named; the stage's place where it is not.
    let tablePlaces: [String: Place]

    func place(of port: String) -> Place { tablePlaces[port] ?? place }

    /// The same stage with other parameters.
    package func with(_ parameters: Parameters) -> StageDeclaration {
        StageDeclaration(kind: kind, name: name, reads: reads, makes: makes, parameters: parameters, place: place, tablePlaces: tablePlaces)
    }

    /// The scores that a stage of growth looks at; nil for any other stage.
    package var growthScores: GrowthDeclaration? {
        switch parameters {
        case .growthPercentiles(let growth): growth.scores
        case .valueAdded(let growth): growth.scores
        default: nil
        }
    }
}

extension [StageDeclaration] {
    /// The stage that makes a table; nil where none does, as for a source's table or a port that reads nothing.
    package func maker(of table: String?) -> StageDeclaration? {
        table.flatMap { table in first { $0.makes.values.contains(table) } }
    }
}

extension [MetricDeclaration] {
    /// The metrics asked for and those that they are made of, in declared order.
    package func withParts(of keys: [String]) -> [MetricDeclaration] {
        var wanted = Set(keys), new = wanted
        while !new.isEmpty {
            new = Set(filter { new.contains($0.key) }.flatMap(\.rule.parts)).subtracting(wanted)
            wanted.formUnion(new)
        }
        return filter { wanted.contains($0.key) }
    }
}
