import Testing

/// Where something stands in a golden file.
struct GoldenPlace: Sendable, Hashable {
    /// The path from the repository's root.
    let file: String
    let line: Int
}

/// One sentence about a rule, with the rows that try it and what must come out.
struct GoldenCase: Sendable, CustomTestStringConvertible {
    let sentence: String
    let place: GoldenPlace
    let schools: [GoldenSchool]
    let run: GoldenRunKey

    var testDescription: String { sentence }
}

/// What a run depends on: cases that agree in it share one run, each with schools of its own.
struct GoldenRunKey: Sendable, Hashable {
    let file: String
    let pipeline: String
    let settings: GoldenSettings
    /// The line of a case that has a run to itself, since ranks depend on every school of a run.
    let lineOfLoneCase: Int?
}

/// What golden cases replace in a pipeline.
struct GoldenSettings: Sendable, Hashable {
    var year: String
    /// Place in the pipeline file, such as `stages.disaggregate.with.minimum_n.value` → the text to stand there.
    var changes: [String: String]
    var cutPoints: CutPoints
    /// Whether growth is computed from scores, as the index says; otherwise it is given, so that a case can set it.
    var computesGrowth = false

    enum CutPoints: Sendable, Hashable {
        /// Those that ship beside the pipeline.
        case shipped
        /// Metric → school level (or `all`) → the bounds of levels 2, 3, …
        case declared([String: [String: [String]]])
    }
}

/// A school of a case: what its files say, and what is expected of it.
struct GoldenSchool: Sendable {
    /// Its name within the case.
    let name: String
    let level: String?
    let students: [GoldenStudent]
    /// Rows about the school itself, such as survey results.
    let rows: [GoldenRow]
    let expectations: [GoldenExpectation]
}

/// Students alike, `times` of them.
struct GoldenStudent: Sendable {
    let demographics: [String: String]
    let rows: [GoldenRow]
    let times: Int
}

/// The columns of a row that matter; all others have their neutral values.
struct GoldenRow: Sendable {
    let file: String
    let values: [String: String]
    /// The school of the case that it is about, where it is not the one it stands under.
    let school: String?
}

/// What is expected of a school, and where the file says so.
struct GoldenExpectation: Sendable {
    let place: GoldenPlace
    let content: Content

    enum Content: Sendable {
        case result(metric: String, group: String, ExpectedResult)
        /// The chosen group; nil where none may be chosen.
        case lowest(metric: String, group: String?)
        /// Every reason for exclusion with its number of records.
        case excluded(metric: String, [String: Int])
        /// `4.00 of 8.00`; of all components together where none is named.
        case points(metric: String, component: String?, String)
        /// The text of a column of the scores, and what it must be.
        case score(ScoreColumn, String)
    }

    enum ScoreColumn: String, Sendable, CaseIterable {
        case score, rank, reason
        case noScore = "no_score"
        case levelRank = "level_rank"
    }
}

/// What is expected of one result; nil where a case does not care.
struct ExpectedResult: Sendable, Equatable {
    var n: String?
    var met: String?
    var value: String?
    /// The code of the reason why there is no result.
    var reason: String?
    /// `none` for a result without a level.
    var level: String?
    /// Whether the results must not have a row for it at all.
    var isAbsent = false
}
