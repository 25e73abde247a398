internal import Aggregation
internal import Conditions
internal import Model
internal import Parallel
internal import Pipeline
internal import Sensitivity

/// A finished run's first index, apart from its weights.
struct WeightedIndex {
    let run: String
    let rule: IndexRule
    let results: Results
    let population: Population?
    let matrix: ScoreMatrix
    let scores: Scores
    /// Metric → title.
    let titles: [String: String]
    /// The declared school levels, in their order.
    let levels: [SchoolLevel]
    let workers: Workers

    init(_ finished: FinishedRun) throws(RunFailure) {
        let pipeline = finished.run.pipeline, year = finished.run.year
        let places = finished.inputs.places(in: year)
        let tableau = places.map(finished.computation.tableau.selecting) ?? finished.computation.tableau
        guard let index = ScoredIndex(pipeline, year: year, tableau) else {
            throw .pipeline(PipelineProblems([.noWeights(in: finished.directory)]))
        }
        (rule, results, population, scores) = (index.rule, index.results, index.population, index.scores)
        run = finished.directory
        matrix = ScoreMatrix(results, population: population, rule: rule, workers: finished.run.workers)
        titles = Dictionary(results.measures.metrics.map { ($0.key, $0.title) }) { first, _ in first }
        levels = pipeline.levels
        workers = finished.run.workers
    }

    func title(of metric: Int) -> String { titles[matrix.metrics[metric]] ?? matrix.metrics[metric] }

    /// The place of a school with a score, by its code.
    func school(_ code: String) throws(RunFailure) -> Int {
        guard let place = matrix.schools.firstIndex(where: { $0.id == code }) else {
            throw .pipeline(PipelineProblems([.unknownSchool(code, among: matrix.schools.map(\.id), in: run)]))
        }
        if let reason = scores.scores[place].reason {
            throw .pipeline(PipelineProblems([.noScore(code, reason, in: run)]))
        }
        return place
    }

    /// The school level whose weights decide most of a school's score: that of most of its students, the first of equal ones.
    func level(of school: Int) -> String {
        let shares = matrix.kinds[matrix.kindOf[school]].levelShares
        return shares.enumerated().max { ($0.element.share, $1.offset) < ($1.element.share, $0.offset) }!.element.level
    }

    /// Whether a school gets out of the lowest share of its class.
    func contest(of school: Int, outOf lowest: LowestRule) -> WeightContest {
        let classes = lowest.classes(of: matrix.schools)
        let members = matrix.schools.indices.filter { scores.scores[$0].score != nil && classes[$0] == classes[school] }
        return WeightContest(school, outOfLowest: lowest.share, of: members)
    }
}

// MARK: Texts

extension PipelineProblem {
    fileprivate static func noWeights(in run: String) -> PipelineProblem {
        inRun(run, "the run has no scores, and so no weights to look into", "Name a run of a pipeline with a stage `aggregate`")
    }

    fileprivate static func noScore(_ code: String, _ reason: String, in run: String) -> PipelineProblem {
        inRun(run, "school `\(code)` has no score: \(reason)", "Name a school with a score")
    }

    static func noLowest(in run: String) -> PipelineProblem {
        inRun(
            run, "the index does not say which schools are its lowest-performing ones",
            "Add `lowest` to the index, or name a school to get past with --past")
    }

    static func pastItself(_ code: String, in run: String) -> PipelineProblem {
        inRun(run, "school `\(code)` can't get past itself", "Name another school with --past")
    }

    static func weightsTooLong(in run: String) -> PipelineProblem {
        inRun(run, "the weights have too many digits to be compared exactly", "Write them with fewer decimals")
    }
}
