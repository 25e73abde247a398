internal import Banding
internal import Conditions
internal import Foundation
internal import Ingestion
internal import Model
internal import Parallel
internal import Pipeline
internal import Reports
internal import Tables

extension Run {
    /// Derives cut points from the year's results and writes them to a file; those set by hand are kept.
    ///
    /// - Parameter named: the metrics to derive, while the others' cut points stay; nil for all that are not set by hand.
    /// - Returns: how many metrics and school levels the file has cut points for.
    package func calibrate(
        to path: String, levels: Int, minimumSchools: Int, metrics named: [String]?, source: String
    ) throws(RunFailure) -> Int {
        try checkMetrics(named ?? [])
        let present = try presentCutPoints()
        let kept = present.filter { row in named.map { !$0.contains(row.metric) } ?? (row.origin.schools == nil) }
        let metrics = named ?? pipeline.metrics.map(\.key).filter { key in !kept.contains { $0.metric == key } }
        let derived = try derivedCutPoints(
            CalibrationRule(levelCount: levels, group: "all", minimumSchools: minimumSchools, metrics: metrics, source: source))
        let table = CutTable((kept + derived).sorted { ($0.metric, $0.schoolLevel) < ($1.metric, $1.schoolLevel) })
        let decimals = Dictionary(uniqueKeysWithValues: pipeline.metrics.map { ($0.key, $0.decimals) })
        let published = PublishedTable.cutPoints(table, decimals: { decimals[$0] ?? 2 }, name: "cut_points")
        do throws(PublishingProblem) { try OutputFile.replace(path, with: published.bytes(workers)) } catch { throw .publishing(error) }
        return table.rows.count
    }

    private func checkMetrics(_ keys: [String]) throws(RunFailure) {
        let known = pipeline.metrics.map(\.key)
        let problems = keys.filter { !known.contains($0) }.map { key in
            let suggestion = nearest(to: key, among: known).map { "Did you mean `\($0)`? " } ?? ""
            return PipelineProblem(
                file: request.pipeline, line: 1, column: 1, problem: "there is no metric `\(key)` to derive cut points for",
                remedy: "\(suggestion)The metrics are \(known.joined(separator: ", "))")
        }
        if !problems.isEmpty { throw .pipeline(PipelineProblems(problems)) }
    }

    /// The cut points there are; none where the file is yet to be made.
    private func presentCutPoints() throws(RunFailure) -> [CutPoints] {
        var rows: [CutPoints] = []
        for stage in pipeline.stages where stage.kind == .band && hasCutPointsBeside(stage) {
            for row in try cutPointsBeside(stage)?.rows ?? [] where !rows.contains(row) { rows.append(row) }
        }
        return rows
    }

    /// Cut points from the measures and the population that are banded.
    private func derivedCutPoints(_ rule: CalibrationRule) throws(RunFailure) -> [CutPoints] {
        let reads = pipeline.stages.first { $0.kind == .band }?.reads ?? [:]
        let banding = pipeline.banding(by: reads["cut_points"], of: rule)
        func isBanded(_ stage: StageDeclaration, _ port: String) -> Bool {
            reads[port].map { stage.makes[port] == $0 } ?? true
        }
        let wanted = pipeline.stages.filter { stage in
            stage.kind == .population && isBanded(stage, "population") || stage.kind == .disaggregate && isBanded(stage, "measures")
        }
        let (computation, _) = try compute(stages: wanted)
        guard let stage = wanted.first(where: { $0.kind == .disaggregate }) else {
            throw .pipeline(PipelineProblems([
                PipelineProblem(
                    file: request.pipeline, line: 1, column: 1, problem: "there is no stage `disaggregate` to calibrate from",
                    remedy: "Add one to `stages`")
            ]))
        }
        let measures = computation.tableau.measures(stage.makes["measures"])
        let population = wanted.first { $0.kind == .population }.flatMap { computation.tableau.population($0.makes["population"]) }
        let comparison = population.map { ComparisonLevels($0) } ?? ComparisonLevels(measures.schools, declared: pipeline.levels)
        return Banding.calibrate(
            measures, rule: rule, banding: banding, within: comparison, levels: pipeline.levels.map(\.key)
        ).rows
    }

    /// The cut points of a source that stands beside the pipeline file.
    func readCutPoints(_ source: SourceRule) throws(InputProblems) -> CutTable {
        let reader = SourceReader(
            directories: directories, years: nil, districts: [], keys: StudentKeys(), schools: Vocabulary(),
            quality: pipeline.quality, workers: Workers(count: 1))
        let content = try reader.read(source, fields: Set(source.fields.map(\.name)))
        if let finding = content.findings.first(where: { $0.severity == .error }) {
            throw InputProblems(problems: [
                InputProblem(
                    source: source.name,
                    problem: "\(finding.file)\(finding.line.map { ":\($0)" } ?? ""): \(finding.column) \(finding.problem). \(finding.remedy).")
            ])
        }
        return CutTable(content.table)
    }
}
