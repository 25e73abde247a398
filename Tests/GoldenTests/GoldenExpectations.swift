import Yams

/// Reads what a case expects.
struct GoldenExpectations {
    private var entries: GoldenEntries

    init(entries: GoldenEntries) { self.entries = entries }

    /// In words → the code that the tables print.
    private static let reasons = ["below the minimum n": "u", "not available": "x", "not applicable": "z"]

    func read() throws -> [GoldenExpectation] {
        var entries = entries
        var expectations: [GoldenExpectation] = []
        for metric in try entries.members("results") { expectations += try results(metric) }
        for metric in try entries.members("levels") { expectations += try levels(metric) }
        for metric in try entries.members("lowest") {
            let group = try text(metric)
            let content = GoldenExpectation.Content.lowest(metric: metric.key, group: group == "none" ? nil : group)
            expectations.append(.init(place: metric.place, content: content))
        }
        for metric in try entries.members("excluded") {
            expectations.append(.init(place: metric.place, content: .excluded(metric: metric.key, try exclusions(metric))))
        }
        for metric in try entries.members("points") {
            for (component, place, node) in try byGroup(metric, alone: nil) {
                let text = try text(.init(key: metric.key, place: place, node: node))
                expectations.append(.init(place: place, content: .points(metric: metric.key, component: component, text)))
            }
        }
        for column in GoldenExpectation.ScoreColumn.allCases {
            guard let entry = entries.rest.first(where: { $0.key == column.rawValue }) else { continue }
            expectations.append(.init(place: entry.place, content: .score(column, try text(entry))))
            _ = entries.take(column.rawValue)
        }
        try entries.finish()
        return expectations
    }

    private func text(_ entry: GoldenEntries.Entry) throws -> String { try entries.text(of: entry.node, entry.key) }

    /// A metric's single value, or one by group.
    private func byGroup(
        _ metric: GoldenEntries.Entry, alone: String?
    ) throws -> [(group: String?, place: GoldenPlace, node: Node)] {
        guard metric.node.mapping != nil else { return [(alone, metric.place, metric.node)] }
        let groups = try GoldenEntries(metric.node, "`\(metric.key)`", in: metric.place.file)
        return groups.rest.map { ($0.key, $0.place, $0.node) }
    }

    private func levels(_ metric: GoldenEntries.Entry) throws -> [GoldenExpectation] {
        try byGroup(metric, alone: "all").map { group, place, node in
            let level = try text(.init(key: metric.key, place: place, node: node))
            return GoldenExpectation(
                place: place, content: .result(metric: metric.key, group: group!, ExpectedResult(level: level)))
        }
    }

    private func exclusions(_ metric: GoldenEntries.Entry) throws -> [String: Int] {
        if metric.node.string == "nobody" { return [:] }
        let reasons = try GoldenEntries(metric.node, "the exclusions of `\(metric.key)`", in: metric.place.file)
        return try Dictionary(
            uniqueKeysWithValues: reasons.rest.map { reason in
                guard let count = Int(try text(reason)) else {
                    throw GoldenProblem(place: reason.place, problem: "`\(reason.key)` needs a number of students")
                }
                return (reason.key, count)
            })
    }

    // MARK: Results

    private static let details = ["result", "value", "level", "n"]

    private func results(_ metric: GoldenEntries.Entry) throws -> [GoldenExpectation] {
        let isOfAll = metric.node.mapping?.keys.allSatisfy { Self.details.contains($0.string ?? "") } ?? true
        let groups = isOfAll ? [("all", metric.place, metric.node)] : try byGroup(metric, alone: "all")
        return try groups.map { group, place, node in
            let result = try result(.init(key: group!, place: place, node: node))
            return GoldenExpectation(place: place, content: .result(metric: metric.key, group: group!, result))
        }
    }

    private func result(_ entry: GoldenEntries.Entry) throws -> ExpectedResult {
        guard entry.node.mapping != nil else { return try result(try text(entry), at: entry.place) }
        var details = try GoldenEntries(entry.node, "`\(entry.key)`", in: entry.place.file)
        var result = ExpectedResult()
        if let text = try details.text("result") { result = try self.result(text, at: entry.place) }
        if let value = try details.text("value") { (result.value, result.reason) = (value, "") }
        if let n = try details.text("n") { result.n = n }
        result.level = try details.text("level")
        try details.finish()
        return result
    }

    /// `1 of 20`, a value, or a reason in words.
    private func result(_ text: String, at place: GoldenPlace) throws -> ExpectedResult {
        if text == "no row" { return ExpectedResult(isAbsent: true) }
        if let reason = Self.reasons[text] { return ExpectedResult(reason: reason) }
        let words = text.split(separator: " ").map(String.init)
        if words.count == 3, words[1] == "of", Int(words[0]) != nil, Int(words[2]) != nil {
            return ExpectedResult(n: words[2], met: words[0], reason: "")
        }
        if words.count == 1, Double(text) != nil { return ExpectedResult(value: text, reason: "") }
        let reasons = Self.reasons.keys.sorted().joined(separator: ", ")
        throw GoldenProblem(place: place, problem: "`\(text)` is no result; write 1 of 20, a value, or one of \(reasons)")
    }
}
