internal import Model

/// Everything a school's report says, in printed form and in printed order; JSON and HTML are two ways of writing it.
struct SchoolContent: Sendable {
    let title: String
    let year: String
    let school: School
    let levelTitle: String
    /// For a school that spans levels, the title of the one it is compared within.
    let homeLevelTitle: String?
    /// nil where the pipeline computes no index.
    let score: ScoreContent?
    /// nil where the pipeline counts no population, or no student of the school is known.
    let population: [PopulationContent]?
    /// The domains of the index, then the metrics that belong to none.
    let sections: [SectionContent]
    /// How the score comes about; nil where nobody says so.
    let explanation: Explanation?
}

struct ScoreContent: Sendable {
    /// nil where there is no score; `reason` then says why.
    let points: PointsContent?
    let reason: String?
    let rank: Rank?
    let levelRank: Rank?
    /// Whether the school is among the lowest-performing ones; nil without a score, or where the index does not name them.
    let isLowest: Bool?
}

/// Points as printed decimals.
struct PointsContent: Sendable, Equatable {
    let earned: String
    let maximum: String
}

struct PopulationContent: Sendable {
    let group: GroupWords
    let n: Int
    /// Percent of all students; nil for a school without any.
    let percent: String?
}

/// A domain of the index, or the metrics outside of it.
struct SectionContent: Sendable {
    /// nil for the metrics outside the index.
    let domain: ReportWords.Domain?
    let title: String
    /// The sum of the metrics' printed points; nil where none earned any.
    let points: PointsContent?
    let metrics: [MetricContent]
    /// Titles of metrics that do not apply to the school.
    let notApplicable: [String]
}

struct MetricContent: Sendable {
    let words: MetricWords
    let unit: String
    let provenance: Provenance?
    /// All students' result.
    let result: ResultContent
    let standing: Standing
    /// The sum of the components' printed points; nil where the metric earned none.
    let points: PointsContent?
    /// All students first; empty where the metric earned no points.
    let components: [ComponentContent]
    let groups: [GroupContent]

    /// What a metric is to the school's score.
    enum Standing: Sendable, Equatable {
        case counted
        /// Has no weight in the year.
        case notCounted
        /// Has a weight but no result, so that the weight, a printed decimal, moved to other metrics.
        case moved(weight: String)
        /// Has a weight, but the school has no score.
        case noScore
        /// Belongs to no domain, or the pipeline computes no index.
        case outside
    }
}

/// One result in printed form: a value, or why there is none.
struct ResultContent: Sendable, Equatable {
    /// Students in the denominator; nil below the minimum n or where there is no result.
    let n: Int?
    /// A decimal rounded to the metric's decimals.
    let value: String?
    let absence: Absence?
    /// Of 1 to the number of levels.
    let level: Int?
}

/// All students or a scored group, with the points it earned on a metric.
struct ComponentContent: Sendable {
    let component: GroupWords
    /// The group whose result it is, where the component is a choice among groups.
    let chosen: GroupWords?
    /// Whether the component is a choice for which no group qualifies.
    let isUnchosen: Bool
    let result: ResultContent
    /// nil where it earned none.
    let points: PointsContent?
}

struct GroupContent: Sendable {
    let group: GroupWords
    let result: ResultContent
}
