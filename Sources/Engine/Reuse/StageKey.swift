internal import Ingestion
internal import Model
internal import Parallel
internal import Pipeline

/// What a result depends on, part by part, each by its digest.
struct StageKey: Sendable {
    /// A stage's kind, or `read` for what is told of a source's files.
    let kind: String
    /// What is it, in an analyst's words → its digest.
    let parts: [String: String]

    var digest: String {
        Digest.hexadecimal(of: Array(parts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n").utf8))
    }

    /// The parts that another result had differently, had not, or had besides, sorted.
    func differences(from other: [String: String]) -> [String] {
        Set(parts.keys).union(other.keys).filter { parts[$0] != other[$0] }.sorted()
    }
}

/// The keys of a run's results.
struct StageKeys {
    let pipeline: Pipeline
    let year: String
    /// What all stages of the run need: which rows are rejected depends on the fields that are read.
    let needs: Needs
    /// Source → its files with their digests.
    let files: [String: [(name: String, digest: String)]]

    /// The sources with files, apart from the list of schools, which is read in any case.
    var sources: [SourceRule] {
        pipeline.sources.filter { needs.fields[$0.name] != nil && !$0.isMade && $0.name != pipeline.schoolsSource.name }
    }

    /// The key of what is told of a source's files.
    func key(ofReading source: SourceRule) -> StageKey { StageKey(kind: "read-\(source.name)", parts: common.merging(parts(of: source)) { $1 }) }

    /// The key of what a stage makes of rows; nil for one that reads none.
    func key(of stage: StageDeclaration) -> StageKey? {
        var parts = common
        let own = Needs(pipeline, stages: [stage], year: year)
        for source in pipeline.sources where own.fields[source.name] != nil {
            parts.merge(source.isMade ? self.parts(ofMade: source) : self.parts(of: source)) { $1 }
        }
        switch stage.parameters {
        case .population(let stageYear, let about, let grade):
            parts["the stage's year, grade and condition"] = Fingerprint.of(stageYear as Any, about as Any, grade)
            parts["the school levels"] = Fingerprint.of(pipeline.levels)
            addGroups(as: own, to: &parts)
        case .growthPercentiles(let growth):
            parts["the growth percentiles"] = Fingerprint.of(growth)
        case .valueAdded(let growth):
            parts["the value-added model"] = Fingerprint.of(growth)
            addGroups(as: own, to: &parts)
        case .disaggregate(let stageYear, let keys, _, _):
            parts["the stage's year"] = Fingerprint.of(stageYear as Any)
            parts["the school levels"] = Fingerprint.of(pipeline.levels.map(\.key))
            let metrics = pipeline.metrics.withParts(of: keys)
            parts["the metrics and their order"] = Fingerprint.of(metrics.map(\.key))
            for metric in metrics { parts["metric `\(metric.key)`"] = Fingerprint.ofCounting(metric) }
            addGroups(as: own, to: &parts)
        case .calibrate, .band, .aggregate, .report, .growthReport: return nil
        }
        if stage.growthScores != nil {
            let used = stage.kind.makes.map(\.name).filter { pipeline.usesTable(stage.makes[$0]) }
            parts["which of its tables are used"] = Fingerprint.of(used)
        }
        return StageKey(kind: stage.kind.rawValue, parts: parts)
    }

    // MARK: Parts

    /// The very executable: a stage that computes otherwise is another one, whatever its version is called.
    private static let tool = Run.toolVersion + " " + (SourceReader.digest(ofFile: "/proc/self/exe") ?? "")

    private var common: [String: String] {
        var parts = ["the tool": Self.tool, "the school year": year, "the share of bad rows allowed": Fingerprint.of(pipeline.quality)]
        parts["the years of schools"] = Fingerprint.of(needs.schoolYears)
        parts.merge(self.parts(of: pipeline.schoolsSource)) { $1 }
        return parts
    }

    /// The groups, as they are counted among the rows that a stage needs.
    private func addGroups(as needs: Needs, to parts: inout [String: String]) {
        parts["the groups and their order"] = Fingerprint.of(pipeline.countedGroups.map(\.key))
        for group in pipeline.countedGroups {
            if case .condition(_, let bySource) = group.rule {
                parts["group `\(group.key)`"] = Fingerprint.of(bySource.filter { needs.fields[$0.key] != nil })
            }
        }
    }

    /// A source's files, and how they are read.
    private func parts(of source: SourceRule) -> [String: String] {
        var rule = source
        let fields = needs.fields[source.name] ?? []
        rule.fields = rule.fields.filter { fields.contains($0.name) || $0.role == .year || rule.key.contains($0.name) }
        rule.joins = rule.joins.filter { join in needs.columns[source.name]?.contains { $0.hasPrefix(join.name + ".") } ?? false }
        var parts = ["source `\(source.name)`": Fingerprint.of(rule, needs.years(of: source.name), fields)]
        for file in files[source.name] ?? [] { parts["file \(file.name)\(source.place == .pipeline ? " beside the pipeline" : "")"] = file.digest }
        return parts
    }

    private func parts(ofMade source: SourceRule) -> [String: String] {
        guard let maker = pipeline.stages.maker(of: source.name), let key = key(of: maker) else { return [:] }
        return ["table `\(source.name)`": key.digest, "source `\(source.name)`": Fingerprint.of(source)]
    }
}

extension Fingerprint {
    /// What of a metric its counts depend on: not its title, its sense, how it is printed, or what is made of it later.
    fileprivate static func ofCounting(_ metric: MetricDeclaration) -> String {
        if !metric.rule.parts.isEmpty { return "made of others" }
        return of(
            metric.source, metric.about as Any, metric.counted, metric.rule, metric.parts as Any, metric.groups as Any,
            metric.schoolLevels as Any)
    }
}
