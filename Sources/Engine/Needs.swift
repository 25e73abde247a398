internal import Conditions
internal import Ingestion
internal import Pipeline

/// Which fields of which sources, and which years, a pipeline's stages need: nothing else is read.
struct Needs {
    /// Source → fields.
    private(set) var fields: [String: Set<String>] = [:]
    /// The years of all stages, the run's first.
    private(set) var years: [String]

    /// - Parameter stages: the stages to run; nil for all.
    init(_ pipeline: Pipeline, stages: [StageDeclaration]? = nil, year: String) {
        years = [year]
        for stage in stages ?? pipeline.stages {
            switch stage.parameters {
            case .population(let about, let grade):
                guard let name = stage.reads["rows"], let source = pipeline.source(name) else { continue }
                addCounted(source, pipeline)
                add(grade, of: source, pipeline)
                add(about, over: source, pipeline)
            case .disaggregate(let stageYear, let metrics, _, _):
                if let stageYear, !years.contains(stageYear) { years.append(stageYear) }
                for metric in metrics.compactMap(pipeline.metric) { add(metric, pipeline) }
            case .calibrate, .aggregate, .report: continue
            case .band:
                guard let source = stage.reads["cut_points"].flatMap(pipeline.source) else { continue }
                fields[source.name] = Set(source.fields.map(\.name))
            }
        }
        fields[pipeline.schoolsSource.name, default: []].formUnion(SchoolList.fields)
    }

    private mutating func add(_ metric: MetricDeclaration, _ pipeline: Pipeline) {
        guard let source = pipeline.source(metric.source) else {
            if case .best(let others) = metric.rule { for other in others.compactMap(pipeline.metric) { add(other, pipeline) } }
            return
        }
        addRoles(source)
        add(metric.about, over: source, pipeline)
        for test in metric.counted { add(test.condition, over: source, pipeline) }
        if let parts = metric.parts { add(parts.field, of: source, pipeline) }
        switch metric.rule {
        case .records(let met, let unit):
            addCounted(source, pipeline)
            add(met, over: source, pipeline)
            if let unit { add(unit, of: source, pipeline) }
        case .value(let group, let n, let value):
            for name in [group, n, value] { add(name, of: source, pipeline) }
        case .counts(let group, let n, let responses, let met):
            for name in [group, n, responses, met] { add(name, of: source, pipeline) }
        case .best: break
        }
    }

    /// A source whose rows are counted by group needs what the groups' conditions read.
    private mutating func addCounted(_ source: SourceRule, _ pipeline: Pipeline) {
        addRoles(source)
        for group in pipeline.countedGroups { add(group.condition(over: source.name), over: source, pipeline) }
    }

    private mutating func addRoles(_ source: SourceRule) {
        for role in [FieldRule.Role.school, .year] {
            if let field = source.field(role) { fields[source.name, default: []].insert(field.name) }
        }
    }

    private mutating func add(_ condition: Condition?, over source: SourceRule, _ pipeline: Pipeline) {
        for column in condition?.columns ?? [] { add(column, of: source, pipeline) }
    }

    /// A field, or `join.field`: then the fields that the join goes by as well.
    private mutating func add(_ name: String, of source: SourceRule, _ pipeline: Pipeline) {
        if source.field(name) != nil {
            fields[source.name, default: []].insert(name)
            return
        }
        guard let dot = name.firstIndex(of: "."), let join = source.joins.first(where: { $0.name == name[..<dot] }),
            let other = pipeline.source(join.source)
        else { return }
        fields[source.name, default: []].formUnion(join.by)
        fields[other.name, default: []].formUnion(join.by)
        let field = String(name[name.index(after: dot)...])
        if field != JoinRule.count { fields[other.name, default: []].insert(field) }
        if let condition = join.filter(over: other) {
            fields[other.name, default: []].formUnion(condition.columns)
        }
        addRoles(other)
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
