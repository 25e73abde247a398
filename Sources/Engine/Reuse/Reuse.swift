internal import Foundation
internal import Ingestion
internal import Parallel
internal import Pipeline

/// Which stages of a run take the result of an earlier run, and why the others don't.
///
/// Only what is made of rows is kept: all that follows is computed from tables in memory in the time that reading it would take.
struct Reuse {
    /// What becomes of a stage.
    struct Decision: Sendable, Encodable {
        enum Status: String, Encodable { case run, reuse }
        let stage: String
        let status: Status
        let reason: String

        init(stage: String, status: Status, reason: String) {
            self.stage = stage
            self.status = status
            self.reason = reason
        }

        /// Where nothing was kept.
        init(_ stage: StageDeclaration) {
            self.init(stage: stage.name, status: .run, reason: stage.kind.readsRows ? Self.nothingKept : Self.inMemory)
        }

        static let nothingKept = "no result of it is kept"
        static let inMemory = "it works on tables in memory alone"
    }

    private let keys: StageKeys
    let decisions: [Decision]
    /// Source → its files with the digests that the decisions rest on.
    var planned: [String: [(name: String, digest: String)]] { keys.files }
    /// Stage → what was made of the same rows before.
    private(set) var outcomes: [String: RowsOutcome] = [:]
    /// Source → what is known of its files, for those whose rows nothing works on.
    private(set) var reports: [String: SourceReport] = [:]
    /// Sources that are read for what is to be told of their files alone.
    private(set) var unknownSources: [SourceRule] = []
    /// The stages that have to work on rows.
    let working: [StageDeclaration]

    /// - Parameter keys: with the digests of all files as they are now.
    init(_ stages: [StageDeclaration], keys: StageKeys, store: KeptResults) {
        self.keys = keys
        // Later stages first: whether rows of students are needed depends on who reads them.
        var byStage: [String: Decision] = [:], outcomes: [String: RowsOutcome] = [:]
        for stage in stages.reversed() {
            let readers = stages.filter { byStage[$0.name]?.status == .run && $0.kind.readsRows }
            let (decision, outcome) = Self.decision(on: stage, readers: readers, keys, store)
            byStage[stage.name] = decision
            outcomes[stage.name] = outcome
        }
        self.outcomes = outcomes
        decisions = stages.map { byStage[$0.name]! }
        working = stages.filter { $0.kind.readsRows && outcomes[$0.name] == nil }
        let read = Set(working.flatMap { Array(Needs(keys.pipeline, stages: [$0], year: keys.year).fields.keys) })
        for source in keys.sources where !read.contains(source.name) {
            if case .result(let bytes) = store.find(keys.key(ofReading: source)),
                let report = try? PackedDecoder.value(SourceReport.self, of: bytes[...])
            {
                reports[source.name] = report
            } else {
                unknownSources.append(source)
            }
        }
    }

    private static func decision(
        on stage: StageDeclaration, readers: [StageDeclaration], _ keys: StageKeys, _ store: KeptResults
    ) -> (Decision, RowsOutcome?) {
        func run(_ reason: String) -> (Decision, RowsOutcome?) { (Decision(stage: stage.name, status: .run, reason: reason), nil) }
        guard let key = keys.key(of: stage) else {
            return run(Decision.inMemory)
        }
        let outcome: RowsOutcome
        switch store.find(key) {
        case .result(let bytes):
            guard let found = try? PackedDecoder.value(RowsOutcome.self, of: bytes[...]) else {
                return run("the kept result can't be read")
            }
            outcome = found
        case .damaged(let path):
            return run("the kept result is damaged (\(path))")
        case .nothing:
            return run(reason(for: key, store))
        }
        if case .growth(nil, _) = outcome.content, let reader = readers.first(where: { reads($0, rowsOf: stage, keys) }) {
            return run("its rows of students are not kept, and stage `\(reader.kind.rawValue)` works on them")
        }
        return (Decision(stage: stage.name, status: .reuse, reason: "nothing that it depends on has changed"), outcome)
    }

    private static func reads(_ reader: StageDeclaration, rowsOf stage: StageDeclaration, _ keys: StageKeys) -> Bool {
        stage.madeSource.map { Needs(keys.pipeline, stages: [reader], year: keys.year).fields[$0] != nil } ?? false
    }

    /// Why nothing is kept under a key: what is different from the result that is nearest to it.
    private static func reason(for key: StageKey, _ store: KeptResults) -> String {
        guard let nearest = store.nearest(to: key) else { return Decision.nothingKept }
        let changes = key.differences(from: nearest)
        let named = changes.prefix(3).joined(separator: ", ")
        return "changed since it was kept: \(named)\(changes.count > 3 ? " and \(changes.count - 3) more" : "")"
    }
}
