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

    /// In the order of the first run's cut points; behind them what only the second has.
    private var cutPoints: [String] {
        func key(_ row: CutPoints) -> [String] { [row.metric, row.schoolLevel] }
        let own = first.cuts?.rows ?? [], other = second.cuts?.rows ?? []
        let before = Dictionary(own.map { (key($0), $0) }) { first, _ in first }
        let after = Dictionary(other.map { (key($0), $0) }) { first, _ in first }
        var seen: Set<[String]> = []
        let keys = (own + other).map(key).filter { seen.insert($0).inserted }
        let changed = keys.filter { before[$0]?.bounds != after[$0]?.bounds }
        if changed.isEmpty { return [] }
        let words = Phrases.few(changed.map { "\($0.joined(separator: " ")) \(Phrases.bounds(before[$0], after[$0]))" })
        return ["of \(counted(changed.count, "metric and school level", "metrics and school levels")) (\(words))"]
    }

    private var weights: [String] {
        guard let own = first.index, let other = second.index else { return [] }
        let declared = first.run.pipeline.levels.map(\.key)
        let all = declared + second.run.pipeline.levels.map(\.key).filter { !declared.contains($0) }
        let changes = own.weightChanges(to: other, levels: all), domains = own.domainChanges(to: other)
        let levels = all.filter { level in changes.contains { $0.schoolLevels.contains(level) } }
        let metrics = Phrases.few(changes.map { Phrases.weight($0, among: levels) })
        let parts = Phrases.few(domains.map { "\($0.domain) \($0.first?.plain ?? "none") -> \($0.second?.plain ?? "none")" })
        return (levels.isEmpty ? [] : ["of \(levels.joined(separator: ", ")) (\(metrics))"])
            + (domains.isEmpty ? [] : ["of the \(domains.count == 1 ? "domain" : "domains") \(parts)"])
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

    /// Changes of cut points and weights told one by one.
    private static let changeLimit = 3

    /// The first of some changes, and how many there are behind them.
    static func few(_ changes: [String]) -> String {
        let more = changes.count - changeLimit
        return changes.prefix(changeLimit).joined(separator: "; ") + (more > 0 ? "; and \(more) more" : "")
    }

    /// `attendance 60 -> 50`, and at which levels where others change as well.
    static func weight(_ change: WeightChange, among levels: [String]) -> String {
        let place = change.schoolLevels == levels ? "" : " in " + change.schoolLevels.joined(separator: " and ")
        return "\(change.metric) \(change.first.plain) -> \(change.second.plain)\(place)"
    }

    /// Where the first level begins that begins elsewhere: `level 2 from 10 -> 5`.
    static func bounds(_ own: CutPoints?, _ other: CutPoints?) -> String {
        guard let own, let other else { return own == nil ? "only in B" : "only in A" }
        let changed = zip(own.bounds, other.bounds).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
        guard let place = changed.first, own.bounds.count == other.bounds.count else {
            return "\(own.bounds.count) -> \(other.bounds.count) cut points"
        }
        func text(_ bound: Rational) -> String { bound.plain.contains("/") ? bound.text(decimals: 4) : bound.plain }
        let more = changed.count > 1 ? ", \(counted(changed.count - 1, "more level", "more levels"))" : ""
        return "level \(own.levels[place]) from \(text(own.bounds[place])) -> \(text(other.bounds[place]))\(more)"
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
