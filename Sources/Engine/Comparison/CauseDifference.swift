internal import Aggregation
internal import Ingestion
package import Model
internal import Pipeline

/// A cause in which two runs differ, and how.
package struct CauseDifference: Sendable, Equatable {
    package let cause: ScoreCause
    /// Each a phrase of its own.
    package let how: [String]
}

/// What two runs differ in, as far as their files, pipelines and tables tell without reading anything again.
struct Differences {
    let first: ComparedRun
    let second: ComparedRun

    /// Rolls apart, in declared order.
    var all: [CauseDifference] {
        [(ScoreCause.data, data), (.rules, rules), (.cutPoints, cutPoints), (.weights, weights)].compactMap { cause, how in
            how.isEmpty ? nil : CauseDifference(cause: cause, how: how)
        }
    }

    // MARK: Data

    /// The files of the sources that both pipelines read, and the year; what only one reads is a matter of rules.
    private var data: [String] {
        let year = first.run.year == second.run.year ? [] : ["year \(first.run.year) -> \(second.run.year)"]
        let shared = Set(first.files.map(\.source)).intersection(second.files.map(\.source))
        func digests(_ run: ComparedRun) -> [String: String] {
            Dictionary(run.files(at: .data).filter { shared.contains($0.source) }.map { ($0.file, $0.sha256) }) { first, _ in first }
        }
        let own = digests(first), other = digests(second), names = Set(own.keys).union(other.keys).sorted()
        let changed = names.filter { own[$0] != other[$0] }
        return year + (changed.isEmpty ? [] : [Phrases.files(changed, of: names.count)])
    }

    // MARK: Rules

    private var rules: [String] {
        let names = Set(first.settings.keys).union(second.settings.keys)
        let changed = names.filter { first.settings[$0] != second.settings[$0] }.sorted()
        let settings = changed.prefix(Self.settingLimit).map { Phrases.setting($0, first.settings[$0], second.settings[$0]) }
        let more = changed.count > Self.settingLimit ? ["\(changed.count - Self.settingLimit) more settings"] : []
        func digests(_ run: ComparedRun) -> [String: String] {
            Dictionary(run.files(at: .pipeline).map { ($0.file, $0.sha256) }) { first, _ in first }
        }
        let own = digests(first), other = digests(second)
        let files = Set(own.keys).union(other.keys).filter { own[$0] != other[$0] }.sorted()
        return settings + more + files.map { "\($0) beside the pipeline" }
    }

    /// Settings told one by one.
    private static let settingLimit = 5

    // MARK: Cut points and weights

    private var cutPoints: [String] {
        func bounds(_ run: ComparedRun) -> [[String]: [Rational]] {
            Dictionary((run.cuts?.rows ?? []).map { ([$0.metric, $0.schoolLevel], $0.bounds) }) { first, _ in first }
        }
        let own = bounds(first), other = bounds(second)
        let changed = Set(own.keys).union(other.keys).filter { own[$0] != other[$0] }
        return changed.isEmpty ? [] : ["of \(counted(changed.count, "metric and school level", "metrics and school levels"))"]
    }

    private var weights: [String] {
        guard let own = first.index, let other = second.index else { return [] }
        let levels = own.levelsWeighted(unlike: other), domains = own.domainsWeighted(unlike: other)
        return (levels.isEmpty ? [] : ["of \(levels.joined(separator: ", "))"])
            + (domains.isEmpty ? [] : ["of the \(domains.count == 1 ? "domain" : "domains") \(domains.joined(separator: ", "))"])
    }
}

// MARK: Texts

private enum Phrases {
    /// Names of files told one by one.
    private static let fileLimit = 3

    static func files(_ changed: [String], of count: Int) -> String {
        let names = changed.prefix(fileLimit).joined(separator: ", ") + (changed.count > fileLimit ? ", …" : "")
        return "\(changed.count) of \(count) files \(changed.count == 1 ? "differs" : "differ") (\(names))"
    }

    /// A setting by the path of its keys, without those that are the same everywhere.
    static func setting(_ path: String, _ own: String?, _ other: String?) -> String {
        let keys = path.split(separator: ".").filter { !["stages", "with", "value"].contains($0) }
        let name = keys.joined(separator: " ").replacing("_", with: " ")
        if let own = items(own), let other = items(other) {
            let gone = own.filter { !other.contains($0) }, new = other.filter { !own.contains($0) }
            if !gone.isEmpty || !new.isEmpty {
                return name + (gone.isEmpty ? "" : " without " + gone.joined(separator: ", "))
                    + (new.isEmpty ? "" : " with " + new.joined(separator: ", "))
            }
        }
        func value(_ text: String?) -> String { text.map { $0.count > 60 ? String($0.prefix(59)) + "…" : $0 } ?? "none" }
        return "\(name) \(value(own)) -> \(value(other))"
    }

    /// The members of a list that is written in one line; nil for any other value.
    private static func items(_ text: String?) -> [String]? {
        guard let text, text.hasPrefix("["), text.hasSuffix("]") else { return nil }
        return text.dropFirst().dropLast().split(separator: ", ").map(String.init)
    }
}
