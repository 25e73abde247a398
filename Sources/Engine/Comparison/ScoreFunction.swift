internal import Aggregation
internal import Banding
internal import Model
internal import Pipeline

/// A combination's results and scores.
struct Scored: Sendable {
    let results: Results
    /// Nil where one of the two pipelines has no index.
    let scores: Scores?
    /// School → its place, for those that the year lists.
    let places: [String: Int]

    func score(of school: String) -> Rational? { places[school].flatMap { scores?.scores[$0].score } }

    func parts(of school: String) -> [PointsPart] { places[school].flatMap { scores?.scores[$0].parts } ?? [] }
}

/// Scores as a function of five causes, each taken from one of two runs.
///
/// score(roster, data, rules, cut points, weights) = aggregate(band(measure(roster, data, rules), cut points), rules with weights)
struct ScoreFunction {
    let first: ComparedRun
    let second: ComparedRun
    /// The causes in which the runs differ, in declared order; the others are never changed.
    let causes: [ScoreCause]
    /// By those of the causes that decide what is measured.
    private var measured: [ScoreCauses: Measured]
    private var scored: [ScoreCauses: Scored] = [:]

    private static let measuring = ScoreCauses([.roster, .data, .rules])

    init(_ first: ComparedRun, _ second: ComparedRun, causes: [ScoreCause]) {
        self.first = first
        self.second = second
        self.causes = causes
        measured = [[]: first.measured]
        measured[ScoreCauses(causes).intersection(Self.measuring)] = second.measured
    }

    /// Computes combinations, and reads files only for those that neither run made itself.
    ///
    /// - Parameter files: both runs' files.
    mutating func compute(_ combinations: [ScoreCauses], reading files: DatasetPairs) throws(RunFailure) {
        for secondsRules in [false, true] {
            let missing = Set(combinations.map { $0.intersection(Self.measuring) }).subtracting(measured.keys)
                .filter { $0.has(.rules) == secondsRules }.sorted { $0.rawValue < $1.rawValue }
            if missing.isEmpty { continue }
            let pair = try files.pair(secondsRules: secondsRules)
            for combination in missing {
                let secondsData = combination.has(.data)
                // Where the rolls agree they go with the data.
                let secondsRoster = causes.contains(.roster) ? combination.has(.roster) : secondsData
                measured[combination] = try pair.measured(secondsRoster: secondsRoster, secondsData: secondsData)
            }
        }
        for combination in combinations { scored[combination] = score(combination) }
    }

    /// A combination that was computed.
    subscript(_ combination: ScoreCauses) -> Scored { scored[combination]! }

    private func score(_ combination: ScoreCauses) -> Scored {
        func run(_ cause: ScoreCause) -> ComparedRun { combination.has(cause) ? second : first }
        let rules = run(.rules), pipeline = rules.run.pipeline, workers = rules.run.workers
        let measured = measured[combination.intersection(Self.measuring)]!, measures = measured.measures
        let places = Dictionary(uniqueKeysWithValues: measured.places.map { (measures.schools[$0].id, $0) })
        var results = Results(measures: measures, levels: [UInt8](repeating: 0, count: measures.cells.count), levelCount: 0)
        if case .band(let rule, _)? = rules.stages.band?.parameters {
            let comparison = measured.comparedPopulation.map { ComparisonLevels($0) }
                ?? ComparisonLevels(measures.schools, declared: pipeline.levels)
            results = band(measures, by: run(.cutPoints).cuts ?? CutTable([]), rule: rule, within: comparison, workers: workers)
        }
        guard let index = rules.index, let weights = run(.weights).index else {
            return Scored(results: results, scores: nil, places: places)
        }
        let scores = aggregate(
            results, population: measured.weightedPopulation, rule: index.weighted(like: weights), workers: workers
        ).withholding(measured.reasonsHeldBack)
        return Scored(results: results, scores: scores, places: places)
    }
}
