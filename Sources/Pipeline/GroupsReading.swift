internal import Conditions
internal import Disaggregation
internal import Ingestion
internal import Model

/// Reads the `groups` of a pipeline file.
struct GroupsReading {
    let problems: ProblemList

    /// The name of the group of all students, against which everything else is measured.
    static let everyone = "all"

    func read(_ file: MappingReader) -> [GroupDeclaration] {
        let groups = file.entries("groups", of: "group").map { key, reader in group(key, reader) }
        let counted = groups.filter { if case .condition = $0.rule { true } else { false } }
        if !groups.contains(where: { $0.key == Self.everyone }) {
            problems.add(
                file.place(of: "groups"), "there is no group `\(Self.everyone)`",
                "Add it with `when: true`; every result is reported for all students")
        }
        if counted.count > 32 {
            problems.add(file.place(of: "groups"), "\(counted.count) groups have conditions", "At most 32 can be counted")
        }
        for group in groups {
            guard case .lowest(let candidates, _) = group.rule else { continue }
            for name in candidates where !counted.contains(where: { $0.key == name }) {
                let suggestion = nearest(to: name, among: counted.map(\.key)).map { "Did you mean `\($0)`?" } ?? ""
                problems.add(group.place, "group `\(group.key)` chooses among `\(name)`, which is not a group with a condition", suggestion)
            }
        }
        return groups
    }

    private func group(_ key: String, _ reader: MappingReader) -> GroupDeclaration {
        let title = reader.requiredText("title", "Name the group as reports are to print it") ?? key
        let provenance = reader.provenance()
        let candidates = reader.texts("lowest_of")
        let ties = (reader.texts("ties") ?? []).compactMap { tie(named: $0, reader) }
        let condition = reader.text("when")
        if (candidates == nil) == (condition == nil) {
            problems.add(
                reader.place, "group `\(key)` must have either `when` or `lowest_of`",
                "Write a condition over the students' columns, or list the groups to choose from")
        }
        reader.finish()
        let rule: GroupDeclaration.Rule =
            candidates.map { .lowest(of: $0, ties: ties) }
            ?? .condition(ConditionText(text: condition ?? "true", place: reader.place(of: "when")), bySource: [:])
        return GroupDeclaration(key: key, title: title, provenance: provenance, rule: rule, place: reader.place)
    }

    private func tie(named name: String, _ reader: MappingReader) -> ChoiceRule.Tie? {
        if let tie = ChoiceRule.Tie(rawValue: name) { return tie }
        let names = ChoiceRule.Tie.allCases.map(\.rawValue)
        problems.add(reader.place(of: "ties"), "`\(name)` decides no tie", "Use \(names.joined(separator: ", "))")
        return nil
    }

    /// The groups with their conditions compiled for every source that counts them.
    func bound(_ groups: [GroupDeclaration], to sources: [(source: SourceRule, groups: Set<String>?)], scopes: Scopes) -> [GroupDeclaration] {
        groups.map { group in
            guard case .condition(let text, _) = group.rule else { return group }
            var bySource: [String: Condition] = [:]
            for (source, wanted) in sources where wanted?.contains(group.key) ?? true {
                let subject = "group `\(group.key)` over source `\(source.name)`"
                bySource[source.name] = scopes.condition(text, over: source, subject: subject)
            }
            var bound = group
            bound.rule = .condition(text, bySource: bySource)
            return bound
        }
    }
}
