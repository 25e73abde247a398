internal import Aggregation
internal import Foundation
internal import Ingestion
internal import Model
internal import Pipeline

/// What a check found.
package struct CheckReport: Sendable {
    /// What must be mended before a run.
    package let mistakes: [String]
    /// What is worth knowing.
    package let remarks: [String]
    /// What was checked, when all is well.
    package let facts: [String]
}

extension Run {
    /// Checks cut points and weights; the pipeline file itself was checked when it was read.
    package func check() throws(RunFailure) -> CheckReport {
        var mistakes: [String] = [], remarks = pipeline.remarks.map(\.description)
        var facts = [
            "\(file.path): "
                + [
                    counted(pipeline.sources.count, "source", "sources"), counted(pipeline.groups.count, "group", "groups"),
                    counted(pipeline.metrics.count, "metric", "metrics"), counted(pipeline.indices.count, "index", "indices"),
                    counted(pipeline.stages.count, "stage", "stages"),
                ].joined(separator: ", ")
        ]
        for index in pipeline.indices {
            let (found, patterns) = gaps(in: index)
            mistakes += found
            facts.append("index `\(index.key)`: for all \(patterns) patterns of missing metrics the weights add up to 100, or the school has no score and a reason why")
        }
        for stage in pipeline.stages where stage.kind == .band {
            guard let table = try cutPointsBeside(stage) else { continue }
            let (wrong, notes) = CutCheck(pipeline: pipeline).problems(of: table, in: stage)
            let name = pipeline.source(stage.reads["cut_points"]!)!.file
            mistakes += wrong.map { "\(name): \($0)" }
            remarks += notes.map { "\(name): \($0)" }
            facts.append("\(name): cut points for \(counted(table.rows.count, "pair", "pairs")) of a metric and a school level")
        }
        return CheckReport(mistakes: mistakes, remarks: remarks, facts: facts)
    }


    private func gaps(in index: IndexDeclaration) -> (mistakes: [String], patterns: Int) {
        var mistakes: [String] = [], patterns = 0
        for weights in index.weights {
            guard let rule = index.rule(year: weights.from) else { continue }
            patterns += weights.levels.values.reduce(0) { $0 + (1 << $1.values.count { $0 > .zero }) }
            mistakes += rule.weightGaps().map { gap in
                "index `\(index.key)` from \(weights.from), \(gap.schoolLevel): with only \(gap.present.joined(separator: ", ")) the weights add up to \(gap.sum)"
            }
        }
        return (mistakes, patterns)
    }

    private func cutPointsSource(_ stage: StageDeclaration) -> SourceRule? {
        guard let source = stage.reads["cut_points"].flatMap(pipeline.source), source.place == .pipeline else { return nil }
        return source
    }

    /// Whether a band stage's cut points stand beside the pipeline file, every file of them.
    func hasCutPointsBeside(_ stage: StageDeclaration) -> Bool {
        cutPointsSource(stage).map { missingFiles(of: $0).isEmpty } ?? false
    }

    /// The files of a source beside the pipeline file that are not there.
    private func missingFiles(of source: SourceRule) -> [String] {
        source.files.map { file.directory + "/" + $0 }.filter { !FileManager.default.fileExists(atPath: $0) }
    }

    /// The cut points that stand beside the pipeline file; nil where they come with the data or from a stage.
    func cutPointsBeside(_ stage: StageDeclaration) throws(RunFailure) -> CutTable? {
        guard let source = cutPointsSource(stage) else { return nil }
        let missing = missingFiles(of: source)
        if !missing.isEmpty {
            throw .inputs(missing.map { path in
                "source `\(source.name)`: \(path): there is no such file. Derive it from a baseline year "
                    + "with `schoolindex calibrate`, or correct `file` of the source in the pipeline file."
            })
        }
        do throws(InputProblems) {
            return try readCutPoints(source)
        } catch {
            throw .inputs(error.problems.map(\.description))
        }
    }
}

/// A number with what it counts.
func counted(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
