import TestSupport

/// What a run published, by school.
struct GoldenResults: Sendable {
    typealias Row = [String: String]

    private let results: [String: [Row]]
    private let lowest: [String: [Row]]
    private let ledger: [String: [Row]]
    private let points: [String: [Row]]
    private let scores: [String: [Row]]
    /// Line of a case → its schools' codes by name.
    private let codes: [Int: [String: String]]

    init(_ directory: TemporaryDirectory, codes: [Int: [String: String]]) throws {
        func bySchool(_ table: String) throws -> [String: [Row]] {
            let rows = CSVDocument(try directory.text("out/latest/\(table).csv")).dictionaries
            return Dictionary(grouping: rows) { $0["school_id"]! }
        }
        results = try bySchool("results")
        lowest = try bySchool("lowest")
        ledger = try bySchool("ledger")
        points = try bySchool("points")
        scores = try bySchool("scores")
        self.codes = codes
    }

    /// What differs from what a case expects, in words; empty where all is as expected.
    func differences(from goldenCase: GoldenCase) -> [(place: GoldenPlace, words: String)] {
        goldenCase.schools.flatMap { school -> [(GoldenPlace, String)] in
            let code = codes[goldenCase.place.line]![school.name]!
            var found = school.expectations.compactMap { expectation in
                difference(from: expectation.content, at: code).map { (expectation.place, "\(school.name): \($0)") }
            }
            if let words = unbalancedPoints(of: code) { found.append((goldenCase.place, "\(school.name): \(words)")) }
            return found
        }
    }

    private func difference(from expected: GoldenExpectation.Content, at school: String) -> String? {
        switch expected {
        case .result(let metric, let group, let expected):
            let row = results[school]?.first { $0["metric"] == metric && $0["group"] == group }
            return expected.difference(from: row).map { "\(metric), \(group): \($0)" }
        case .lowest(let metric, let group):
            let found = lowest[school]?.first { $0["metric"] == metric }?["group"]
            return words("the lowest-performing group on \(metric)", group ?? "none", found ?? "none")
        case .excluded(let metric, let expected):
            let rows = ledger[school]?.filter { $0["metric"] == metric && $0["status"] == "excluded" && $0["n"] != "0" } ?? []
            let found = Dictionary(uniqueKeysWithValues: rows.map { ($0["reason"]!, Int($0["n"]!)!) })
            return words("excluded from \(metric)", inWords(expected), inWords(found))
        case .points(let metric, let component, let expected):
            let parts = points[school]?.filter { $0["metric"] == metric && [nil, $0["component"]].contains(component) } ?? []
            let found = parts.isEmpty ? "none" : "\(sum("points", parts)) of \(sum("max_points", parts))"
            return words("points of \(metric)\(component.map { ", \($0)" } ?? "")", expected, found)
        case .score(let column, let expected):
            return words(column.rawValue, expected, text(column, scores[school]?.first ?? [:]))
        }
    }

    private func text(_ column: GoldenExpectation.ScoreColumn, _ row: Row) -> String {
        switch column {
        case .score: row["score"] == "" ? "none" : row["score"] ?? "no row"
        case .reason, .noScore: row["reason"] ?? "no row"
        case .rank: rank(row["rank"], of: row["rank_of"])
        case .levelRank: rank(row["level_rank"], of: row["level_rank_of"])
        }
    }

    private func rank(_ place: String?, of count: String?) -> String {
        guard let place, let count, !place.isEmpty else { return "none" }
        return "\(place) of \(count)"
    }

    /// What holds for every school with a score: its printed points add up to it, and its printed maximums to 100.
    private func unbalancedPoints(of school: String) -> String? {
        guard let row = scores[school]?.first, let score = row["score"], !score.isEmpty else { return nil }
        let parts = points[school] ?? []
        let found = "\(sum("points", parts)) of \(sum("max_points", parts))"
        return words("the sum of the printed points", "\(score) of 100.00", found)
    }

    /// The exact sum of a column with two decimals.
    private func sum(_ column: String, _ rows: [Row]) -> String {
        let hundredths = rows.reduce(0) { $0 + Int($1[column]!.replacing(".", with: ""))! }
        let decimals = String(hundredths % 100)
        return "\(hundredths / 100)." + (decimals.count == 1 ? "0" : "") + decimals
    }

    private func words(_ subject: String, _ expected: String, _ found: String) -> String? {
        expected == found ? nil : "\(subject): expected \(expected), found \(found)"
    }

    private func inWords(_ exclusions: [String: Int]) -> String {
        if exclusions.isEmpty { return "nobody" }
        return exclusions.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }
}

extension ExpectedResult {
    /// How a row of the results differs; nil where it is as expected.
    func difference(from row: GoldenResults.Row?) -> String? {
        guard let row else { return isAbsent ? nil : "expected \(inWords), found no row" }
        let found = ExpectedResult(n: row["n"], met: row["met"], value: row["value"], reason: row["reason"], level: row["level"])
        if isAbsent { return "expected no row, found \(found.inWords)" }
        let isEqual = isSame(n, found.n) && isSame(met, found.met) && isSame(reason, found.reason)
            && isSame(level.map { $0 == "none" ? "" : $0 }, found.level)
            && (value == nil || Double(value!) == Double(found.value ?? ""))
        return isEqual ? nil : "expected \(inWords), found \(found.inWords)"
    }

    private func isSame(_ expected: String?, _ found: String?) -> Bool { expected == nil || expected == found }

    private var inWords: String {
        var parts: [String] = []
        if let met, !met.isEmpty, let n { parts.append("\(met) of \(n)") } else if let n { parts.append("n \(n)") }
        if let value, !value.isEmpty { parts.append("value \(value)") }
        if let reason, !reason.isEmpty { parts.append("reason \(reason)") }
        if let level { parts.append("level \(level.isEmpty ? "none" : level)") }
        return isAbsent ? "no row" : parts.joined(separator: ", ")
    }
}
