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
package struct StageRecord: Sendable, Encodable {
    package let stage: String
    package let reads: [String]
    package let makes: [String]
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

    /// Runs stages in order.
    mutating func run(
        _ stages: [StageDeclaration], _ inputs: Inputs, progress: (_ stage: String, _ done: Int, _ of: Int) -> Void
    ) throws(RunFailure) {
        for (number, stage) in stages.enumerated() {
            progress(stage.name, number, stages.count)
            let start = clock.now
            do throws(InputProblems) {
                try run(stage, inputs)
            } catch {
                throw .inputs(error.problems.map(\.description))
            }
            try check(stage)
            let duration = clock.now - start
            let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
            records.append(
                StageRecord(
                    stage: stage.name, reads: stage.reads.values.sorted(), makes: stage.makes.values.sorted(), seconds: seconds))
        }
        // Only now is it known of every source what is held back.
        let districts = Set(inputs.heldBack.keys)
        let schools = Set(inputs.schools.filter { districts.contains($0.districtID) }.map(\.id))
        tableau = tableau.withholdingGrowth(of: districts, schools: schools)
        progress("", stages.count, stages.count)
    }

    private mutating func run(_ stage: StageDeclaration, _ inputs: Inputs) throws(InputProblems) {
        func made(_ port: String) -> String { stage.makes[port]! }
        switch stage.parameters {
        case .population(let stageYear, let about, let grade):
            let population = try PopulationStage(pipeline: pipeline, inputs: inputs, workers: workers).run(
                source: stage.reads["rows"]!, year: stageYear ?? year, about: about, grade: grade)
            let known = population.withholding(inputs.reasonsHeldBack.map { $0 != nil })
            tableau.add(made("population"), .population(known, year: stageYear ?? year))
        case .growthPercentiles(let growth):
            let outcome = try GrowthStage(percentiles: growth, inputs: inputs, workers: workers).run(stage, year: year)
            inputs.provide(made("percentiles"), outcome.rows)
            addTables(of: outcome, stage)
        case .valueAdded(let growth):
            let outcome = try ValueAddedStage(growth: growth, pipeline: pipeline, inputs: inputs, workers: workers).run(
                source: stage.reads["scores"]!, year: year)
            inputs.provide(made("growth"), outcome.rows)
            addTables(of: outcome, stage)
        case .disaggregate(let stageYear, let metrics, let minimumN, _):
            let disaggregation = DisaggregateStage(pipeline: pipeline, inputs: inputs, workers: workers, year: stageYear ?? year, metrics: metrics)
            let (measures, ledger) = disaggregation.results(of: try disaggregation.counts(), minimumN: minimumN)
            let unlisted = UnlistedSchools(inputs: inputs, year: measures.year)
            let usable = measures.withholding(zip(inputs.reasonsHeldBack, unlisted.isUnlisted).map { $0 != nil || $1 })
            for finding in unlisted.findings(measures) { inputs.add(finding) }
            if usable.year == year {
                for finding in MissingResults(stage: stage, pipeline: pipeline, file: file).findings(usable) { inputs.add(finding) }
            }
            tableau.add(made("measures"), .measures(usable))
            tableau.add(made("lowest"), .lowest(usable))
            tableau.add(made("ledger"), .ledger(ledger))
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

    /// Adds what a stage of growth tells of its work, as far as it is published or read.
    private mutating func addTables(of outcome: GrowthOutcome, _ stage: StageDeclaration) {
        for (port, content) in outcome.tables {
            guard let name = stage.makes[port] else { preconditionFailure("stage `\(stage.kind.rawValue)` has a port `\(port)`") }
            let isUsed = pipeline.published.contains(name) || pipeline.stages.contains { $0.reads.values.contains(name) }
            if isUsed { tableau.add(name, .growth(GrowthTable(year: year, content: content()))) }
        }
    }

    private func comparison(_ stage: StageDeclaration, _ measures: Measures) -> ComparisonLevels {
        tableau.population(stage.reads["population"]).map { ComparisonLevels($0) }
            ?? ComparisonLevels(measures.schools, declared: pipeline.levels)
    }

    private func cutPoints(_ stage: StageDeclaration, _ inputs: Inputs) throws(InputProblems) -> CutTable {
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
            choices: choices)
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
            index: index, year: year, schools: schools, decimals: decimals, scores: scores, ranks: ranks, levelRanks: levelRanks)
    }
}
