internal import Aggregation
internal import Banding
internal import Disaggregation
internal import Ingestion
internal import Model

/// Checks what only shows when the sections of a pipeline file are seen together.
///
/// A mistake is what would make a result wrong without anybody noticing; anything else worth knowing is a remark.
struct CrossChecks {
    let year: Name?
    let levels: [SchoolLevel]
    let sources: [SourceRule]
    let groups: [GroupDeclaration]
    let metrics: [MetricDeclaration]
    let indices: [IndexDeclaration]
    let stages: [StageDeclaration]
    let published: [String]
    let file: MappingReader
    let problems: ProblemList

    /// - Parameter sourcePlaces: source → where it is named.
    func check(_ sourcePlaces: [String: Place]) {
        checkYears()
        checkWeights()
        for stage in stages { check(stage) }
        checkReports()
        remarkUnused(sourcePlaces)
    }

    // MARK: Years

    /// Years are compared as texts, so that all must be written alike.
    private func checkYears() {
        var dated = indices.flatMap { index in index.weights.map { Name(text: $0.from, place: $0.place) } }
        dated += stages.compactMap { stage in
            switch stage.parameters {
            case .population(let year?, _, _), .disaggregate(let year?, _, _, _): Name(text: year, place: stage.place)
            default: nil
            }
        }
        guard let model = year ?? dated.first else { return }
        if year != nil { dated.insert(model, at: 0) }
        for stage in stages {
            dated += (stage.growthScores?.years ?? []).map { Name(text: $0, place: stage.place) }
        }
        for other in dated where !YearForm.agree(other.text, model.text) { problems.addUnlikeYear(other, model) }
    }

    // MARK: Weights

    func checkWeights() {
        for index in indices { checkWeights(of: index) }
    }

    private func checkWeights(of index: IndexDeclaration) {
        for weights in index.weights {
            for level in levels {
                for key in index.domains.flatMap(\.metrics) where (weights.levels[level.key]?[key] ?? .zero) > .zero {
                    guard let metric = metrics.first(where: { $0.key == key }) else { continue }
                    guard let own = metric.schoolLevels, !own.contains(level.key), own.allSatisfy(isLevel) else { continue }
                    problems.addUselessWeight(metric, level, own, weights, index)
                }
            }
        }
        let weighted = Set(index.weights.flatMap(\.levels.values).flatMap { $0.filter { $0.value > .zero }.keys })
        let all = index.domains.flatMap(\.metrics)
        for key in all where !weighted.contains(key) && !index.weights.isEmpty { problems.remarkWeightless(key, index) }
        for key in index.shares.allStudentsOnly.sorted() where !all.contains(key) { problems.remarkUncountedException(key, index) }
        for metric in metrics where weighted.contains(metric.key) {
            if let own = metric.groups, !own.contains(index.shares.everyone) { problems.addUnscorable(metric, index) }
        }
    }

    private func isLevel(_ key: String) -> Bool { levels.contains { $0.key == key } }

    // MARK: Stages

    private func check(_ stage: StageDeclaration) {
        switch stage.parameters {
        case .population:
            for level in levels where level.grades.isEmpty { problems.addLevelWithoutGrades(level, stage) }
        case .band(let rule, _):
            guard let maker = stages.maker(of: stage.reads["cut_points"]), case .calibrate(let calibration) = maker.parameters else { return }
            if calibration.levelCount != rule.levelCount {
                problems.addUnlikeLevels(rule.levelCount, stage, calibration.levelCount, maker)
            }
        case .calibrate(let rule):
            if case .lowest? = groups.first(where: { $0.key == rule.group })?.rule { problems.addChosenBaseline(rule.group, stage) }
        case .aggregate(let key):
            guard let index = indices.first(where: { $0.key == key }) else { return }
            checkMeasured(index, by: stage)
            if index.spanProvenance != nil, stages.maker(of: stage.reads["population"]) == nil { problems.remarkNoPopulation(index, stage) }
        case .growthPercentiles, .valueAdded, .disaggregate, .report, .growthReport: return
        }
    }

    /// Every metric with a weight is measured by the stage that the results come from.
    private func checkMeasured(_ index: IndexDeclaration, by stage: StageDeclaration) {
        guard let band = stages.maker(of: stage.reads["results"]), let measuring = stages.maker(of: band.reads["measures"]),
            case .disaggregate(_, let measured, _, _) = measuring.parameters, !measured.isEmpty
        else { return }
        for key in index.domains.flatMap(\.metrics) where metrics.contains(where: { $0.key == key }) && !measured.contains(key) {
            problems.addUnmeasured(key, index, stage, measuring)
        }
    }

    /// Reports of two stages would take each other's places.
    private func checkReports() {
        let reports = stages.filter { $0.kind == .report && published.contains($0.makes["school_reports"] ?? "") }
        for report in reports.dropFirst() { problems.addSecondReport(report, first: reports[0]) }
    }

    // MARK: What nothing uses

    private func remarkUnused(_ sourcePlaces: [String: Place]) {
        let measured = Set(stages.flatMap { stage -> [String] in
            if case .disaggregate(_, let keys, _, _) = stage.parameters { keys } else { [] }
        })
        let made = Set(metrics.withParts(of: Array(measured)).map(\.key))
        for metric in metrics where !made.contains(metric.key) { problems.remarkUnmeasured(metric) }
        for index in indices {
            let isMade = stages.contains { if case .aggregate(index.key) = $0.parameters { true } else { false } }
            if !isMade { problems.remarkUnmade(index) }
        }
        let read = Set(
            metrics.filter { made.contains($0.key) }.map(\.source) + stages.flatMap { $0.reads.values }
                + sources.flatMap { $0.joins.map(\.source) })
        for source in sources where !read.contains(source.name) && source.kind != "schools" {
            problems.remarkUnread(source, at: sourcePlaces[source.name] ?? .start)
        }
        let wanted = Set(published + stages.flatMap { $0.reads.values }).union(read)
        for stage in stages where wanted.isDisjoint(with: stage.makes.values) { problems.remarkUnwanted(stage) }
    }
}

extension CrossChecks {
    /// Checks other indices of a pipeline that was read before.
    init(_ indices: [IndexDeclaration], of pipeline: Pipeline, file: MappingReader, problems: ProblemList) {
        self.init(
            year: nil, levels: pipeline.levels, sources: pipeline.sources, groups: pipeline.groups, metrics: pipeline.metrics,
            indices: indices, stages: pipeline.stages, published: pipeline.published, file: file, problems: problems)
    }
}

/// How years are written: with digits in the same places.
package enum YearForm {
    /// Whether two years can be compared as texts.
    package static func agree(_ first: String, _ second: String) -> Bool { form(first) == form(second) }

    private static func form(_ year: String) -> String { String(year.map { $0.isNumber ? "9" : $0 }) }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addUnlikeYear(_ year: Name, _ model: Name) {
        add(
            year.place, "the year `\(year.text)` is not written like `\(model.text)` on line \(model.place.line)",
            "Write all years alike; they are compared as texts")
    }

    fileprivate func addUselessWeight(
        _ metric: MetricDeclaration, _ level: SchoolLevel, _ own: [String], _ weights: DatedWeights, _ index: IndexDeclaration
    ) {
        add(
            weights.levelPlaces[level.key]?[metric.key] ?? weights.place,
            "the weights from \(weights.from) for \(level.key) count metric `\(metric.key)`, which is only for \(own.joined(separator: ", "))",
            "Give its weight to other metrics, or add \(level.key) to its `school_levels`")
    }

    fileprivate func addUnscorable(_ metric: MetricDeclaration, _ index: IndexDeclaration) {
        add(
            metric.place,
            "index `\(index.key)` counts metric `\(metric.key)`, whose `groups` leave out `\(index.shares.everyone)`: it would have no level",
            "Add \(index.shares.everyone) to its `groups`")
    }

    fileprivate func remarkWeightless(_ metric: String, _ index: IndexDeclaration) {
        remark(index.place, "index `\(index.key)` has metric `\(metric)` in a domain, but gives it no weight at any level")
    }

    fileprivate func remarkUncountedException(_ metric: String, _ index: IndexDeclaration) {
        remark(index.place, "`all_students_only` of index `\(index.key)` names `\(metric)`, which the index does not count")
    }

    fileprivate func addLevelWithoutGrades(_ level: SchoolLevel, _ stage: StageDeclaration) {
        add(
            stage.place, "stage `population` places students by grade, but school level `\(level.key)` has no `grades`",
            "List them, as in grades: [6..8]")
    }

    fileprivate func addUnlikeLevels(_ own: Int, _ stage: StageDeclaration, _ made: Int, _ maker: StageDeclaration) {
        add(
            stage.place, "stage `band` makes \(own) levels, but its cut points from line \(maker.place.line) are for \(made)",
            "Write the same `levels` in both")
    }

    fileprivate func addChosenBaseline(_ group: String, _ stage: StageDeclaration) {
        add(
            stage.place, "stage `calibrate` takes the results of group `\(group)`, which is chosen school by school",
            "Name a group with a condition")
    }

    fileprivate func addUnmeasured(_ metric: String, _ index: IndexDeclaration, _ stage: StageDeclaration, _ measuring: StageDeclaration) {
        add(
            stage.place, "index `\(index.key)` counts metric `\(metric)`, which the stage on line \(measuring.place.line) does not compute",
            "Add it to `metrics` there, or take it out of the index")
    }

    fileprivate func remarkNoPopulation(_ index: IndexDeclaration, _ stage: StageDeclaration) {
        remark(
            stage.place,
            "index `\(index.key)` says how schools that span levels are scored, but no stage makes `population`: they will have no score",
            "Add a stage `population`")
    }

    fileprivate func addSecondReport(_ report: StageDeclaration, first: StageDeclaration) {
        add(
            report.place, "the stage on line \(first.place.line) publishes school reports already",
            "Publish those of one stage; leave the other's table out of `publish`")
    }

    fileprivate func remarkUnmeasured(_ metric: MetricDeclaration) { remark(metric.place, "no stage computes metric `\(metric.key)`") }

    fileprivate func remarkUnmade(_ index: IndexDeclaration) {
        remark(index.place, "no stage makes index `\(index.key)`", "Add a stage `aggregate` with {index: \(index.key)}")
    }

    fileprivate func remarkUnread(_ source: SourceRule, at place: Place) { remark(place, "nothing reads source `\(source.name)`") }

    fileprivate func remarkUnwanted(_ stage: StageDeclaration) {
        remark(
            stage.place,
            "nothing uses what stage `\(stage.kind.rawValue)` makes (\(stage.kind.makes.compactMap { stage.makes[$0.name] }.joined(separator: ", ")))",
            "Publish it, or take the stage out")
    }
}
