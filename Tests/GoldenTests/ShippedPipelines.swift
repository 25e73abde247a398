import Conditions
import Disaggregation
import Foundation
import Model
import Pipeline
import TestSupport

/// The pipelines that ship with the tool, read and checked.
enum ShippedPipelines {
    static let core = "pipelines/core-sqii.yml"
    /// The same with growth from the files.
    static let givenGrowth = "pipelines/scenarios/growth-computed-elsewhere.yml"
    static let extended = "pipelines/examples/college-entry.yml"

    static func paths() throws -> [String] { try RepositoryFile.paths(under: "pipelines", ending: [".yml"]) }

    static func pipeline(_ path: String) throws -> Pipeline {
        try PipelineFile(path: RepositoryFile.path(path)).pipeline()
    }

    /// The keys of all their metrics.
    static func metricKeys() throws -> Set<String> {
        try Set(paths().flatMap { try pipeline($0).metrics.map(\.key) })
    }
}

extension MetricDeclaration {
    /// Everything it declares, as text, to compare it with another.
    var inWords: String {
        let tests = counted.map { "counted \($0.condition.text) otherwise \($0.otherwise)" }
        let parts = parts.map { parts in
            "parts \(parts.field) \(parts.missing) \(parts.people) \(parts.weights.map { "\($0.value) \($0.weight)" })"
        }
        return ([title, source, "about \(about?.text ?? "all")", ruleInWords] + tests + [
            parts ?? "", "better \(better)", "decimals \(decimals)", "groups \(groups ?? ["all of them"])",
            "levels \(schoolLevels ?? ["all"])", provenance.inWords,
        ]).joined(separator: "\n")
    }

    private var ruleInWords: String {
        switch rule {
        case .records(let met, let unit): "met \(met.text) unit \(unit ?? "record")"
        case .value(let group, let n, let value, _): "given \(group) \(n) \(value)"
        case .counts(let group, let n, let responses, let met): "given \(group) \(n) \(responses) \(met)"
        case .statistic(let statistic, let field): "\(statistic) \(field)"
        case .best(let others): "best of \(others)"
        case .rank(let other): "rank of \(other)"
        }
    }
}

extension GroupDeclaration {
    var inWords: String {
        switch rule {
        case .condition(let text, _): "\(title): \(text.text)\n\(provenance.inWords)"
        case .lowest(let groups, let ties): "\(title): lowest of \(groups), ties \(ties)\n\(provenance.inWords)"
        }
    }
}

extension Provenance {
    var inWords: String { "\(rule) (\(source)) \(basis.map { "\($0.part) \($0.basis)" })" }
}
