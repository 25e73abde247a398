package import Model

/// What a pipeline file says and a school report repeats: the index, its rules with their sources, and how to read levels.
package struct ReportWords: Sendable {
    /// The title of the index.
    package let title: String
    /// In printed order; metrics outside every domain are reported after them.
    package let domains: [Domain]
    /// School level → metric → weight in the report's year, before anything is missing.
    package let weights: [String: [String: Rational]]
    package let metrics: [String: Metric]
    /// School level → title, for declared levels and for the words that spanning schools carry.
    package let levelTitles: [String: String]
    package let scoredGroups: ScoredGroups
    package let bands: [LevelBand]
    package let rules: [Rule]
    /// The number of students from which a group's result counts.
    package let minimumN: Int
    /// Which schools are the lowest-performing ones; nil where the index does not say so.
    package let lowest: String?

    package init(
        title: String, domains: [Domain], weights: [String: [String: Rational]], metrics: [String: Metric],
        levelTitles: [String: String], scoredGroups: ScoredGroups, bands: [LevelBand] = LevelBand.dashboard,
        rules: [Rule], minimumN: Int, lowest: String? = nil
    ) {
        self.title = title
        self.domains = domains
        self.weights = weights
        self.metrics = metrics
        self.levelTitles = levelTitles
        self.scoredGroups = scoredGroups
        self.bands = bands
        self.rules = rules
        self.minimumN = minimumN
        self.lowest = lowest
    }
}

extension ReportWords {
    /// The band that a level belongs to; nil for a level outside of all.
    func band(ofLevel level: Int) -> LevelBand? { bands.first { $0.levels.contains(level) } }

    /// A part of the index with a fixed weight.
    package struct Domain: Sendable {
        package let key: String
        package let title: String
        package let weight: Rational
        /// Keys, in printed order.
        package let metrics: [String]

        package init(key: String, title: String, weight: Rational, metrics: [String]) {
            self.key = key
            self.title = title
            self.weight = weight
            self.metrics = metrics
        }
    }

    /// What a report says of a metric beside its results.
    package struct Metric: Sendable {
        package let provenance: Provenance
        /// Printed right after a value: `%` for shares, otherwise empty.
        package let unit: String

        package init(provenance: Provenance, unit: String) {
            self.provenance = provenance
            self.unit = unit
        }
    }

    /// Whose results earn points.
    package struct ScoredGroups: Sendable {
        /// The group of all students.
        package let everyone: String
        /// Groups and chosen groups, in printed order.
        package let groups: [String]
        /// Metrics whose points are not divided among groups.
        package let allStudentsOnly: Set<String>

        package init(everyone: String, groups: [String], allStudentsOnly: Set<String>) {
            self.everyone = everyone
            self.groups = groups
            self.allStudentsOnly = allStudentsOnly
        }
    }

    /// One part of a rule, or the whole where `part` is empty, with its basis.
    package struct Rule: Sendable {
        package let subject: String
        package let part: String
        package let basis: Basis
        package let sentence: String
        package let source: String

        package init(subject: String, part: String, basis: Basis, sentence: String, source: String) {
            self.subject = subject
            self.part = part
            self.basis = basis
            self.sentence = sentence
            self.source = source
        }

        /// A declaration's rule, part by part.
        package static func parts(of subject: String, _ provenance: Provenance) -> [Rule] {
            provenance.basis.map { part, basis in
                Rule(subject: subject, part: part, basis: basis, sentence: provenance.rule, source: provenance.source)
            }
        }
    }
}

/// A range of levels with the word for it.
package struct LevelBand: Sendable, Equatable {
    /// How a band is drawn, so that it is told by colour, shape and word.
    package enum Tone: String, Sendable, CaseIterable {
        case above, average, below
    }

    package let levels: ClosedRange<Int>
    package let title: String
    package let tone: Tone

    package init(levels: ClosedRange<Int>, title: String, tone: Tone) {
        self.levels = levels
        self.title = title
        self.tone = tone
    }

    /// The legend of the CORE dashboard for levels 1 to 10.
    package static let dashboard = [
        LevelBand(levels: 8...10, title: "above average", tone: .above),
        LevelBand(levels: 4...7, title: "average", tone: .average),
        LevelBand(levels: 1...3, title: "below average", tone: .below),
    ]
}
