internal import Model
internal import Pipeline

/// The stages that a school's score comes from, as far as a pipeline has them.
struct ScoreStages {
    let aggregate: StageDeclaration?
    let band: StageDeclaration?
    let disaggregate: StageDeclaration?

    /// - Parameter report: the report whose tables to follow; nil for the first report, or the first score without one.
    init(_ pipeline: Pipeline, report: StageDeclaration? = nil) {
        let stages = pipeline.stages
        func first(_ kind: StageKind) -> StageDeclaration? { stages.first { $0.kind == kind } }
        let page = report ?? first(.report)
        aggregate = stages.maker(of: page?.reads["scores"]) ?? (report == nil ? first(.aggregate) : nil)
        band = stages.maker(of: page?.reads["results"] ?? aggregate?.reads["results"]) ?? first(.band)
        disaggregate = stages.maker(of: band?.reads["measures"]) ?? first(.disaggregate)
    }

    /// The cut points that are read from a file; nil where a stage makes them.
    func cutPoints(in inputs: Inputs) -> CutTable? {
        band?.reads["cut_points"].flatMap(inputs.tableRead).map { CutTable($0) }
    }
}
