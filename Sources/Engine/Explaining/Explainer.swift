internal import Aggregation
internal import Banding
internal import Disaggregation
internal import Ingestion
internal import Model
internal import Pipeline
internal import Reports

/// Takes the numbers of a finished run apart, from its tables and its pipeline's declarations.
///
/// Every number comes from the tables, or is computed from them by the stages' own rules.
struct Explainer: Sendable {
    /// Who reads it. Everyone sees what a school's page shows: no number of students below the minimum n, and no ledger.
    enum Reader: Sendable { case office, everyone }

    let pipeline: Pipeline
    let year: String
    let reader: Reader
    let results: Results
    let scores: Scores?
    let index: IndexDeclaration?
    let rule: IndexRule?
    /// Of the stage that computes scores, and of the one that gives levels.
    let population: Population?
    let comparison: ComparisonLevels
    let ledger: Ledger?
    let cuts: CutTable?
    let banding: Banding?
    let minimum: Minimum?
    let growth: GrowthSteps
    private let units: [String]
    let ranks: RankedValues
    /// By school how many of those that it is compared with have a lower score; none where the index names no lowest schools.
    let lowerCounts: [Int?]
    /// Metric → by group the parts of its result at the one school that rows were read for; by their place in the declaration.
    var parts: [String: [[PartResult]]] = [:]

    struct Banding: Sendable {
        let rule: BandingRule
        let provenance: Provenance
    }

    struct Minimum: Sendable {
        let n: Int
        let provenance: Provenance
    }

    /// - Parameters:
    ///   - tableau: the run's tables.
    ///   - cuts: the cut points of a file; nil where a stage makes them.
    init(_ pipeline: Pipeline, year: String, tableau: Tableau, stages: ScoreStages, cuts: CutTable?, reader: Reader) {
        self.pipeline = pipeline
        self.year = year
        self.reader = reader
        results = stages.band.map { tableau.results($0.makes["results"]) }
            ?? Results(unbanded: tableau.measures(stages.disaggregate?.makes["measures"]))
        scores = tableau.scores(stages.aggregate?.makes["scores"])
        index = if case .aggregate(let key)? = stages.aggregate?.parameters { pipeline.index(key) } else { nil }
        rule = index?.rule(year: year)
        population = tableau.population(stages.aggregate?.reads["population"])
        comparison = tableau.population(stages.band?.reads["population"]).map { ComparisonLevels($0) }
            ?? ComparisonLevels(results.measures.schools, declared: pipeline.levels)
        ledger = if let name = stages.disaggregate?.makes["ledger"], case .ledger(let ledger)? = tableau.tables[name] { ledger } else { nil }
        self.cuts = tableau.cutPoints(stages.band?.reads["cut_points"]) ?? cuts
        banding = if case .band(let rule, let provenance)? = stages.band?.parameters { Banding(rule: rule, provenance: provenance) } else { nil }
        minimum = if case .disaggregate(_, _, let n, let provenance)? = stages.disaggregate?.parameters {
            Minimum(n: n, provenance: provenance)
        } else {
            nil
        }
        growth = GrowthSteps(pipeline, tableau: tableau)
        units = results.measures.metrics.map { pipeline.metric($0.key).map(pipeline.unit) ?? "" }
        ranks = RankedValues(results.measures, pipeline)
        let lowest = rule?.lowest, all = scores
        lowerCounts = lowest.flatMap { lowest in all.map(lowest.lowerCounts) } ?? []
    }

    var measures: Measures { results.measures }

    /// The place of the group of all students in the measures; nil where no group is all students.
    var everyone: Int? {
        let key = rule?.shares.everyone ?? GroupDeclaration.everyone
        return measures.groups.firstIndex { $0.key == key }
    }

    func title(ofMetric key: String) -> String { pipeline.metric(key)?.title ?? key }

    func title(ofLevel key: String) -> String { pipeline.levels.first { $0.key == key }?.title ?? key }

    func measure(_ metric: Int, _ group: Int, at school: Int) -> Measure? { measures[school: school, metric: metric, group: group] }

    /// A metric's result for all students; nil where it does not apply.
    func measure(ofEveryone metric: Int, at school: Int) -> Measure? { everyone.flatMap { measure(metric, $0, at: school) } }

    /// A value as the tables print it.
    func printed(_ value: Rational, of metric: Int) -> String { value.text(decimals: measures.metrics[metric].decimals) }

    /// The same with its unit.
    func told(_ value: Rational, of metric: Int) -> String { printed(value, of: metric) + unit(of: metric) }

    func unit(of metric: Int) -> String { units[metric] }

    /// Points as they are printed.
    func points(_ points: Rational) -> String { points.text(decimals: scores?.decimals ?? 2) }

    /// The sum of printed points or maxima.
    func printed(_ parts: some Sequence<PointsPart>, _ amount: KeyPath<PointsPart, Int128>) -> String {
        Rational.text(ofScaled: parts.reduce(0) { $0 + $1[keyPath: amount] }, decimals: scores?.decimals ?? 2)
    }

    /// Why there is no result, as the end of a sentence.
    func reason(_ measure: Measure?) -> String {
        guard let measure else { return "does not apply" }
        switch measure.absence {
        case .belowMinimum: return "fewer than \(minimum?.n ?? 0) students" + (reader == .office ? " (\(measure.n))" : "")
        case .notApplicable: return "does not apply"
        case .notAvailable, nil: return "not available"
        }
    }
}

extension Results {
    /// Measures that no stage gives levels to.
    fileprivate init(unbanded measures: Measures) {
        self.init(measures: measures, levels: [UInt8](repeating: 0, count: measures.cells.count), levelCount: 1)
    }
}

extension Pipeline {
    /// What is printed right after a metric's values: shares have a percent sign, values computed elsewhere units of their own.
    func unit(of metric: MetricDeclaration) -> String {
        switch metric.rule {
        case .records, .counts: "%"
        case .value, .statistic, .rank: ""
        case .best(let others): others.compactMap(self.metric).map(unit).first ?? ""
        }
    }
}
