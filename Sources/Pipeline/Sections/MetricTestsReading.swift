internal import Conditions
internal import Ingestion

/// Reads the tests of a metric's denominator: `counted: condition`, or a list of `{when: condition, otherwise: reason}`.
struct MetricTestsReading {
    let scopes: Scopes
    let problems: ProblemList

    /// Tests that the engine can tell apart.
    private static let limit = 5

    func read(_ metric: MappingReader, over source: SourceRule) -> [TestDeclaration] {
        guard let node = metric.node("counted") else { return [] }
        if let text = node.scalar?.string {
            return test(ConditionText(text: text, place: node.place), "counted", otherwise: "not \(text)", metric, source)
        }
        guard let nodes = metric.sequence("counted") else { return [] }
        if nodes.count > Self.limit { problems.addTooManyTests(nodes.count, Self.limit, at: nodes[Self.limit].place, metric.subject) }
        return nodes.flatMap { node -> [TestDeclaration] in
            guard let test = MappingReader(node, subject: "a test of \(metric.subject)", problems: problems) else { return [] }
            let when = test.requiredName("when", "Write the condition under which a record counts")
            let otherwise = test.requiredText("otherwise", "Say in a few words why a record that fails the test does not count")
            test.finish()
            guard let when else { return [] }
            return self.test(
                ConditionText(text: when.text, place: when.place), "when", otherwise: otherwise ?? "", test, source)
        }
    }

    private func test(
        _ text: ConditionText, _ key: String, otherwise: String, _ reader: MappingReader, _ source: SourceRule
    ) -> [TestDeclaration] {
        scopes.condition(text, over: source, subject: "`\(key)` of \(reader.subject)")
            .map { [TestDeclaration(condition: $0, otherwise: otherwise)] } ?? []
    }
}

// MARK: Texts

extension ProblemList {
    fileprivate func addTooManyTests(_ count: Int, _ limit: Int, at place: Place, _ subject: String) {
        add(place, "`counted` of \(subject) has \(count) tests", "At most \(limit) are possible; join some with `and`")
    }
}
