internal import Aggregation
internal import Banding
internal import Disaggregation
internal import Ingestion
internal import Model
internal import Parallel
package import Pipeline

/// Why a run stopped before it had anything to publish.
package enum RunFailure: Error, Sendable {
    /// The pipeline file, or what it says together with the data, is wrong: the analyst mends it.
    case pipeline(PipelineProblems)
    /// Inputs are missing or can't be read: whoever sends the files mends it.
    case inputs([String])
    /// The output can't be written: the operator mends it.
    case publishing(PublishingProblem)
    /// The program contradicts itself.
    case fault(String)
}

/// What a stage took.
package struct StageRecord: Sendable {
    package let stage: String
    package let reads: [String]
    package let makes: [String]
    let decision: Reuse.Decision
    package let seconds: Double
}

/// A pipeline's tables for a year, computed and in memory.
struct Computation {
    let pipeline: Pipeline
    let file: PipelineFile
    let year: String
    let workers: Workers
    let clock: ContinuousClock = ContinuousClock()
    private(set) var tableau = Tableau()
    private(set) var records: [StageRecord] = []

    init(_ pipeline: Pipeline, file: PipelineFile, year: String, workers: Workers) {
        self.pipeline = pipeline
        self.file = file
        self.year = year
        self.workers = workers
    }

    /// Runs stages in order: first those that read rows, then, once it is known of every source what is held back, the rest.
    ///
    /// - Parameter reuse: what of earlier results takes the place of work on rows.
    /// - Returns: stage → what was made of rows.
    mutating func run(
        _ stages: [StageDeclaration], _ inputs: Inputs, reusing reuse: Reuse? = nil,
        progress: (_ stage: String, _ done: Int, _ of: Int) -> Void
    ) throws(RunFailure) -> [String: RowsOutcome] {
        var outcomes: [String: RowsOutcome] = [:], seconds: [String: Double] = [:]
        for (number, stage) in stages.enumerated() where stage.kind.readsRows {
            progress(stage.name, number, stages.count)
            let start = clock.now
            outcomes[stage.name] = try outcome(of: stage, inputs, kept: reuse?.outcomes[stage.name])
            seconds[stage.name] = start.seconds(until: clock.now)
        }
        for (number, stage) in stages.enumerated() {
            progress(stage.name, number, stages.count)
            let start = clock.now
            do throws(InputProblems) { try finish(stage, outcomes[stage.name], inputs) } catch { throw error.asFailure }
            try check(stage)
            records.append(
                StageRecord(
                    stage: stage.name, reads: stage.reads.values.sorted(), makes: stage.makes.values.sorted(),
                    decision: reuse?.decisions[number] ?? Reuse.Decision(stage),
                    seconds: seconds[stage.name, default: 0] + start.seconds(until: clock.now)))
        }
        progress("", stages.count, stages.count)
        return outcomes
    }

    private func outcome(of stage: StageDeclaration, _ inputs: Inputs, kept: RowsOutcome?) throws(RunFailure) -> RowsOutcome {
        if let kept {
            for finding in kept.findings { inputs.add(finding) }
            if case .growth(let rows?, _) = kept.content, let source = stage.madeSource { inputs.provide(source, rows) }
            return kept
        }
        do throws(InputProblems) {
            return try RowsStage(pipeline: pipeline, year: year, inputs: inputs, workers: workers).run(stage)
        } catch {
            throw error.asFailure
        }
    }

    private mutating func finish(_ stage: StageDeclaration, _ outcome: RowsOutcome?, _ inputs: Inputs) throws(InputProblems) {
        func made(_ port: String) -> String { stage.makes[port]! }
        switch (stage.parameters, outcome?.content) {
        case (.population(let stageYear, _, _), .population(let counts)?):
            let counting = PopulationStage(pipeline: pipeline, data: inputs, workers: workers, year: stageYear ?? year)
            let population = counting.population(counts), empty = EmptyDistricts(inputs: inputs, year: counting.year)
            for finding in empty.findings(population, in: inputs.rule(stage.reads["rows"]!)) { inputs.add(finding) }
            tableau.add(made("population"), .population(population, year: counting.year))
        case (_, .growth(_, let tables)?):
            let districts = Set(inputs.heldBack.keys)
            let schools = Set(inputs.schools.filter { districts.contains($0.districtID) }.map(\.id))
            for table in tables {
                let growth = GrowthTable(year: year, content: table.content).without(districts: districts, schools: schools)
                tableau.add(made(table.port), .growth(growth))
            }
        case (.disaggregate(let stageYear, let metrics, let minimumN, _), .counts(let counts)?):
            let disaggregation = DisaggregateStage(pipeline: pipeline, data: inputs, workers: workers, year: stageYear ?? year, metrics: metrics)
            let (measures, ledger) = disaggregation.results(of: counts, minimumN: minimumN)
            let unlisted = UnlistedSchools(inputs: inputs, year: measures.year)
            let usable = measures.withholding(zip(inputs.reasonsHeldBack, unlisted.isUnlisted).map { $0 != nil || $1 })
            for finding in unlisted.findings(measures) { inputs.add(finding) }
            if usable.year == year {
                for finding in MissingResults(stage: stage, pipeline: pipeline, file: file).findings(usable) { inputs.add(finding) }
            }
            tableau.add(made("measures"), .measures(usable))
            tableau.add(made("lowest"), .lowest(usable))
            tableau.add(made("ledger"), .ledger(ledger))
        default: try finish(stage, inputs)
        }
    }

    /// The stages that read tables alone.
    private mutating func finish(_ stage: StageDeclaration, _ inputs: Inputs) throws(InputProblems) {
        func made(_ port: String) -> String { stage.makes[port]! }
        switch stage.parameters {
        case .population, .growthPercentiles, .valueAdded, .disaggregate: preconditionFailure("stage `\(stage.name)` has its rows' outcome")
        case .calibrate(let rule):
            let measures = tableau.measures(stage.reads["measures"])
            let levels = pipeline.levels.map(\.key), comparison = comparison(stage, measures)
            let banding = pipeline.banding(by: made("cut_points"), of: rule)
            let cuts = calibrate(measures, rule: rule, banding: banding, within: comparison, levels: levels)
            let missing = MissingCutPoints(stage: stage, rule: rule, file: file)
            for finding in missing.findings(cuts, of: measures, within: comparison, levels: levels) { inputs.add(finding) }
            tableau.add(made("cut_points"), .cutPoints(cuts))
        case .band(let rule, _):
            let measures = tableau.measures(stage.reads["measures"])
            let cuts = try cutPoints(stage, inputs)
            let results = band(measures, by: cuts, rule: rule, within: comparison(stage, measures), workers: workers)
            for finding in MissingLevels(stage: stage, pipeline: pipeline, file: file).findings(results, by: cuts) { inputs.add(finding) }
            tableau.add(made("results"), .results(results))
        case .aggregate(let index):
            let results = tableau.results(stage.reads["results"])
            guard let rule = pipeline.index(index)?.rule(year: year) else { preconditionFailure("the year's weights were checked") }
            let scores = aggregate(
                results, population: tableau.population(stage.reads["population"]), rule: rule, workers: workers
            ).withholding(inputs.reasonsHeldBack)
            tableau.add(made("scores"), .scores(scores))
            tableau.add(made("points"), .points(scores))
        case .report:
            tableau.add(made("school_reports"), .reports)
        case .growthReport(let comparisons):
            let report = GrowthReportStage(stage: stage, pipeline: pipeline, tableau: tableau, places: inputs.places(in: year), year: year)
            let compared = report.comparisons(comparisons)
            tableau.add(made("growth_comparisons"), .comparisons(compared, year: year))
            tableau.add(made("growth_page"), .growthPage(report.page(compared)))
        }
    }

    func comparison(_ stage: StageDeclaration, _ measures: Measures) -> ComparisonLevels {
        tableau.population(stage.reads["population"]).map { ComparisonLevels($0) }
            ?? ComparisonLevels(measures.schools, declared: pipeline.levels)
    }

    func cutPoints(_ stage: StageDeclaration, _ inputs: Inputs) throws(InputProblems) -> CutTable {
        if let made = tableau.cutPoints(stage.reads["cut_points"]) { return made }
        return CutTable(try inputs.table(stage.reads["cut_points"]!))
    }

    /// What must hold after a stage, whatever the data.
    private func check(_ stage: StageDeclaration) throws(RunFailure) {
        if let name = stage.makes["ledger"], case .ledger(let ledger)? = tableau.tables[name],
            let entry = ledger.entries.first(where: { !$0.isBalanced })
        {
            throw .fault(
                "the ledger of metric `\(entry.metric)` at school \(ledger.schools[entry.school].id) does not balance: "
                    + "\(entry.enrolled) enrolled, \(entry.counted) counted")
        }
    }
}

extension StageDeclaration {
    /// The source whose rows it makes; nil where it makes tables alone.
    var madeSource: String? { kind.makes.first { $0.kind == .records }.flatMap { makes[$0.name] } }
}

extension InputProblems {
    var asFailure: RunFailure { .inputs(problems.map(\.description)) }
}

extension ContinuousClock.Instant {
    func seconds(until end: ContinuousClock.Instant) -> Double {
        let duration = (end - self).components
        return Double(duration.seconds) + Double(duration.attoseconds) * 1e-18
    }
}

extension Pipeline {
    /// How the stage that reads a calibration's cut points compares results with them; the defaults where none does.
    func banding(by cutPoints: String?, of rule: CalibrationRule) -> BandingRule {
        for stage in stages where stage.reads["cut_points"] == cutPoints {
            if case .band(let rule, _) = stage.parameters { return rule }
        }
        return BandingRule(levelCount: rule.levelCount, closed: .betterSide, taken: .unrounded, takenByMetric: [:])
    }
}

extension Population {
    /// The same without any student of the schools that are held back: what is not known is no number.
    func withholding(_ isHeldBack: [Bool]) -> Population {
        if !isHeldBack.contains(true) { return self }
        let perSchool = groups.count * (levels.count + 1)
        let counts = counts.enumerated().map { place, count in isHeldBack[place / perSchool] ? 0 : count }
        return Population(schools: schools, groups: groups, levels: levels, counts: counts)
    }
}

extension Measures {
    /// The same with nothing but "not available" for the schools that are held back.
    func withholding(_ isHeldBack: [Bool]) -> Measures {
        if !isHeldBack.contains(true) { return self }
        var cells = cells, choices = choices
        let perSchool = metrics.count * groups.count
        for school in schools.indices where isHeldBack[school] {
            for place in school * perSchool..<(school + 1) * perSchool where cells[place].measure != nil {
                cells[place] = Cell(Measure(n: 0, met: nil, outcome: .absent(.notAvailable)))
            }
            for chosen in choices.indices {
                for metric in metrics.indices { choices[chosen][school * metrics.count + metric] = -1 }
            }
        }
        return Measures(
            year: year, schools: schools, metrics: metrics, groups: groups, chosenGroups: chosenGroups, cells: cells,
            choices: choices, standardErrors: standardErrors,
            correlations: correlations)
    }
}

extension Scores {
    /// The same with the reason why schools are held back, where they are.
    func withholding(_ reasons: [String?]) -> Scores {
        if reasons.allSatisfy({ $0 == nil }) { return self }
        let scores = zip(scores, reasons).map { score, reason in
            reason.map { SchoolScore(outcome: .none(reason: $0), parts: []) } ?? score
        }
        return Scores(
            index: index, year: year, schools: schools, decimals: decimals, scores: scores, ranks: ranks, levelRanks: levelRanks,
            isLowest: isLowest)
    }
}
