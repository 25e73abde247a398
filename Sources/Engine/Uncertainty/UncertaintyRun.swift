internal import Banding
internal import Conditions
internal import Ingestion
internal import Model
internal import Parallel
internal import Pipeline
internal import Reports
internal import Sensitivity

/// What to tell of a run's uncertainty.
package struct UncertaintyRequest: Sendable {
    /// Nil for what the pipeline says.
    package let replicates: Int?
    package let seed: UInt64?
    /// Two school codes whose order is asked for.
    package let pair: [String]?
    /// The directory for the tables; nil for none.
    package let out: String?

    package init(replicates: Int? = nil, seed: UInt64? = nil, pair: [String]? = nil, out: String? = nil) {
        self.replicates = replicates
        self.seed = seed
        self.pair = pair
        self.out = out
    }
}

extension FinishedRun {
    /// Computes the run's first index again and again from results drawn anew, and tells how sure scores, ranks and levels are.
    package func uncertainty(_ request: UncertaintyRequest) throws(RunFailure) -> RunAnswer {
        let index = try uncertainIndex(), schools = index.scores.schools
        let pair = try request.pair.map { codes throws(RunFailure) in try places(of: codes, index) }
        let rule = run.pipeline.uncertainty.rule.with(replicates: request.replicates, seed: request.seed)
        let summary = UncertaintySummary(Replicates(index, rule: rule, workers: run.workers), workers: run.workers)
        let words = UncertaintyWords(index: index, rule: rule, summary: summary)
        let files = try request.out.map { directory throws(RunFailure) in
            try TableFiles.write(
                [
                    .schoolUncertainty(summary.schools, of: index.scores),
                    .levelUncertainty(summary.levels, levelCount: index.banding.levelCount, of: index.scores),
                    .swaps(summary.neighbours, of: index.scores),
                ], to: directory, run.workers)
        }
        let ofPair = pair.flatMap { summary.swap($0[0], $0[1]) }.map { [words.line(of: $0, among: schools)] } ?? []
        return RunAnswer(lines: words.lines + ofPair, files: files ?? [])
    }

    private func places(of codes: [String], _ index: UncertainIndex) throws(RunFailure) -> [Int] {
        var places: [Int] = [], problems: [PipelineProblem] = []
        for code in codes {
            guard let place = index.scores.schools.firstIndex(where: { $0.id == code }) else {
                problems.append(.unknownSchool(code, among: index.scores.schools.map(\.id), in: directory))
                continue
            }
            if index.scores.scores[place].score == nil { problems.append(.schoolWithoutScore(code, index.scores.scores[place], in: directory)) }
            places.append(place)
        }
        if !problems.isEmpty { throw .pipeline(PipelineProblems(problems)) }
        return places
    }

    /// The run's first index with all that it takes to compute it again.
    private func uncertainIndex() throws(RunFailure) -> UncertainIndex {
        let pipeline = run.pipeline, tableau = computation.tableau
        guard let index = ScoredIndex(pipeline, year: run.year, tableau), let band = index.band, case .band(let banding, _) = band.parameters
        else { throw .pipeline(PipelineProblems([.noIndex(in: directory)])) }
        let cuts: CutTable
        do throws(InputProblems) { cuts = try computation.cutPoints(band, inputs) } catch {
            throw .inputs(error.problems.map(\.description))
        }
        let results = index.results, measures = results.measures
        return UncertainIndex(
            results: results, redraws: measures.metrics.map { pipeline.redraw(of: $0.key, in: measures) },
            ranges: measures.metrics.map { pipeline.metric($0.key)?.range.map { $0.lowerBound.approximation...$0.upperBound.approximation } },
            choices: measures.chosenGroups.map { pipeline.candidates(of: $0.key, in: measures) }, cuts: cuts, banding: banding,
            comparison: computation.comparison(band, measures), index: index.rule, population: index.population, scores: index.scores)
    }
}

extension Pipeline {
    /// How a metric's results are drawn anew, as its rule says.
    fileprivate func redraw(of key: String, in measures: Measures) -> Redraw {
        func places(_ keys: [String]) -> [Int] { keys.compactMap { key in measures.metrics.firstIndex { $0.key == key } } }
        switch metric(key)?.rule {
        case .records?, .counts?: return .share
        case .value(_, _, _, .some)?: return .given
        case .best(let others)?: return .best(of: places(others))
        case .rank(let other)?: return places([other]).first.map { .rank(of: $0) } ?? .unchanged
        case .value?, .statistic?, nil: return .unchanged
        }
    }

    /// The groups that a chosen group is chosen among, by their places.
    fileprivate func candidates(of key: String, in measures: Measures) -> [Int] {
        guard case .lowest(let keys, _)? = groups.first(where: { $0.key == key })?.rule else { return [] }
        return keys.compactMap { key in measures.groups.firstIndex { $0.key == key } }
    }
}

// MARK: Texts

extension PipelineProblem {
    fileprivate static func noIndex(in run: String) -> PipelineProblem {
        inRun(run, "the run has no scores to tell the uncertainty of", "Name a run of a pipeline with a stage `aggregate`")
    }

    fileprivate static func schoolWithoutScore(_ code: String, _ score: SchoolScore, in run: String) -> PipelineProblem {
        let reason = score.reason.map { ": \($0)" } ?? ""
        return inRun(run, "school `\(code)` has no score\(reason)", "Name two schools with a score")
    }
}
