internal import Ingestion
internal import Pipeline

/// The stages of a pipeline that a school's score comes from, the ones that derive cut points left out.
struct IndexStages {
    /// Nil where the pipeline has no index.
    let aggregate: StageDeclaration?
    /// Nil where it has no levels.
    let band: StageDeclaration?
    let disaggregate: StageDeclaration
    /// Those that count the population by which schools that span levels are compared and weighted.
    let populations: [StageDeclaration]
    let growth: [StageDeclaration]

    /// - Returns: nil where no stage makes results of the run's year.
    init?(_ pipeline: Pipeline) {
        let stages = pipeline.stages
        aggregate = stages.first { $0.kind == .aggregate }
        band = aggregate.map { stages.maker(of: $0.reads["results"])! } ?? stages.first { $0.kind == .band }
        guard let disaggregate = band.map({ stages.maker(of: $0.reads["measures"])! }) ?? stages.first(where: \.isOfTheRunsYear) else { return nil }
        self.disaggregate = disaggregate
        let tables = [band, aggregate].compactMap { $0?.reads["population"] }
        populations = stages.filter { $0.kind == .population && $0.makes.values.contains(where: tables.contains) }
        growth = stages.filter { $0.growthScores != nil }
    }

    /// All of them, in an order in which they can run.
    var all: [StageDeclaration] { growth + counting + [band, aggregate].compactMap { $0 } }

    /// Those that count rows of the files.
    var counting: [StageDeclaration] { populations + [disaggregate] }

    /// The sources among some whose rows are the rolls: those that a population is counted from, or all where none is.
    func rolls(among sources: [SourceRule]) -> [SourceRule] {
        let counted = sources.filter { source in populations.contains { $0.reads["rows"] == source.name } }
        return counted.isEmpty ? sources : counted
    }
}

extension StageDeclaration {
    /// Whether it disaggregates the rows of the year that is run.
    fileprivate var isOfTheRunsYear: Bool {
        if case .disaggregate(nil, _, _, _) = parameters { true } else { false }
    }
}
