internal import Conditions
internal import Ingestion
internal import Pipeline

/// Which fields of which sources, and which years, the stages of a run need: nothing else is read.
struct Needs {
    /// One stage's work on the rows of one source.
    struct Use {
        /// The stage's place among the stages of the run.
        let stage: Int
        let source: String
    }

    /// Source → fields to read from its files.
    private(set) var fields: [String: Set<String>] = [:]
    /// Source whose rows are worked on → the columns that conditions read there, joined ones as `join.field`.
    private(set) var columns: [String: Set<String>] = [:]
    /// In the order in which the work is done.
    private(set) var uses: [Use] = []
    /// The years of all stages, the run's first.
    private(set) var years: [String]
    /// Source → further years, which growth looks back to.
    private var priorYears: [String: [String]] = [:]

    private let pipeline: Pipeline

    /// - Parameters:
    ///   - stages: the stages to run; nil for all. One that stands there twice works on its rows twice.
    ///   - further: source → columns that are read beside those that the stages ask for.
    ///   - rosters: whether students are read from every source that names their schools.
    init(
        _ pipeline: Pipeline, stages: [StageDeclaration]? = nil, year: String, reading further: [String: [String]] = [:],
        rosters: Bool = false
    ) {
        self.pipeline = pipeline
        years = [year]
        for (number, stage) in (stages ?? pipeline.stages).enumerated() { add(stage, number) }
        for (name, columns) in further { if let source = pipeline.source(name) { add(columns, of: source) } }
        fields[pipeline.schoolsSource.name, default: []].formUnion(SchoolList.fields)
        if rosters { for source in rosterSources { fields[source.name]!.insert(source.field(.student)!.name) } }
    }

    /// The sources read whose rows name a student and a school.
    var rosterSources: [SourceRule] {
        pipeline.sources.filter { fields[$0.name] != nil && !$0.isMade && $0.field(.student) != nil && $0.field(.school) != nil }
    }

    /// The same files read in the same way, for the work of some of the stages alone.
    ///
    /// Which rows are rejected depends on the fields that are read, so these stay what they are.
    func working(on stages: [StageDeclaration]) -> Needs {
        let own = Needs(pipeline, stages: stages, year: years[0])
        var needs = self
        needs.columns = own.columns
        needs.uses = own.uses
        return needs
    }

    private mutating func add(_ stage: StageDeclaration, _ number: Int) {
        switch stage.parameters {
        case .population(let year, let about, let grade):
            addYear(year)
            guard let source = stage.reads["rows"].flatMap(pipeline.source) else { return }
            uses.append(Use(stage: number, source: source.name))
            addCounted(source, groups: nil)
            add([grade] + (about?.columns ?? []), of: source)
        case .growthPercentiles(let percentiles):
            guard let source = stage.reads["scores"].flatMap(pipeline.source) else { return }
            let growth = percentiles.scores
            priorYears[source.name, default: []] += growth.years(before: years[0])
            addRoles(source)
            addWhole(["knots", "coefficients"].compactMap { stage.reads[$0] })
            let student = [source.field(.student)?.name].compactMap { $0 }
            fields[source.name, default: []].formUnion(
                student + [growth.subject, growth.grade, growth.score] + [percentiles.standardError].compactMap { $0 })
            fields[source.name, default: []].formUnion(growth.about?.columns ?? [])
        case .valueAdded(let growth):
            guard let source = stage.reads["scores"].flatMap(pipeline.source) else { return }
            priorYears[source.name, default: []] += growth.scores.years(before: years[0])
            uses.append(Use(stage: number, source: source.name))
            addCounted(source, groups: nil)
            let roles = [FieldRule.Role.student, .school, .year].compactMap { source.field($0)?.name }
            add(roles + [growth.scores.subject, growth.scores.grade, growth.scores.score, growth.standardError], of: source)
            add((growth.scores.about?.columns ?? []) + growth.characteristics.flatMap(\.condition.columns), of: source)
        case .disaggregate(let year, let keys, _, _):
            addYear(year)
            let metrics = pipeline.metrics.withParts(of: keys)
            for source in pipeline.sources where metrics.contains(where: { $0.source == source.name }) {
                uses.append(Use(stage: number, source: source.name))
                for metric in metrics where metric.source == source.name { add(metric, source) }
            }
        case .band:
            addWhole([stage.reads["cut_points"]].compactMap { $0 })
        case .calibrate, .aggregate, .report, .growthReport: return
        }
    }

    /// Every field of the sources among some names.
    private mutating func addWhole(_ names: [String]) {
        for source in names.compactMap(pipeline.source) { fields[source.name] = Set(source.fields.map(\.name)) }
    }

    /// The years of a source's rows that are read.
    func years(of source: String) -> Set<String> { Set(years).union(priorYears[source] ?? []) }

    /// All years that rows are read of, the run's first: the schools of each have a place.
    var schoolYears: [String] {
        years + Set(priorYears.values.joined()).subtracting(years).sorted()
    }

    private mutating func addYear(_ year: String?) {
        if let year, !years.contains(year) { years.append(year) }
    }

    private mutating func add(_ metric: MetricDeclaration, _ source: SourceRule) {
        addRoles(source)
        add((metric.about?.columns ?? []) + metric.counted.flatMap(\.condition.columns), of: source)
        add([metric.parts?.field].compactMap { $0 }, of: source)
        switch metric.rule {
        case .records(let met, let unit):
            addCounted(source, groups: metric.groups)
            add(met.columns + [unit].compactMap { $0 }, of: source)
        case .statistic(_, let field):
            addCounted(source, groups: metric.groups)
            add([field], of: source)
        case .value(let group, let n, let value, let standardError):
            add([group, n, value] + [standardError].compactMap { $0 }, of: source)
        case .counts(let group, let n, let responses, let met): add([group, n, responses, met], of: source)
        case .best, .rank: break
        }
    }

    /// A source whose rows are counted by group needs what the groups' conditions read; nil for all groups.
    private mutating func addCounted(_ source: SourceRule, groups: [String]?) {
        addRoles(source)
        for group in pipeline.countedGroups where groups?.contains(group.key) ?? true { add(group.condition(over: source.name)?.columns ?? [], of: source) }
    }

    /// School and year are read from every source that has them.
    private mutating func addRoles(_ source: SourceRule) {
        for role in [FieldRule.Role.school, .year] {
            if let field = source.field(role) { fields[source.name, default: []].insert(field.name) }
        }
    }

    /// Columns of a source, or of a source it is joined with: then the fields that the join goes by are read as well.
    private mutating func add(_ names: [String], of source: SourceRule) {
        for name in names {
            columns[source.name, default: []].insert(name)
            if source.field(name) != nil {
                fields[source.name, default: []].insert(name)
                continue
            }
            guard let join = source.joins.first(where: { name.hasPrefix($0.name + ".") }), let other = pipeline.source(join.source)
            else { continue }
            fields[source.name, default: []].formUnion(join.by)
            fields[other.name, default: []].formUnion(join.by + (join.filter(over: other)?.columns ?? []))
            let field = String(name.dropFirst(join.name.count + 1))
            if field != JoinRule.count { fields[other.name, default: []].insert(field) }
            addRoles(other)
        }
    }

    /// The sources that work on a source's rows looks into, itself included.
    func sources(workingOn name: String) -> Set<String> {
        let joins = pipeline.source(name)?.joins ?? []
        let joined = joins.filter { join in columns[name]?.contains { $0.hasPrefix(join.name + ".") } ?? false }
        return Set([name] + joined.map(\.source))
    }
}

extension JoinRule {
    /// The rows of the other source that take part; nil for all. The text was checked when the pipeline file was read.
    func filter(over other: SourceRule) -> Condition? {
        guard let condition else { return nil }
        let declarations = Dictionary(other.fields.map { ($0.name, $0.declaration) }) { first, _ in first }
        return try? Condition(condition, over: declarations)
    }
}
